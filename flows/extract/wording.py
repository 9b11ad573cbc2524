"""The regular expressions of `wording.yml`, compiled once a process."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("wording.yml")


@dataclass(frozen=True, slots=True)
class Wording:
    """What reports say about themselves; see `wording.yml` for each field."""

    fields: dict[str, list[str]]
    behind_field: re.Pattern[str]
    annual_report_title: re.Pattern[str]
    annual_report_sign: str
    annual_report_end: re.Pattern[str]
    no_title: re.Pattern[str]
    presents_itself: tuple[re.Pattern[str], ...]
    on_disclosure: str
    chapters: tuple[re.Pattern[str], ...]
    chapter: re.Pattern[str]
    own_title: re.Pattern[str]
    named_in_sentence: re.Pattern[str]
    short_name: re.Pattern[str]
    opens_with_year: re.Pattern[str]
    no_name: re.Pattern[str]
    not_a_report: re.Pattern[str]
    chrome: re.Pattern[str]
    not_a_report_aside: re.Pattern[str]
    compares_years: re.Pattern[str]
    other_titles: tuple[tuple[str, re.Pattern[str]], ...]
    scope: tuple[tuple[str, list[str], re.Pattern[str]], ...]
    contact: re.Pattern[str]
    compiled_by: re.Pattern[str]
    published_by: re.Pattern[str]
    disclosure_office: re.Pattern[str]
    part_of_body: re.Pattern[str]
    announces_tables_sign: str
    announces_tables: re.Pattern[str]
    broken_off: re.Pattern[str]
    encyclopedia: tuple[str, ...]


@cache
def wording() -> Wording:
    """The wording, read once."""
    entry: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return Wording(
        entry["fields"],
        re.compile(entry["behind_field"]),
        re.compile(entry["annual_report_title"]),
        entry["annual_report_sign"],
        re.compile(entry["annual_report_end"]),
        re.compile(entry["no_title"]),
        tuple(map(re.compile, entry["presents_itself"])),
        entry["on_disclosure"],
        tuple(map(re.compile, entry["chapters"])),
        re.compile(entry["chapter"]),
        re.compile(entry["own_title"]),
        re.compile(entry["named_in_sentence"]),
        re.compile(entry["short_name"]),
        re.compile(entry["opens_with_year"]),
        re.compile(entry["no_name"]),
        re.compile(entry["not_a_report"]),
        re.compile(entry["chrome"]),
        re.compile(entry["not_a_report_aside"]),
        re.compile(entry["compares_years"]),
        tuple((t["type"], re.compile(t["pattern"])) for t in entry["other_titles"]),
        tuple(
            (kind, one["words"], re.compile(one["pattern"]))
            for kind, ones in entry["scope"].items()
            for one in ones
        ),
        re.compile(entry["contact"]),
        re.compile(entry["compiled_by"]),
        re.compile(entry["published_by"]),
        re.compile(entry["disclosure_office"]),
        re.compile(entry["part_of_body"]),
        entry["announces_tables_sign"],
        re.compile(entry["announces_tables"]),
        re.compile(entry["broken_off"]),
        tuple(entry["encyclopedia"]),
    )


def says(text: str, word: str) -> bool:
    """Whether a word stands in a text.

    A single character is looked for many times faster than a word, and nearly always one of
    an absent word is absent too.
    """
    return all(map(text.__contains__, word)) and word in text
