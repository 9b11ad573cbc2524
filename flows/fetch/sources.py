"""What to fetch: `data/sources.yml`, one entry a source, checked when it is read.

An entry has an `id`, the `agency` it belongs to, and `pages`: addresses of reports, each
with the `year` reported on. A wrong entry is named with its reason and the others go on.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml


@dataclass(frozen=True, slots=True)
class Page:
    """A report's address, the source it belongs to, the year it reports on, and whose it is."""

    source_id: str
    url: str
    year: int
    agency: str = ""


def read_sources(path: Path) -> tuple[list[Page], list[str]]:
    """The pages to fetch, and a sentence for each entry that is wrong; no file, no pages.

    Raises:
        ValueError: the file is no YAML, or has no list of sources.
    """
    if not path.exists():
        return [], []
    try:
        entries = yaml.safe_load(path.read_text("utf-8"))["sources"]
    except (yaml.YAMLError, TypeError, KeyError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is no list of sources: {error}") from error
    pages: list[Page] = []
    wrong: list[str] = []
    for number, entry in enumerate(entries or (), 1):
        try:
            pages += _pages(entry)
        except (KeyError, TypeError, ValueError) as error:
            wrong.append(f"source {number} of {path.name} is left out: {_reason(error)}")
    return pages, wrong


def _reason(error: Exception) -> str:
    return f"it has no {error}" if isinstance(error, KeyError) else str(error)


def _pages(entry: dict[str, Any]) -> list[Page]:
    source_id, agency = str(entry["id"]), str(entry.get("agency", ""))
    pages = [Page(source_id, str(p["url"]), int(p["year"]), agency) for p in entry["pages"]]
    for page in pages:
        parts = urlsplit(page.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{page.url} is no http or https address")
    return pages


def chosen(
    pages: list[Page], years: range | None, source_id: str | None, agency: str | None = None
) -> list[Page]:
    """The pages of some years, of one source, of bodies with a name; of all, where none is given.

    Raises:
        ValueError: there is no such source, or no page of such a body.
    """
    if source_id and source_id not in {page.source_id for page in pages}:
        raise ValueError(f"no source {source_id} is listed")
    if agency and not any(agency in page.agency for page in pages):
        raise ValueError(f"no agency {agency} is listed")
    return [
        page
        for page in pages
        if (years is None or page.year in years)
        and source_id in (None, page.source_id)
        and (agency or "") in page.agency
    ]


def read_years(text: str) -> range:
    """Years as written on the command line: `2020`, or `2019-2024` with both ends.

    Raises:
        ValueError: it is neither.
    """
    first, _, last = text.partition("-")
    try:
        years = range(int(first), int(last or first) + 1)
    except ValueError as error:
        raise ValueError(f"{text} is no year and no range like 2019-2024") from error
    if not years:
        raise ValueError(f"{text} ends before it begins")
    return years
