"""Which statutory tables a document prints, each read once or twice.

In: a `Document`. Out: `Table`s, one a statutory table found: the edition that fits its
headers and rows best, every cell, and how far two readings agree. Editions are chosen table by
table; where two fit alike (table 4 never changed) the edition of the others is taken, and
of a table that stands alone the latest that there was.
"""

from collections.abc import Callable, Set
from dataclasses import replace
from functools import partial

from flows.extract.flat import read_flat
from flows.extract.flat_labels import heads
from flows.extract.flat_text import FlatText
from flows.extract.form import Form
from flows.extract.lines import lines_of, most_beside
from flows.extract.matrices import matrices
from flows.extract.places import run_of, sheet_of
from flows.extract.readings import Table, read_once, read_twice
from flows.extract.torn import may_be_torn, read_torn
from flows.normalise import Document

# A table that was torn has more.
_LINES = 10


def read_tables(document: Document, flat: FlatText, year: int | None) -> list[Table]:
    """Every table of the matrix forms that a document about a year prints, by table number.

    `flat` is the document again, as running text.
    """
    run, sheet = run_of(document), sheet_of(document.grids)
    labels = {k for found in run.labels.values() for k, _ in found} | sheet.places.keys()
    fitting = {
        code: _fitting(editions, labels.isdisjoint, partial(read_twice, run, sheet))
        for code, editions in matrices().editions.items()
    }
    _add_flat(flat, fitting)
    _add_torn(document, flat, labels, fitting)
    best = {code: tables for code, found in fitting.items() if (tables := _fittest(found))}
    sure = [tables[0].form.edition for tables in best.values() if len(tables) == 1]
    chosen = [_likeliest(alike, sure, year) for alike in best.values()]
    _doubt(chosen)
    return sorted(chosen, key=lambda table: table.form.table_no)


def _likeliest(alike: list[Table], sure: list[str], year: int | None) -> Table:
    """Of a table in editions that fit alike, nearly always one, that of the others or the year."""
    if len(alike) == 1:
        return alike[0]
    forms = [table.form for table in alike]
    likelihoods = [(sure.count(f.edition), not f.came_after(year), f.edition) for f in forms]
    return alike[likelihoods.index(max(likelihoods))]


def _fitting(
    editions: list[list[Form]],
    lacks: Callable[[Set[str]], bool],
    read: Callable[[Form], Table | None],
) -> list[Table]:
    """A table as read in each edition that may fit it best.

    A sound reading has every cell of its form. Behind one, no edition can fit as well that
    has fewer cells, or a row of which the document `lacks` all labels.
    """
    tables: list[Table] = []
    lacking: list[list[Form]] = []
    most = 0
    for alike in editions:
        if alike[0].size < most:
            break
        if any(map(lacks, alike[0].row_keys)):
            lacking.append(alike)
        elif table := read(alike[0]):
            tables += _as_each(alike, table)
            most = alike[0].size if table.reading.is_sound() else most
    for alike in lacking:
        if any([table.reading.is_sound() for table in tables]):
            break
        if table := read(alike[0]):
            tables += _as_each(alike, table)
    return tables


def _as_each(alike: list[Form], table: Table) -> list[Table]:
    """A table as read in one of some editions that print the same cells, in all of them."""
    return [table, *(replace(table, form=form) for form in alike[1:])]


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
    for code, editions in headed.items():
        fitting[code] += _fitting(editions, flat.lacks, partial(_read_flat, flat))


def _add_torn(
    document: Document, flat: FlatText, labels: Set[str], fitting: dict[str, list[Table]]
) -> None:
    """Where text has no complete reading of a table at all, look for one that was torn."""
    unsure = [code for code, tables in fitting.items() if not _are_complete(tables)]
    if not unsure or not document.is_text() or document.size() < _LINES:
        return
    beside = most_beside(document)
    wide = [
        (code, alike)
        for code in unsure
        for alike in matrices().editions[code]
        if alike[0].width <= beside
    ]
    letters = flat.letters + "".join(labels) if wide else ""
    may_be = [(code, alike) for code, alike in wide if may_be_torn(letters, alike[0])]
    lines = lines_of(document) if may_be else []
    for code, alike in may_be:
        if reading := read_torn(lines, alike[0]):
            table = read_once(alike[0], reading)
            fitting[code] += _as_each(alike, table)


def _are_complete(tables: list[Table]) -> bool:
    return any(table.reading.is_complete() for table in tables)


def _read_flat(flat: FlatText, form: Form) -> Table | None:
    reading = read_flat(flat, form)
    return read_once(form, reading) if reading else None


def _fit(table: Table) -> tuple[bool, int, int]:
    reading = table.reading
    readable = sum(len(row.columns) for row in reading.rows if row.readable)
    return reading.is_sound(), readable, -len(reading.rows_missing()) - len(reading.unknown)
