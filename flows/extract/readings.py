"""A table as its readings have it: one, or two that agree or differ.

In: the two indexes of a document, a form, or a reading. Out: a `Table`. The two readings of a
table with cells are independent: one never looks at the place of a cell, the other never at
the order of the text. What they share is decoding and the syntax of numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from flows.extract.form import Form
from flows.extract.grid import read_grids
from flows.extract.places import Run, Sheet
from flows.extract.run import read_run
from flows.extract.table import Address, Placed, Reading
from flows.normalise import Piece

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


def read_twice(run: Run, sheet: Sheet, form: Form) -> Table | None:
    """A table of cells as both ways find it, or the one that does.

    What they put into a place each is compared cell by cell, by what is printed and where.
    """
    by_label = read_run(run, form)
    by_place = read_grids(sheet, form) if sheet.rows else None
    if by_label and by_place:
        by_place.again += by_label.again
    if by_place is None:
        # The words of a drawn table were put in order by where they stand. That is a second
        # opinion: by itself it may take the labels of two levels of a header for one.
        return Table(form, by_label, 1, "single", ()) if by_label and not sheet.is_drawn else None
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
    # To find rows by all their addresses takes longer, and nearly all readings agree.
    if _placed(by_place) == _placed(by_label):
        return ()
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


def _placed(reading: Reading) -> list[tuple[tuple[Address, ...], Sequence[Piece | None]]]:
    """The rows of a reading, of which two that agree have the same objects."""
    return [(row.addresses, row.pieces) for row in reading.rows]


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
    if cell.piece is None or not cell.piece.text:
        return None
    return cell.piece.raw, cell.piece.locator


def read_once(form: Form, reading: Reading) -> Table:
    """A table of which there is one reading."""
    inferred = any(row.inferred for row in reading.rows)
    return Table(form, reading, 1, "inferred" if inferred else "single", ())
