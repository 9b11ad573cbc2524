"""Bodies over the years: which name came after which, and what was merged into what.

In: `lineages.yml`. Out: for a body's own name, the name it goes by in its id, from when it can
have been borne, and what the body was merged into. Refuses a file with an unknown field, a name
of two lineages, or names out of the order of their days.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LINEAGES = Path(__file__).with_name("lineages.yml")
_NAME = {"body", "also", "from", "source"}
_MERGER = {"into", "of", "from", "source"}


@dataclass(frozen=True, slots=True)
class Lineage:
    """What is known of a body's name: the first it bore, and the first day of this one."""

    first_name: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Merger:
    """The body that took another one up, and the first day it did."""

    into: str
    since: date


class LineageError(ValueError):
    """The file of lineages contradicts itself; the sentence says where."""


def lineage(body: str) -> Lineage:
    """What is known of a name; one of no lineage is its own first."""
    return _read(LINEAGES)[0].get(body, Lineage(body))


def merger(body: str) -> Merger | None:
    """What the body of a name was merged into, if it was."""
    return _read(LINEAGES)[1].get(body)


@cache
def _read(path: Path) -> tuple[dict[str, Lineage], dict[str, Merger]]:
    document = yaml.safe_load(path.read_text("utf-8"))
    renamed: dict[str, Lineage] = {}
    for entry in document["renamed"]:
        _follow(entry["names"], renamed)
    merged: dict[str, Merger] = {}
    for entry in document["merged"]:
        _check(entry, _MERGER, entry["into"])
        merged |= {body: Merger(entry["into"], entry["from"]) for body in entry["of"]}
    return renamed, merged


def _follow(names: list[dict[str, Any]], renamed: dict[str, Lineage]) -> None:
    first = names[0]["body"]
    days = [name.get("from", date.min) for name in names]
    if days != sorted(set(days)):
        raise LineageError(f"lineage of {first}: its names are not in the order of their days")
    for name in names:
        _check(name, _NAME, first)
        for body in (name["body"], *name.get("also", ())):
            if body in renamed:
                raise LineageError(f"{body} stands in two lineages")
            renamed[body] = Lineage(first, name.get("from"))


def _check(entry: dict[str, Any], fields: set[str], of: str) -> None:
    if unknown := entry.keys() - fields:
        raise LineageError(f"lineage of {of}: unknown field {sorted(unknown)}")
    if "from" in entry and not entry.get("source"):
        raise LineageError(f"lineage of {of}: a day without its source")
