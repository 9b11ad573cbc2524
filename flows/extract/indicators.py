"""Statistics tables of reports before 2019: label, unit, number, under any label at all.

In: a run of pieces and the grids of a document. Out: one `IndicatorTable` a header found.
No list of rows is expected: a label no form knows is kept under its own path. A unit column
whose cells were lost leaves the unit unknown; it never lends the number its place, for a
unit is a word. A code column (代码) is no value.

The two readings are independent: the run tells a row's end by the next label, the grid by
the row of cells; the run counts values behind the label, the grid takes their columns.
"""

import re
from dataclasses import dataclass
from typing import Literal

from flows.extract.forms import Form, Node
from flows.extract.labels import key
from flows.extract.numbers import is_unit, is_value
from flows.normalise import Grid, Piece

_YEAR_COLUMN = re.compile(r"(?:19|20)\d\d年度?")
_TITLE_LENGTH = 40
_VALUE_COLUMNS = ("year", "cumulative", "month")
_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as printed; `values` by column, None where their number does not fit."""

    label: Piece
    unit: str | None
    values: dict[str, Piece | None] | None


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """A statistics table: the title above it, its value columns and its rows."""

    form: Form
    title: str
    columns: list[str]
    rows: list[PrintedRow]
    readings: int
    evidence: Literal["agreed", "single", "differ"]


def read_indicators(tokens: list[Piece], grids: list[Grid], form: Form) -> list[IndicatorTable]:
    """Every statistics table, from both readings where there are two."""
    by_label = _from_run(tokens, form)
    by_place = [table for grid in grids if (table := _from_grid(grid, form))]
    if not by_place:
        return by_label
    if len(by_place) != len(by_label):
        return by_place
    return [_agreed(one, other) for one, other in zip(by_place, by_label, strict=True)]


def _agreed(by_place: IndicatorTable, by_label: IndicatorTable) -> IndicatorTable:
    """The table by place, with what the other reading says of it."""
    pairs = list(zip(by_place.rows, by_label.rows, strict=False))
    same = len(by_place.rows) == len(by_label.rows) and all(_alike(*pair) for pair in pairs)
    whole = all(row.values is not None for row in by_label.rows)
    differ = not same and any(
        one.label == other.label and not _alike(one, other) for one, other in pairs
    )
    evidence: Literal["agreed", "single", "differ"] = "single"
    if differ:
        evidence = "differ"
    elif same and whole:
        evidence = "agreed"
    return IndicatorTable(
        by_place.form,
        by_label.title or by_place.title,
        by_place.columns,
        by_place.rows,
        1 if evidence == "single" else 2,
        evidence,
    )


def _alike(one: PrintedRow, other: PrintedRow) -> bool:
    """Whether two readings of a row do not contradict each other."""
    if one.label.locator != other.label.locator:
        return False
    if one.values is None or other.values is None:
        return True
    filled = {c: p.locator for c, p in one.values.items() if p is not None and p.text}
    return filled == {c: p.locator for c, p in other.values.items() if p is not None and p.text}


def _from_run(tokens: list[Piece], form: Form) -> list[IndicatorTable]:
    tables = []
    at = 0
    while at < len(tokens):
        columns = _header([t.text for t in tokens[at : at + 6]], form.blocks[0].columns)
        if columns is None:
            at += 1
            continue
        rows, end = _rows(tokens, at + len(columns), columns)
        if any(row.values for row in rows):
            title = tokens[at - 1].text if at else ""
            tables.append(_table(form, title, columns, rows))
        at = max(end, at + 1)
    return tables


def _table(form: Form, title: str, columns: list[str], rows: list[PrintedRow]) -> IndicatorTable:
    shown = title if len(title) <= _TITLE_LENGTH else ""
    valued = [code for code in columns if code in _VALUE_COLUMNS]
    return IndicatorTable(form, shown, valued, rows, 1, "single")


def _header(printed: list[str], columns: tuple[Node, ...]) -> list[str] | None:
    """The column codes of a header: a label column first, and some values."""
    codes: list[str] = []
    for text in printed:
        code = _column(text, columns)
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


def _rows(tokens: list[Piece], at: int, columns: list[str]) -> tuple[list[PrintedRow], int]:
    """The rows behind a header; a heading among them has a unit or a dash and no value."""
    rows: list[PrintedRow] = []
    counted = [code for code in columns if code not in ("label", "unit")]
    while at < len(tokens) and not is_value(tokens[at].text):
        label, behind, unit = tokens[at], at + 1, None
        if "unit" in columns and behind < len(tokens) and is_unit(tokens[behind].text):
            unit = tokens[behind].text
            behind += 1
        last = behind
        while last < len(tokens) and is_value(tokens[last].text):
            last += 1
        if len(label.text) > _LONGEST_LABEL or (last == behind and unit is None):
            break
        rows.append(PrintedRow(label, unit, _values(tokens[behind:last], counted)))
        at = last
    return rows, at


def _values(printed: list[Piece], counted: list[str]) -> dict[str, Piece | None] | None:
    if not printed:
        return {}
    if len(printed) != len(counted):
        return None
    pairs = zip(counted, printed, strict=True)
    return {code: piece for code, piece in pairs if code in _VALUE_COLUMNS}


def _from_grid(grid: Grid, form: Form) -> IndicatorTable | None:
    rows = [[cell.piece for cell in row] for row in grid.rows()]
    for at, row in enumerate(rows):
        columns = _header([piece.text for piece in row], form.blocks[0].columns)
        if columns is None or len(columns) != len(row):
            continue
        found = [_row(cells, columns) for cells in rows[at + 1 :] if any(c.text for c in cells)]
        above = " ".join(piece.text for piece in rows[at - 1]) if at else ""
        return _table(form, above, columns, found) if found else None
    return None


def _row(cells: list[Piece], columns: list[str]) -> PrintedRow:
    if len(cells) != len(columns):
        return PrintedRow(cells[0], None, None)
    by_code = dict(zip(columns, cells, strict=True))
    unit = by_code.get("unit")
    return PrintedRow(
        by_code["label"],
        unit.text if unit is not None and unit.text else None,
        {code: by_code[code] for code in columns if code in _VALUE_COLUMNS},
    )
