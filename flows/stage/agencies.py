"""Printed names of bodies to durable agencies: aliases, regions, kinds, superiors.

In: a name as printed, the region it was printed in, the year. Out: `Agency`, or None where
the name is cut short, means several bodies, or is borne by several. Facts about names
stand in `agencies.yml` and `lineages.yml`; bodies have no public register, so the dimension
grows from the reports themselves.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from flows.stage.divisions import abolished, above, full_name, named_since, origin, valid_in
from flows.stage.lineages import lineage, merger
from flows.stage.regions import split_region

# What a name begins with that leaves its place to the page: 区财政局, 本局.
_PLACELESS = frozenset("省市州区县旗镇乡本我")
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Agency:
    """A body under its durable id: region and own name, however it was printed.

    `name_since` is the first day on which it can have borne its name, None where that is not
    known; `parent_agency_id` the government over it; `successor_id` the body it was merged
    into; `ended_since` the first day it can have been, or its division was abolished.
    """

    agency_id: str
    agency_name: str
    agency_kind: str
    adcode: str | None
    region_name: str | None
    name_since: date | None
    parent_agency_id: str | None
    successor_id: str | None
    ended_since: date | None


@cache
def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("agencies.yml").read_text("utf-8")
    )
    return facts


@cache
def _full_bodies() -> dict[str, str]:
    return {
        short: body for body, shorts in _facts()["short_names"].items() for short in [body, *shorts]
    }


def is_collective(printed: str) -> bool:
    """Whether a name means several bodies at once (区政府各部门)."""
    return re.search(_facts()["collective"], printed) is not None


@cache
def publisher(printed: str, year: int | None) -> Agency | None:
    """The body that published a report under a name, of kind `unknown` if need be.

    None where bodies of several places bear it: 鼓楼区财政局, 区财政局, 财政局. Two of them
    under one id would pass for one body, and the report of one for a revision of the other's.
    """
    located = _located(_BRACKETS.sub("", printed), year)
    if located is None:
        return None
    adcode, body, year = located
    if adcode is None and not any(re.search(pattern, body) for pattern in _facts()["alone"]):
        return None
    for completion in _facts()["completions"]:
        if adcode and re.search(completion["pattern"], body):
            body = re.sub(completion["pattern"], completion["body"], body)
            break
    body = _full_bodies().get(body, body)
    return _agency(adcode, body, _kind(body) or "unknown", year)


@cache
def body_within(printed: str, adcode: str | None, year: int | None) -> Agency | None:
    """The body that a document of a region calls by a short name (区府办)."""
    name = _BRACKETS.sub("", printed)
    located = _located(name, year)
    if located is None:
        return None
    named, body, year = located
    if named is None:
        if adcode is None:
            return None
        body = body.removeprefix(_level_word(full_name(adcode, year)))
        if body not in _full_bodies() and body == name:
            return None
    body = _full_bodies().get(body, body)
    kind = _kind(body)
    if kind is None or is_collective(body):
        return None
    return _agency(named or adcode, body, kind, year)


def _located(name: str, year: int | None) -> tuple[str | None, str, int | None] | None:
    """The division a name begins with, the rest of it, and the year whose list says so.

    Sites head old reports with the name of today: where the newest list knows more of a name
    than that of the year, the name is today's.
    """
    then, now = split_region(name, year), split_region(name, None)
    if then and now and len(now[1]) < len(then[1]):
        return *now, None
    return (*then, year) if then else None


def _level_word(region: str) -> str:
    """What a region's documents call it: 区 in those of 长宁区, where 市 is 上海市."""
    return "" if region.endswith("自治区") else region[-1:]


def superiors(body: Agency, year: int | None) -> Iterator[Agency]:
    """The governments over a body, the nearest first: of its county, its city, its province."""
    listed = year if body.adcode in valid_in(year) else None
    adcode = _seat_above(body.adcode, body.agency_kind, listed)
    while adcode:
        yield _agency(adcode, _facts()["government"], "government", listed)
        adcode = above(adcode, listed)


def _seat_above(adcode: str | None, kind: str, year: int | None) -> str | None:
    """The division whose government is over a body: the next above for a government."""
    return above(adcode, year) if adcode and kind == "government" else adcode


def _agency(adcode: str | None, body: str, kind: str, year: int | None) -> Agency:
    seat = _seat_above(adcode, kind, year)
    gone = abolished(adcode, year) if adcode else None
    taken_up = None if gone else merger(body)
    since = [lineage(body).since, named_since(adcode, year) if adcode else None]
    return Agency(
        _identity(adcode, body, year),
        (full_name(adcode, year) if adcode else "") + body,
        kind,
        adcode,
        valid_in(year)[adcode] if adcode else None,
        max((day for day in since if day), default=None),
        _identity(seat, _facts()["government"], year) if seat else None,
        _identity(adcode, taken_up.into, year) if taken_up else None,
        taken_up.since if taken_up else gone,
    )


def _identity(adcode: str | None, body: str, year: int | None) -> str:
    """Hash of where a body was first and what it was first called."""
    seat = origin(adcode, year) if adcode else "unknown"
    return hashlib.md5(f"{seat}|{lineage(body).first_name}".encode()).hexdigest()


def _kind(body: str) -> str | None:
    kinds = (k["kind"] for k in _facts()["kinds"] if re.search(k["pattern"], body))
    return next(kinds, None)
