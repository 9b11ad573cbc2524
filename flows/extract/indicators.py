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
from flows.extract.labels import key, split_ordinal
from flows.extract.numbers import is_unit, is_value
from flows.normalise import Grid, Piece, joined

_YEAR_COLUMN = re.compile(r"(?:19|20)\d\d年度?")
_TITLE_LENGTH = 40
_VALUE_COLUMNS = ("year", "cumulative", "month")
_LONGEST_LABEL = 60
_LABEL_PIECES = 5
# Words with a colon in them are the page's (浏览次数:1), but for 其中: that opens a label.
_COLON = re.compile(r"(?<!其中):")
_HEADER_PIECES = 12


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
        nodes = form.blocks[0].columns
        found = _header(_texts(tokens, at), nodes)
        if found is None:
            at += 1
            continue
        columns, size = found
        rows, end = _rows(tokens, at + size, columns, nodes)
        while rows and _header(_texts(tokens, end), nodes) == found:
            # The same header with nothing between: the table goes on behind a page break.
            more, end = _rows(tokens, end + size, columns, nodes)
            rows += more
        if any(row.values for row in rows):
            title = tokens[at - 1].text if at else ""
            tables.append(_table(form, title, columns, rows))
        at = max(end, at + 1)
    return tables


def _table(form: Form, title: str, columns: list[str], rows: list[PrintedRow]) -> IndicatorTable:
    shown = title if len(title) <= _TITLE_LENGTH else ""
    valued = [code for code in columns if code in _VALUE_COLUMNS]
    return IndicatorTable(form, shown, valued, rows, 1, "single")


def _texts(tokens: list[Piece], at: int) -> list[str]:
    return [token.text for token in tokens[at : at + _HEADER_PIECES]]


def _header(printed: list[str], columns: tuple[Node, ...]) -> tuple[list[str], int] | None:
    """The column codes of a header, a label first and some values, and its pieces.

    A column's label may come in two pieces: 计量 单位, 2011 年度.
    """
    codes: list[str] = []
    at = 0
    while at < len(printed):
        both = _column("".join(printed[at : at + 2]), columns)
        code = both or _column(printed[at], columns)
        if code is None or code in codes:
            break
        codes.append(code)
        at += 2 if both and at + 1 < len(printed) else 1
    is_header = codes[:1] == ["label"] and any(code in _VALUE_COLUMNS for code in codes)
    return (codes, at) if is_header else None


def _column(text: str, columns: tuple[Node, ...]) -> str | None:
    printed = key(text)
    if _YEAR_COLUMN.fullmatch(printed):
        return "year"
    return next((node.code for node in columns if printed in node.keys), None)


def _rows(
    tokens: list[Piece], at: int, columns: list[str], nodes: tuple[Node, ...]
) -> tuple[list[PrintedRow], int]:
    """The rows behind a header, up to where the next header or running text begins.

    A heading among them has a unit or a dash and no value, or stands before a row. Where
    rows have units, a text without one is no row.
    """
    rows: list[PrintedRow] = []
    while at < len(tokens):
        found = _row_at(tokens, at, columns, nodes)
        if found is None:
            if rows and _goes_on(tokens[at], rows[-1].label):
                rows.append(PrintedRow(tokens[at], None, {}))
                at += 1
                continue
            heading = _row_at(tokens, at + 1, columns, nodes) if rows else None
            if heading is None or is_value(tokens[at].text):
                break
            rows.append(PrintedRow(tokens[at], None, {}))
            at += 1
            continue
        row, end = found
        if row.unit is None and row.values and any(earlier.unit for earlier in rows):
            break
        rows.append(row)
        at = end
    return rows, at


def _goes_on(token: Piece, before: Piece) -> bool:
    """Whether a text without a value goes on numbering the rows: its cells are blank."""
    level = split_ordinal(token.text)[1]
    numbered = level in ("item", "point") and level == split_ordinal(before.text)[1]
    return numbered and len(token.text) <= _LONGEST_LABEL // 2


def _row_at(
    tokens: list[Piece], at: int, columns: list[str], nodes: tuple[Node, ...]
) -> tuple[PrintedRow, int] | None:
    """The row whose label begins at a token, and where it ends."""
    label, behind = _label_at(tokens, at, columns, nodes)
    if label is None:
        return None
    unit = None
    if "unit" in columns and behind < len(tokens) and is_unit(tokens[behind].text):
        unit = tokens[behind].text
        behind += 1
    last = behind
    while last < len(tokens) and is_value(tokens[last].text):
        last += 1
    if last == behind and unit is None:
        return None
    counted = [code for code in columns if code not in ("label", "unit")]
    return PrintedRow(label, unit, _values(tokens[behind:last], counted)), last


def _label_at(
    tokens: list[Piece], at: int, columns: list[str], nodes: tuple[Node, ...]
) -> tuple[Piece | None, int]:
    """A label, also one broken into pieces by spaces, and the token behind it.

    A piece with an ordinal of its own begins another label; an ordinal alone does not end
    one.
    """
    printed = ""
    for size in range(_LABEL_PIECES):
        if at + size >= len(tokens):
            break
        text = tokens[at + size].text
        if is_value(text) or (printed and "unit" in columns and is_unit(text)):
            break
        among, level, _ = split_ordinal(text)
        if key(printed) and (among or level):
            return None, at
        if len(printed) + len(text) > _LONGEST_LABEL or _header(_texts(tokens, at + size), nodes):
            return None, at
        printed += text
    else:
        size = _LABEL_PIECES
    if not key(printed) or _COLON.search(printed.replace(" ", "")):
        return None, at
    label = joined(tokens[at : at + size])
    return Piece(label.text, label.text, label.locator), at + size


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
        named = _header([piece.text for piece in row], form.blocks[0].columns)
        if named is None or len(named[0]) != len(row):
            continue
        columns = named[0]
        below = (cells for cells in rows[at + 1 :] if any(c.text for c in cells))
        printed = [[piece.text for piece in row], []]
        found = [_row(c, columns) for c in below if [p.text for p in c] not in printed]
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
