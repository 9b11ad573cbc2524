"""Rows and numbers of the statistics tables before 2019, and of task tables."""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tests.generator.data import load
from tests.generator.draw import REQUESTS, Values
from tests.generator.truth import Number

SERIES = ("fujian_2011", "fujian_2014", "national", "local", "monthly")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a statistics table: its path, what is printed, what adds up to it."""

    path: str
    printed: str
    unit: str
    depth: int
    parts: tuple[str, ...]
    is_within: bool
    is_heading: bool


def path_of(*labels: str) -> str:
    """The row code of an indicator: folded labels, outermost first."""
    return "/".join(unicodedata.normalize("NFKC", label) for label in labels)


@cache
def tables_of(series: str) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """The tables of a series as (title, rows); only local series have more than one."""
    spec = load("legacy")[series]
    tables = spec.get("tables") or [spec]
    return tuple((table["title"], tuple(_rows(table["rows"], ()))) for table in tables)


def rows_of_series(series: str) -> list[Row]:
    """All rows of all tables of a series."""
    return [row for _, rows in tables_of(series) for row in rows]


def value_columns(series: str) -> list[str]:
    """The codes of the columns that hold numbers, in printed order."""
    header = load("legacy")[series]["header"]
    return [code for code in header if code in ("year", "cumulative", "month")]


def _rows(entries: list[dict], above: tuple[str, ...], within: bool = False) -> Iterator[Row]:
    for entry in entries:
        labels = (*above, entry["l"])
        children = entry.get("rows", [])
        parts = tuple(path_of(*labels, c["l"]) for c in children) if entry.get("sum") else ()
        heading = entry["u"] == "——"
        yield Row(
            path_of(*labels),
            entry.get("p", "") + entry["l"],
            entry["u"],
            len(above),
            parts,
            within,
            heading,
        )
        yield from _rows(children, labels, within=not heading and not parts)


def draw_indicators(rng: random.Random, series: str, level: str) -> Values:
    """Numbers for every row and value column; totals are what their parts make."""
    rows = rows_of_series(series)
    most = REQUESTS[level]
    values: Values = {}
    for column in value_columns(series):
        for row in rows:
            if not row.is_heading:
                values[row.path, column] = _draw_leaf(rng, row, most)
    if "cumulative" in value_columns(series):
        _accumulate(rng, values, "year", "cumulative")
    if "month" in value_columns(series):
        _accumulate(rng, values, "month", "year")
    _close(values, rows)
    _cover(values, series)
    return {
        (row.path, column): values[row.path, column]
        for row in rows
        for column in value_columns(series)
        if (row.path, column) in values
    }


def _draw_leaf(rng: random.Random, row: Row, most: int) -> Number:
    if rng.random() < 0.35:
        return 0
    if row.unit in ("元", "万元"):
        amount = Decimal(rng.randint(1, 900000)) / 100
        return amount * 100 if row.unit == "万元" else amount
    return int(max(most, 4) ** rng.uniform(0, 1.15))


def _accumulate(rng: random.Random, values: Values, part: str, whole: str) -> None:
    """A total of all years, or of the months so far, is never less than its last part."""
    for (path, column), value in list(values.items()):
        if column == part:
            before = value * rng.randint(0, 6) if rng.random() < 0.7 else 0
            values[path, whole] = value + before


def _close(values: Values, rows: list[Row]) -> None:
    # Innermost totals first: a part may itself be a total.
    for row in sorted(rows, key=lambda row: -row.depth):
        columns = [column for path, column in values if path == row.path]
        for column in columns if row.parts else ():
            values[row.path, column] = sum(values[part, column] for part in row.parts)
        for column in columns if not row.parts else ():
            inner = [values[p, c] for p, c in values if c == column and _within(p, row, rows)]
            values[row.path, column] = max([values[row.path, column], *inner])


def _cover(values: Values, series: str) -> None:
    """A count printed apart from what it covers: all documents made, of them published."""
    for whole, part in load("legacy")[series].get("covers", ()):
        key, inner = (path_of(*whole), "year"), (path_of(*part), "year")
        values[key] = max(values[key], values[inner])


@cache
def _children_within(path: str, rows: tuple[Row, ...]) -> frozenset[str]:
    return frozenset(r.path for r in rows if r.is_within and r.path.rpartition("/")[0] == path)


def _within(path: str, row: Row, rows: list[Row]) -> bool:
    return path in _children_within(row.path, tuple(rows))


def draw_tasks(rng: random.Random) -> dict[tuple[str, str], str]:
    """The text cells of a task table, by task number and column."""
    prose = load("prose")
    tasks = rng.sample(prose["tasks"], rng.randint(4, len(prose["tasks"])))
    cells: dict[tuple[str, str], str] = {}
    for number, task in enumerate(tasks, 1):
        leads = rng.sample(prose["lead_agencies"], rng.randint(1, 3))
        cells[str(number), "task"] = task
        cells[str(number), "lead_agencies"] = "、".join(leads) + rng.choice(("", "", "", "等"))
        cells[str(number), "deadline"] = rng.choice(prose["deadlines"])
    return cells
