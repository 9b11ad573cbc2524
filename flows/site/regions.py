"""The lists of agencies with their years, and the way down to them: province, prefecture, county.

What stands on one page is what a person scrolls through; a longer list is split by the next
level of its division codes (GB/T 2260: two digits each), and its page leads to the parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flows.settings import Paths
from flows.site import pages
from flows.site.agencies import Agencies
from flows.site.memory import Memory, fingerprint
from flows.warehouse import Connection, rows

_COVERAGE = """
    select agency_id, report_year, coverage_status, report_key from mart_coverage
    order by report_year
"""
_LISTED = 400
_LEVELS = {2: "province_name", 4: "prefecture_name", 6: "county_name"}
_NOWHERE = "未知 unknown"
_PUBLISHED = ("passed", "flagged")


@dataclass(frozen=True, slots=True)
class Part:
    """A list of agencies: where its page is, what it is called, which list it is part of."""

    page: str
    name: str
    above: str | None
    agencies: Agencies
    depth: int

    @property
    def is_split(self) -> bool:
        """Whether it is longer than a page."""
        return len(self.agencies) > _LISTED


def write_regions(
    connection: Connection, where: Paths, agencies: Agencies, said: dict[str, Any], memory: Memory
) -> None:
    """Write the list of all agencies, and of each part of it that needs a page of its own."""
    coverage: dict[str, dict[int, dict[str, Any]]] = {one["agency_id"]: {} for one in agencies}
    for row in rows(connection, _COVERAGE):
        if row["agency_id"] in coverage:
            coverage[row["agency_id"]][row["report_year"]] = row
    whole = Part("agencies.html", "Agencies 机关", None, agencies, 2)
    said_of = {part.page: _said(part, coverage) for part in _pages(whole)}
    for page in memory.changed({page: fingerprint(of_page) for page, of_page in said_of.items()}):
        root = "../" * page.count("/")
        pages.write(where.site / page, "agencies.html.j2", root=root, **said_of[page], **said)


def _pages(part: Part) -> Iterator[Part]:
    """A list and, where it is split, every list below it."""
    yield part
    for one in _parts(part) if part.is_split else ():
        yield from _pages(one)


def _parts(part: Part) -> list[Part]:
    """The parts of a list by the next level of codes; below the counties, by the hundred."""
    if part.depth not in _LEVELS:
        stem = part.page.removesuffix(".html")
        return [
            Part(f"{stem}-{number}.html", f"{part.name} {number}", part.page, some, part.depth)
            for number, at in enumerate(range(0, len(part.agencies), _LISTED), 1)
            for some in [part.agencies[at : at + _LISTED]]
        ]
    name = _LEVELS[part.depth]
    found = []
    for code, some in groupby(part.agencies, lambda one: str(one["adcode"])[: part.depth]):
        listed = list(some)
        page = f"regions/{code or 'unknown'}.html"
        # A province's own bodies are of no prefecture; those of no division have no parts.
        known = next((one[name] for one in listed if one[name]), part.name if code else _NOWHERE)
        depth = part.depth + 2 if code else max(_LEVELS) + 2
        found.append(Part(page, known, part.page, listed, depth))
    return found


def _said(part: Part, coverage: dict[str, dict[int, dict[str, Any]]]) -> dict[str, Any]:
    """What the page of a list says: its parts, counted, or its agencies with their years."""
    of_part = [coverage[one["agency_id"]] for one in part.agencies]
    years = sorted({year for one in of_part for year in one})
    common = {"name": part.name, "above": part.above, "count": len(part.agencies)}
    if not part.is_split:
        return common | {
            "years": years,
            "parts": [],
            "agencies": [
                (one, [of_year.get(year) for year in years])
                for one, of_year in zip(part.agencies, of_part, strict=True)
            ],
        }
    counted = [
        (one, _counts([coverage[a["agency_id"]] for a in one.agencies])) for one in _parts(part)
    ]
    listed = [
        {"page": one.page, "name": one.name, "agencies": len(one.agencies), "counts": counts}
        for one, counts in counted
    ]
    return common | {"years": years, "agencies": [], "parts": listed}


def _counts(coverage: list[dict[int, dict[str, Any]]]) -> dict[int, tuple[int, int]]:
    """Of each year, how many reports are expected and how many stand in the facts."""
    found: dict[int, tuple[int, int]] = {}
    for of_year in coverage:
        for year, row in of_year.items():
            expected, published = found.get(year, (0, 0))
            is_published = row["coverage_status"] in _PUBLISHED
            found[year] = (expected + 1, published + is_published)
    return found
