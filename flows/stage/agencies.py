"""Printed names of bodies to durable agencies: aliases, regions, kinds.

In: a name as printed, the region it was printed in, the year. Out: `Agency`, or None where
the name is cut short, means several bodies, or is borne by several. Facts about names
stand in `agencies.yml`; bodies have no public register, so the dimension grows from the
reports themselves.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from flows.stage.regions import full_name, level_of, split_region

_LEVEL_WORDS = {"province": "省", "prefecture": "市州", "county": "区县市旗"}
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Agency:
    """A body under its durable id: region and own name, however it was printed."""

    agency_id: str
    agency_name: str
    agency_kind: str
    adcode: str | None


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


def publisher(printed: str, year: int | None) -> Agency:
    """The body that published a report under a name, of kind `unknown` if need be."""
    adcode, body = split_region(_BRACKETS.sub("", printed), year)
    for completion in _facts()["completions"]:
        if adcode and re.search(completion["pattern"], body):
            body = re.sub(completion["pattern"], completion["body"], body)
            break
    body = _full_bodies().get(body, body)
    return _agency(adcode, body, _kind(body) or "unknown", year)


def body_within(printed: str, adcode: str | None, year: int | None) -> Agency | None:
    """The body that a document of a region calls by a short name (区府办)."""
    name = _BRACKETS.sub("", printed)
    named, body = split_region(name, year)
    if named is None and adcode is not None:
        words = _LEVEL_WORDS[level_of(adcode)]
        body = body[1:] if body[:1] and body[0] in words else body
        if body not in _full_bodies() and body == name:
            return None
    body = _full_bodies().get(body, body)
    kind = _kind(body)
    if kind is None or is_collective(body):
        return None
    return _agency(named or adcode, body, kind, year)


def _agency(adcode: str | None, body: str, kind: str, year: int | None) -> Agency:
    identity = f"{adcode or 'unknown'}|{body}"
    name = (full_name(adcode, year) if adcode else "") + body
    return Agency(hashlib.md5(identity.encode()).hexdigest(), name, kind, adcode)


def _kind(body: str) -> str | None:
    kinds = (k["kind"] for k in _facts()["kinds"] if re.search(k["pattern"], body))
    return next(kinds, None)
