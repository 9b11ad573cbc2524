"""Which statutory tables a document prints, each read once or twice.

In: a `Document`. Out: `Table`s, one a statutory table found: the edition that fits its
headers and rows best, every cell, and how far two readings agree. Editions are chosen table by
table; where two fit alike (table 4 never changed) the edition of the others is taken, and
of a table that stands alone the latest that there was.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, replace
from functools import partial
from operator import itemgetter
from typing import Literal

from flows.extract.flat import read_flat
from flows.extract.flat_labels import heads
from flows.extract.flat_text import FlatText
from flows.extract.forms import Form
from flows.extract.grid import read_grids
from flows.extract.lines import lines_of
from flows.extract.matrices import matrices
from flows.extract.places import Run, Sheet, run_of, sheet_of
from flows.extract.run import read_run
from flows.extract.table import Address, Placed, Reading
from flows.extract.torn import may_be_torn, read_torn
from flows.normalise import Document, Grid

# A table that was torn has more.
_LINES = 10
Evidence = Literal["agreed", "single", "inferred", "differ"]


@dataclass(frozen=True, slots=True)
class Table:
    """A statutory table as read; `reading` is the one whose cells are kept.

    `form` is the edition taken, which need not be the one it was read by where both print the
    same cells; `differing` holds what the other reading puts into a place, as printed.
    """

    form: Form
    reading: Reading
    readings: int
    evidence: Evidence
    differing: tuple[tuple[Address, str], ...]


def read_tables(document: Document, flat: FlatText, year: int | None) -> list[Table]:
    """Every table of the matrix forms that a document about a year prints, by table number.

    `flat` is the document again, as running text.
    """
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    run, sheet = run_of(document), sheet_of(grids)
    labels = {k for found in run.labels.values() for k, _ in found} | sheet.places.keys()
    fitting = {
        code: _fitting(editions, labels, partial(_read, run, sheet))
        for code, editions in matrices().editions.items()
    }
    _add_flat(flat, fitting)
    _add_torn(document, flat, labels, fitting)
    best = {code: tables for code, found in fitting.items() if (tables := _fittest(found))}
    sure = Counter(tables[0].form.edition for tables in best.values() if len(tables) == 1)
    chosen = [
        max(alike, key=lambda table: _likelihood(table.form, sure, year)) for alike in best.values()
    ]
    _doubt(chosen)
    return sorted(chosen, key=lambda table: table.form.table_no)


def _likelihood(form: Form, sure: Counter[str], year: int | None) -> tuple[int, bool, str]:
    """What decides between editions that fit alike: the other tables, then the year."""
    return sure[form.edition], not form.came_after(year), form.edition


def _fitting(
    editions: list[list[Form]],
    labels: Set[str],
    read: Callable[[Form], Table | None],
) -> list[Table]:
    """A table as read in each edition that may fit it best; `labels` are printed, by key.

    A sound reading has every cell of its form. Behind one, no edition can fit as well that
    has fewer cells, or a row of which no label is printed.
    """
    ways = [
        (not any(map(labels.isdisjoint, alike[0].row_keys)), alike[0].size, alike)
        for alike in editions
    ]
    tables: list[Table] = []
    most = 0
    for may_be_sound, size, alike in sorted(ways, key=itemgetter(0, 1), reverse=True):
        if size < most or (most and not may_be_sound):
            break
        if table := read(alike[0]):
            tables += [table, *(replace(table, form=form) for form in alike[1:])]
            most = size if table.reading.is_sound() else most
    return tables


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


def _add_flat(flat: FlatText, fitting: dict[str, list[Table]]) -> None:
    """Where text has no complete reading of a table cell by cell, look for it as running text.

    Strange rows that a complete one finds are there, whether running text shows them or not.
    """
    unsure = [code for code, tables in fitting.items() if not _are_complete(tables)]
    headed = {
        code: found
        for code in unsure
        if (found := [alike for alike in matrices().editions[code] if heads(flat, alike[0])])
    }
    if not headed:
        return
    labels = set(filter(flat.compact.__contains__, matrices().row_keys))
    for code, editions in headed.items():
        fitting[code] += _fitting(editions, labels, partial(_read_flat, flat))


def _add_torn(
    document: Document, flat: FlatText, labels: Set[str], fitting: dict[str, list[Table]]
) -> None:
    """Where text has no complete reading of a table at all, look for one that was torn."""
    unsure = [code for code, tables in fitting.items() if not _are_complete(tables)]
    if not unsure or not document.is_text() or document.size() < _LINES:
        return
    letters = set(flat.compact).union(*labels)
    may_be = [
        (code, alike)
        for code in unsure
        for alike in matrices().editions[code]
        if may_be_torn(letters, alike[0])
    ]
    lines = lines_of(document) if may_be else []
    for code, alike in may_be:
        if reading := read_torn(lines, alike[0]):
            table = _alone(alike[0], reading)
            fitting[code] += [replace(table, form=form) for form in alike]


def _are_complete(tables: list[Table]) -> bool:
    return any(table.reading.is_complete() for table in tables)


def _read_flat(flat: FlatText, form: Form) -> Table | None:
    reading = read_flat(flat, form)
    return _alone(form, reading) if reading else None


def _alone(form: Form, reading: Reading) -> Table:
    """A table of which there is one reading."""
    inferred = any(row.inferred for row in reading.rows)
    return Table(form, reading, 1, "inferred" if inferred else "single", ())


def _fit(table: Table) -> tuple[bool, int, int]:
    reading = table.reading
    readable = sum(len(row.columns) for row in reading.rows if row.readable)
    return reading.is_sound(), readable, -len(reading.rows_missing()) - len(reading.unknown)


def _read(run: Run, sheet: Sheet, form: Form) -> Table | None:
    by_label = read_run(run, form)
    by_place = read_grids(sheet, form) if sheet.rows else None
    if by_label and by_place:
        by_place.again += by_label.again
    if by_place is None:
        return Table(form, by_label, 1, "single", ()) if by_label else None
    if by_label is None:
        return Table(form, by_place, 1, "single", ())
    if differing := (*_differing(by_place, by_label), *_crowded(by_place, by_label)):
        return Table(form, by_place, 2, "differ", differing)
    agreed = by_place.is_sound() and by_label.is_sound()
    # A row that only one reading could count out is vouched for by that one alone; a row
    # that one of them finds strange is strange.
    strange = by_place.is_strange() or not (by_label.is_sound() or by_label.is_strange())
    kept = by_place if by_place.is_sound() or strange else by_label
    if by_label.is_strange() and by_place.is_sound():
        kept = by_label
    return Table(form, kept, 2, "agreed", ()) if agreed else Table(form, kept, 1, "single", ())


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


def _crowded(by_place: Reading, by_label: Reading) -> Iterator[tuple[Address, str]]:
    """Rows that have too many cells for one reading and just as many as columns for the other.

    Blanks leave no trace in the order of the text, but nothing comes into it that is not
    printed: a number may be broken over two lines. By place a blank is a cell: one number
    may stand there twice, and the blank be no filling.
    """
    for one, other in ((by_label, by_place), (by_place, by_label)):
        for address, printed in one.crowded.items():
            there = other.cells.get(address)
            if there is not None and there.readable:
                yield address, printed


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
