"""Statistics tables of reports before 2019: label, unit, number, under any label at all.

In: a run of pieces. Out: one `IndicatorTable` a header found. No list of rows is expected:
a label no form knows is kept under its own path. A unit column whose cells were lost
leaves the unit unknown; it never lends the number its place, for a unit is a word.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from flows.extract.forms import Form, Node
from flows.extract.labels import key, split_ordinal
from flows.extract.numbers import is_unit, is_value
from flows.normalise import Piece
from flows.settings import FORMS

_YEAR_COLUMN = re.compile(r"(?:19|20)\d\d年度?")
_TITLE_LENGTH = 40


@dataclass(slots=True)
class Indicator:
    """One row: its label, what it stands under, its unit if printed, a piece a column.

    `level` is that of its ordinal; `repeat` counts rows of one path from 1, for national
    tables print 其他情形数 under reviews and under lawsuits.
    """

    label: str
    level: str | None
    parent: "Indicator | None"
    unit: str | None
    row_no: int
    values: dict[str, Piece]
    readable: bool
    repeat: int = 1
    children: list["Indicator"] = field(default_factory=list)

    @property
    def path(self) -> str:
        """The labels from the outermost down, joined by `/`; `#2` is the second of a name."""
        label = self.label if self.repeat == 1 else f"{self.label}#{self.repeat}"
        return f"{self.parent.path}/{label}" if self.parent else label

    def role(self) -> str:
        """`total` of a breakdown that sums up, `leaf`, or `subset` of what it stands under."""
        if self.children and _sums_up(self.children):
            return "total"
        if self.parent and not _sums_up(self.parent.children):
            return "subset"
        return "leaf"


@dataclass(slots=True)
class IndicatorTable:
    """A statistics table: the title above it, its value columns and its rows."""

    form: Form
    title: str
    columns: list[str]
    rows: list[Indicator]


@cache
def _partitions(directory: Path = FORMS) -> tuple[re.Pattern[str], ...]:
    """Patterns of breakdowns whose parts make up the whole, from the form files."""
    documents = (yaml.safe_load(p.read_text("utf-8")) for p in sorted(directory.glob("*.yml")))
    entries = [e for document in documents for e in document.get("partitions", ())]
    return tuple(re.compile(entry["members"]) for entry in entries)


def _sums_up(parts: list[Indicator]) -> bool:
    """Whether every part belongs to one known partition; overlapping parts never sum up."""
    return len(parts) > 1 and any(
        all(pattern.search(part.label) for part in parts) for pattern in _partitions()
    )


def read_indicators(tokens: list[Piece], form: Form) -> list[IndicatorTable]:
    """Every statistics table of a run of pieces."""
    tables = []
    at = 0
    while at < len(tokens):
        columns = _header(tokens, at, form.blocks[0].columns)
        if columns is None:
            at += 1
            continue
        rows, end = _rows(tokens, at + len(columns), columns)
        if rows:
            title = tokens[at - 1].text if at else ""
            tables.append(
                IndicatorTable(
                    form,
                    title if len(title) <= _TITLE_LENGTH else "",
                    _value_columns(columns),
                    rows,
                )
            )
        at = max(end, at + 1)
    return tables


_VALUE_COLUMNS = ("year", "cumulative", "month")


def _value_columns(columns: list[str]) -> list[str]:
    return [code for code in columns if code in _VALUE_COLUMNS]


def _header(tokens: list[Piece], at: int, columns: tuple[Node, ...]) -> list[str] | None:
    """The column codes of a header that starts here: a label column and some values."""
    codes: list[str] = []
    for token in tokens[at : at + len(columns)]:
        code = _column(token.text, columns)
        if code is None or code in codes:
            break
        codes.append(code)
    is_header = codes[:1] == ["label"] and any(code in _VALUE_COLUMNS for code in codes)
    return codes if is_header else None


def _column(text: str, columns: tuple[Node, ...]) -> str | None:
    printed = key(text)
    if _YEAR_COLUMN.fullmatch(printed):
        return "year"
    return next((node.code for node in columns if printed in node.keys), None)


def _rows(tokens: list[Piece], at: int, columns: list[str]) -> tuple[list[Indicator], int]:
    rows: list[Indicator] = []
    paths: Counter[str] = Counter()
    # The number in a code column is no value, but it takes a place among them.
    wanted = [code for code in columns if code == "code" or code in _VALUE_COLUMNS]
    while at < len(tokens) and not is_value(tokens[at].text):
        label = tokens[at]
        behind = at + 1
        unit = None
        if "unit" in columns and behind < len(tokens) and is_unit(tokens[behind].text):
            unit = tokens[behind].text
            behind += 1
        last = behind
        while last < len(tokens) and is_value(tokens[last].text):
            last += 1
        # A label with its unit is a row though its cells are blank; without, the table ends.
        if last == behind and unit is None:
            break
        printed = tokens[behind:last]
        fits = len(printed) == len(wanted)
        found = dict(zip(wanted, printed, strict=True)) if fits else {}
        _, level, words = split_ordinal(label.text)
        rows.append(
            Indicator(
                words,
                level,
                None,
                unit,
                len(rows) + 1,
                {code: piece for code, piece in found.items() if code != "code"},
                fits or not printed,
            )
        )
        _adopt(rows, label.text)
        paths[rows[-1].path] += 1
        rows[-1].repeat = paths[rows[-1].path]
        at = last
    return rows, at


def _adopt(rows: list[Indicator], printed: str) -> None:
    """Put the last row under the row it belongs to: 其中 opens a breakdown, 2. goes on.

    A numbered row goes on with the breakdown of the row before it where that is numbered
    too; a row without an ordinal, or with one of an outer level, stands on its own.
    """
    row = rows[-1]
    among, level, _ = split_ordinal(printed)
    before = rows[-2] if len(rows) > 1 else None
    if before and among:
        row.parent = before if before.parent is None else before.parent
    elif before and before.parent and level in ("item", "point"):
        is_next = level == before.parent.children[0].level
        row.parent = before.parent if is_next else None
    if row.parent:
        row.parent.children.append(row)
