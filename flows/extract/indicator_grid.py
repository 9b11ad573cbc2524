"""Statistics tables by the place of their cells.

In: the grids of a document. Out: one `IndicatorTable` a header found. A row is a row of cells, as
many as the header has; a value belongs to the column of its cell, and what a row lacks is blank.
Rows that have no header above them leave the table before them in doubt.
"""

from dataclasses import replace

from flows.extract.form import Form, Node
from flows.extract.indicator_forms import known_labels
from flows.extract.indicator_table import (
    VALUE_COLUMNS,
    IndicatorTable,
    PrintedRow,
    counted,
    may_go_on_below,
    opens_label,
    read_header,
    table_of,
)
from flows.extract.labels import key
from flows.extract.numbers import is_value, unit_in
from flows.normalise import Grid, Piece


def tables_in_grids(grids: list[Grid], form: Form) -> list[IndicatorTable]:
    """Every statistics table; rows without a header leave the one before them in doubt.

    They stand below a page break, or above the next header: they may be the rest of it.
    """
    header = form.blocks[0].header
    tables: list[IndicatorTable] = []
    width = 0
    for grid in grids:
        rows = grid.printed
        at, columns = _header(rows, header)
        rest = [row for row in rows[:at] if len(row) == width and _has_number(row)]
        if tables and rest:
            unread = PrintedRow(rest[0][0], None, None)
            tables[-1] = replace(tables[-1], rows=[*tables[-1].rows, unread])
        if table := _below(rows, at, columns, grid, form) if columns else None:
            tables.append(table)
            width = len(columns)
    return tables


def _header(rows: list[list[Piece]], header: Node) -> tuple[int, list[str]]:
    """The first row that is nothing but a header, and its columns; behind all rows without one."""
    for at, row in enumerate(rows):
        named = read_header(row, 0, header)
        if named is not None and len(named[0]) == len(row):
            return at, named[0]
    return len(rows), []


def _has_number(cells: list[Piece]) -> bool:
    """Whether cells are a label and, behind it, a number."""
    label, last = cells[0].text, cells[-1].text
    return bool(label) and not is_value(label) and is_value(last)


def _below(
    rows: list[list[Piece]], at: int, columns: list[str], grid: Grid, form: Form
) -> IndicatorTable | None:
    """The table below a header, if it has any row."""
    below = (cells for cells in rows[at + 1 :] if any(c.text for c in cells))
    printed = [[piece.text for piece in rows[at]], []]
    found = [_row(c, columns) for c in below if [p.text for p in c] not in printed]
    while found and _is_furniture(found[-1]):
        found.pop()
    if not grid.spans_known:
        found = _with_whole_labels(found)
    above = " ".join(piece.text for piece in rows[at - 1]) if at else ""
    return table_of(form, above, columns, found) if found else None


def _is_furniture(row: PrintedRow) -> bool:
    """Whether a last row, words and nothing beside them, is of the page around the table."""
    is_bare = not row.filled and row.values is not None and row.unit is None
    return is_bare and not opens_label(row.label) and key(row.label.text) not in known_labels()


def _with_whole_labels(rows: list[PrintedRow]) -> list[PrintedRow]:
    """Rows of text without the numbers of those whose label may go on in the row below."""
    return [
        replace(row, values=None) if _goes_on(row, below) else row
        for row, below in zip(rows, [*rows, None][1:], strict=True)
    ]


def _goes_on(row: PrintedRow, below: PrintedRow | None) -> bool:
    if below is None or below.filled or not row.filled:
        return False
    known = known_labels()
    if key(row.label.text) in known or key(below.label.text) in known:
        return False
    return may_go_on_below([row.label], [below.label])


def _row(cells: list[Piece], columns: list[str]) -> PrintedRow:
    if len(cells) != len(columns):
        return PrintedRow(cells[0], None, None)
    by_code = dict(zip(columns, cells, strict=True))
    unit = by_code.get("unit")
    return PrintedRow(
        by_code["label"],
        (unit_in(unit.text) or unit.text) if unit is not None and unit.text else None,
        {code: by_code[code] for code in columns if code in VALUE_COLUMNS},
        sum(bool(by_code[code].text) for code in counted(columns)),
    )
