"""What links and pages of disclosure sites say: `wording.yml`, compiled once."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Wording:
    """The patterns of `wording.yml`, which explains each."""

    report: re.Pattern[str]
    cut_short: re.Pattern[str]
    column: re.Pattern[str]
    no_report: re.Pattern[str]
    year: re.Pattern[str]
    numerals: dict[int, int]
    next_page: re.Pattern[str]
    attachment: re.Pattern[str]
    attached_as: re.Pattern[str]
    file_title: re.Pattern[str]
    short: int
    no_document: re.Pattern[str]
    no_document_title: re.Pattern[str]
    bare: int
    landing: re.Pattern[str]
    visit_parameters: frozenset[str]
    session_in_path: re.Pattern[str]


@cache
def wording() -> Wording:
    """The wording, read once."""
    said = yaml.safe_load(Path(__file__).with_name("wording.yml").read_text("utf-8"))
    plain = (name for name, type_ in Wording.__annotations__.items() if type_ == re.Pattern[str])
    return Wording(
        **{name: re.compile(said[name]) for name in plain if name != "no_document"},
        numerals=str.maketrans(said["numerals"]["from"], said["numerals"]["to"]),
        short=said["short"],
        no_document=re.compile("|".join(said["no_document"]), re.IGNORECASE),
        bare=said["bare"],
        visit_parameters=frozenset(said["visit_parameters"]),
    )


def year_in(title: str) -> int | None:
    """The one year a title says; None where it says none, or several."""
    found = {match["digits"] or match["words"] for match in wording().year.finditer(title)}
    years = {int(text.translate(wording().numerals)) for text in found}
    return years.pop() if len(years) == 1 else None
