"""Statistics tables of reports before 2019: label, unit, number, under any label at all.

In: a run of pieces and the grids of a document. Out: one `IndicatorTable` a header found.
The two readings are independent: the run tells a row's end by the next label, the grid by
the row of cells; the run counts values behind the label, the grid takes their columns.
"""

from collections import Counter
from collections.abc import Set
from dataclasses import replace
from itertools import dropwhile, islice
from typing import Literal

from flows.extract.form import Form
from flows.extract.indicator_grid import tables_in_grids
from flows.extract.indicator_run import tables_in_run
from flows.extract.indicator_table import IndicatorTable, PrintedRow
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
    by_place = tables_in_grids(grids, form)
    if not by_place:
        rows = [row for grid in grids for row in grid.printed] if by_label else []
        return each_once([_doubted(table, tokens, rows) for table in by_label])
    placed = {row.label.locator for table in by_place for row in table.rows}
    placed |= {piece.locator for grid in grids for piece in grid.run or ()}
    in_grids = [table for table in by_label if _has_any(table, placed)]
    others = [table for table in by_label if not _has_any(table, placed)]
    if len(by_place) == len(in_grids):
        by_place = [_agreed(one, other) for one, other in zip(by_place, in_grids, strict=True)]
    return each_once(_in_order([*by_place, *others], tokens) if others else by_place)


def _has_any(table: IndicatorTable, places: Set[str]) -> bool:
    return any(row.label.locator in places for row in table.rows)


def _doubted(table: IndicatorTable, tokens: list[Piece], rows: list[list[Piece]]) -> IndicatorTable:
    """A table that only the run finds, in doubt where its header goes over two rows of cells.

    They may be cells of another table, its labels broken over their rows.
    """
    first = table.rows[0].label.locator
    at = next(at for at, piece in enumerate(tokens) if piece.locator == first)
    header = {piece.locator for piece in tokens[max(at - 2, 0) : at]}
    beside = [row for row in rows if not header.isdisjoint([piece.locator for piece in row])]
    is_over_two = len(beside) > 1 and max(map(len, beside)) > 1
    return replace(table, readings=2, evidence="differ") if is_over_two else table


def _in_order(tables: list[IndicatorTable], tokens: list[Piece]) -> list[IndicatorTable]:
    """Tables as they are printed, by the first of their labels that is a token too."""
    places = {piece.locator: at for at, piece in enumerate(tokens)}

    def place(table: IndicatorTable) -> int:
        labels = (row.label.locator for row in table.rows)
        return min((places[label] for label in labels if label in places), default=-1)

    return sorted(tables, key=place)


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
    ) or _goes_on_outside(by_place, by_label)
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


def _goes_on_outside(by_place: IndicatorTable, by_label: IndicatorTable) -> bool:
    """Whether rows with numbers stand behind the last one that the grid has."""
    last = by_place.rows[-1].label.locator
    rows = dropwhile(lambda row: row.label.locator != last, by_label.rows)
    return any(row.filled for row in islice(rows, 1, None))


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
