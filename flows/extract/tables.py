"""Which statutory tables a document prints, each read once or twice.

In: a `Document`. Out: `Table`s, one a statutory table found: the edition that fits its
headers and rows best, every cell, and how far two readings agree. Editions are chosen table by
table; where two fit alike (table 4 never changed) the edition of the others is taken.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from flows.extract.flat import read_flat
from flows.extract.flat_text import FlatText
from flows.extract.forms import Form, forms
from flows.extract.grid import read_grids
from flows.extract.places import Run, Sheet, run_of, sheet_of
from flows.extract.run import read_run
from flows.extract.table import Address, Placed, Reading
from flows.normalise import Document, Grid

Evidence = Literal["agreed", "single", "inferred", "differ"]


@dataclass(frozen=True, slots=True)
class Table:
    """A statutory table as read; `reading` is the one whose cells are kept.

    `differing` holds what the other reading puts into a place, as printed.
    """

    reading: Reading
    readings: int
    evidence: Evidence
    differing: tuple[tuple[Address, str], ...]

    @property
    def form(self) -> Form:
        """The table's form, edition included."""
        return self.reading.form


def read_tables(document: Document) -> list[Table]:
    """Every table of the matrix forms that a document prints, by table number."""
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    fitting: dict[str, list[Table]] = {}
    run, sheet = run_of(document), sheet_of(grids)
    matrices = [form for form in forms() if form.shape == "matrix"]
    for form in matrices:
        if table := _read(form, run, sheet):
            fitting.setdefault(form.table_code, []).append(table)
    _add_flat(document, matrices, fitting)
    best = {code: _fittest(tables) for code, tables in fitting.items()}
    sure = Counter(tables[0].form.edition for tables in best.values() if len(tables) == 1)
    chosen = [
        max(tables, key=lambda table: (sure[table.form.edition], table.form.edition))
        for tables in best.values()
    ]
    _doubt(chosen)
    return sorted(chosen, key=lambda table: table.form.table_no)


def _doubt(tables: list[Table]) -> None:
    """Where one table is printed twice with different numbers, doubt whose any of them are."""
    if any(table.reading.again for table in tables):
        for table in tables:
            rows = table.reading.again or table.form.row_codes[:1]
            table.reading.twice += [row for row in rows if row not in table.reading.twice]


def _fittest(tables: list[Table]) -> list[Table]:
    """Those of some tables that fit their form best: one, or several that fit alike."""
    fits = [_fit(table) for table in tables]
    return [table for table, fit in zip(tables, fits, strict=True) if fit == max(fits)]


def _add_flat(document: Document, matrices: list[Form], fitting: dict[str, list[Table]]) -> None:
    """Where text has no sound reading of a table cell by cell, look for it as running text."""
    unsure = [
        form
        for form in matrices
        if not any(table.reading.is_sound() for table in fitting.get(form.table_code, ()))
    ]
    flat = FlatText(document) if unsure else None
    for form in unsure:
        if flat and (reading := read_flat(flat, form)):
            inferred = any(row.inferred for row in reading.rows)
            evidence: Evidence = "inferred" if inferred else "single"
            fitting.setdefault(form.table_code, []).append(Table(reading, 1, evidence, ()))


def _fit(table: Table) -> tuple[bool, int, int]:
    reading = table.reading
    readable = sum(len(row.columns) for row in reading.rows if row.readable)
    return reading.is_sound(), readable, -len(reading.rows_missing()) - len(reading.unknown)


def _read(form: Form, run: Run, sheet: Sheet) -> Table | None:
    by_label = read_run(run, form)
    by_place = read_grids(sheet, form) if sheet.rows else None
    if by_label and by_place:
        by_place.again += by_label.again
    if by_place is None:
        return Table(by_label, 1, "single", ()) if by_label else None
    if by_label is None:
        return Table(by_place, 1, "single", ())
    if differing := _differing(by_place, by_label):
        return Table(by_place, 2, "differ", differing)
    agreed = by_place.is_sound() and by_label.is_sound()
    # A row that only one reading could count out is vouched for by that one alone; a row
    # that one of them finds strange is strange.
    strange = by_place.is_strange() or not (by_label.is_sound() or by_label.is_strange())
    kept = by_place if by_place.is_sound() or strange else by_label
    if by_label.is_strange() and by_place.is_sound():
        kept = by_label
    return Table(kept, 2, "agreed", ()) if agreed else Table(kept, 1, "single", ())


def _differing(by_place: Reading, by_label: Reading) -> tuple[tuple[Address, str], ...]:
    """Where two readings differ, and what the one by label puts there."""
    others = {row.addresses: row for row in by_place.rows}
    suspects = (
        address
        for row in by_label.rows
        if (other := others.get(row.addresses)) is None or other.pieces != row.pieces
        for address in row.addresses
    )
    return tuple(
        (address, (_printed(by_label.cells[address]) or ("", ""))[0])
        for address in suspects
        if _differ(by_place.cells.get(address), by_label.cells[address])
    )


def _differ(one: Placed | None, other: Placed | None) -> bool:
    """Whether two readings put different printed cells into one place."""
    if one is None or other is None or one.piece is other.piece:
        return False
    if not (one.readable and other.readable):
        return False
    return _printed(one) != _printed(other)


def _printed(cell: Placed) -> tuple[str, str] | None:
    """A cell's text and where it stands; a blank is a blank wherever it stands."""
    if cell.piece is None or not cell.piece.raw:
        return None
    return cell.piece.raw, cell.piece.locator
