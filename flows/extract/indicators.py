"""Statistics tables of reports before 2019: label, unit, number, under any label at all.

In: a run of pieces and the grids of a document. Out: one `IndicatorTable` a header found.
The two readings are independent: the run tells a row's end by the next label, the grid by
the row of cells; the run counts values behind the label, the grid takes their columns.
"""

from collections import Counter
from dataclasses import replace
from typing import Literal

from flows.extract.forms import Form
from flows.extract.indicator_forms import known_labels
from flows.extract.indicator_run import tables_in_run
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
from flows.extract.numbers import read_value
from flows.normalise import Grid, Piece

# A label, its unit, a column and what is printed there.
_Statement = tuple[str, str | None, str, str | None]


def read_indicators(tokens: list[Piece], grids: list[Grid], form: Form) -> list[IndicatorTable]:
    """Every statistics table, from both readings where there are two.

    A table that says again what another said, as on a page that prints its report twice, is
    the same table: its numbers would count double.
    """
    by_label = tables_in_run(tokens, form)
    found = by_place = [table for grid in grids if (table := _from_grid(grid, form))]
    if not by_place:
        found = by_label
    elif len(by_place) == len(by_label):
        found = [_agreed(one, other) for one, other in zip(by_place, by_label, strict=True)]
    return each_once(found)


def each_once(tables: list[IndicatorTable]) -> list[IndicatorTable]:
    """Some tables without those that say again what others say, or a part of it."""
    once: list[tuple[Counter[_Statement], IndicatorTable]] = []
    for said, table in ((_said(table), table) for table in tables):
        if not any(said <= other for other, _ in once):
            once = [*((other, kept) for other, kept in once if not other <= said), (said, table)]
    return [table for _, table in once]


def _said(table: IndicatorTable) -> Counter[_Statement]:
    """The labels and numbers of a table, wherever they stand; a heading says nothing."""
    return Counter(
        (row.label.text, row.unit, column, piece and piece.text)
        for row in table.rows
        for column, piece in ({"": None} if row.values is None else row.values).items()
    )


def _agreed(by_place: IndicatorTable, by_label: IndicatorTable) -> IndicatorTable:
    """The table by place, with what the other reading says of it."""
    pairs = list(zip(by_place.rows, by_label.rows, strict=False))
    same = len(by_place.rows) == len(by_label.rows) and all(_alike(*pair) for pair in pairs)
    whole = all(row.values is not None for row in by_label.rows)
    differ = not all(
        _alike(one, other) for one, other in pairs if one.label.locator == other.label.locator
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
        # Blanks leave no trace in the run; a number that the row of cells lacks is no blank.
        return one.values is None or other.filled <= one.filled
    return _filled(one.values) == _filled(other.values)


def _filled(values: dict[str, Piece | None]) -> dict[str, str]:
    """Where the values stand; a dash is none, for it may stand for the unit as well."""
    return {
        column: piece.locator
        for column, piece in values.items()
        if piece is not None and read_value(piece.text).status in ("reported", "unreadable")
    }


def _from_grid(grid: Grid, form: Form) -> IndicatorTable | None:
    rows = [[cell.piece for cell in row] for row in grid.rows()]
    for at, row in enumerate(rows):
        named = read_header(row, 0, form.blocks[0].header)
        if named is None or len(named[0]) != len(row):
            continue
        columns = named[0]
        below = (cells for cells in rows[at + 1 :] if any(c.text for c in cells))
        printed = [[piece.text for piece in row], []]
        found = [_row(c, columns) for c in below if [p.text for p in c] not in printed]
        while found and _is_furniture(found[-1]):
            found.pop()
        if not grid.spans_known:
            found = _with_whole_labels(found)
        above = " ".join(piece.text for piece in rows[at - 1]) if at else ""
        return table_of(form, above, columns, found) if found else None
    return None


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
        unit.text if unit is not None and unit.text else None,
        {code: by_code[code] for code in columns if code in VALUE_COLUMNS},
        sum(bool(by_code[code].text) for code in counted(columns)),
    )
