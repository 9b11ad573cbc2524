"""What a reading of a statutory table yields, whichever way it was read.

A cell is addressed by row and column code. A `Reading` holds the printed piece of every
cell it could place, and says what it could not: rows missing, rows whose number of cells
is wrong, labels no form knows, headers told apart by order alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple, Self

from flows.extract.form import Form, Node
from flows.extract.numbers import MONEY, Status
from flows.normalise import Piece


class Column(NamedTuple):
    """A leaf column; `channel` is the row code that its header group dictates, if any."""

    code: str
    channel: str | None
    node: Node
    header: str


Address = tuple[str, str]


class Leaves(tuple[Column, ...]):
    """The leaf columns of a header from left to right.

    Documents whose headers are alike share them, and so what is made of them.
    """

    _rows: dict[str, tuple[tuple[Address, ...], frozenset[str]]]

    def __new__(cls, columns: Iterable[Column]) -> Self:
        """The columns, with no row made yet."""
        made = super().__new__(cls, columns)
        made._rows = {}
        return made

    @cached_property
    def units(self) -> tuple[str | None, ...]:
        """The unit of each column."""
        return tuple([column.node.unit for column in self])

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """What stands over each column of money, which may name its unit."""
        return tuple([column.header if column.node.unit == MONEY else "" for column in self])

    def row(self, code: str) -> tuple[tuple[Address, ...], frozenset[str]]:
        """The address of each cell in a row of some code, and the rows of a form these are in."""
        if code not in self._rows:
            addresses = tuple([(channel or code, column) for column, channel, *_ in self])
            self._rows[code] = addresses, frozenset(dict(addresses))
        return self._rows[code]


class Placed(NamedTuple):
    """A printed cell in its place; row and column number from 1 within the table."""

    piece: Piece | None
    row_no: int
    column_no: int
    column: Column
    readable: bool = True
    inferred: bool = False


# What stands in a cell of a row that has none.
NOTHING = Piece("", "", "")


class PrintedRow(NamedTuple):
    """A row in its place: a piece for each address, or None where no cell could be placed."""

    row_no: int
    addresses: tuple[Address, ...]
    columns: Leaves
    pieces: Sequence[Piece | None]
    readable: bool
    inferred: bool

    @property
    def status(self) -> Status:
        """What a number in it is said to be."""
        return "unreadable" if not self.readable else "inferred" if self.inferred else "reported"


_row_of: Callable[[tuple[object, ...]], PrintedRow] = partial(tuple.__new__, PrintedRow)


@dataclass
class Reading:
    """One reading of one table.

    `header_by_order` are labels cut short, `header_torn` the lines of those that came in pieces;
    `twice` are rows that stand in it twice; `again` those that the document prints once more
    further down, in another copy of the table with other numbers; `crowded` the first cells
    of rows with more cells than columns, and what is printed there.

    Readings come by the edition and are nearly all thrown away again, so that only the
    cells of the one that is kept are ever laid out.
    """

    form: Form
    rows: list[PrintedRow] = field(default_factory=list)
    header_by_order: list[Piece] = field(default_factory=list)
    header_torn: list[Piece] = field(default_factory=list)
    unknown: list[Piece] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    crowded: dict[Address, str] = field(default_factory=dict)
    _held: set[Address] = field(default_factory=set)
    _codes: set[str] = field(default_factory=set)
    _are_readable: bool = True

    def add(
        self,
        code: str,
        row_no: int,
        columns: Leaves,
        pieces: Sequence[Piece | None] | None,
        *,
        readable: bool,
        inferred: bool = False,
    ) -> None:
        """Add a row: a piece a column, or None where no cell could be placed.

        A row whose code stands already is on record as printed twice.
        """
        addresses, codes = columns.row(code)
        if addresses[0] in self._held:
            self.twice.append(code)
            return
        self._held.add(addresses[0])
        self._codes |= codes
        self._are_readable &= readable
        placed = pieces or [None] * len(columns)
        self.rows.append(_row_of((row_no, addresses, columns, placed, readable, inferred)))

    def crowd(self, texts: list[str]) -> None:
        """Put on record that the last row has more cells than columns, and what they say."""
        self.crowded[self.rows[-1].addresses[0]] = " ".join(texts)

    @cached_property
    def cells(self) -> dict[Address, Placed]:
        """Every cell by its address, in printed order, once all rows are there."""
        return {
            address: Placed(piece, row.row_no, column_no, column, row.readable, row.inferred)
            for row in self.rows
            for column_no, (address, column, piece) in enumerate(
                zip(row.addresses, row.columns, row.pieces, strict=True), 1
            )
        }

    def last_row_no(self) -> int:
        """The number of the last row, 0 before the first."""
        return self.rows[-1].row_no if self.rows else 0

    def compare(self, code: str, columns: Leaves, pieces: Sequence[Piece]) -> None:
        """Put a row on record that another copy of the table prints, with other numbers."""
        (first, *_), _ = columns.row(code)
        here = [
            piece
            for row in self.rows
            if row.addresses[0] == first
            for piece in row.pieces
            if piece and piece.text
        ]
        printed = [piece.text for piece in pieces if piece.text]
        if here and printed and printed != [piece.text for piece in here]:
            self.again.append(first[0])

    def rows_missing(self) -> list[str]:
        """Codes of the rows that the form has and the reading has not."""
        return [code for code in self.form.row_codes if code not in self._codes]

    def is_strange(self) -> bool:
        """Whether rows stand there that the form does not have, or has once."""
        return bool(self.unknown or self.twice)

    def is_complete(self) -> bool:
        """Whether every row is there, and every cell readable."""
        return self._are_readable and self._codes.issuperset(self.form.row_codes)

    def is_sound(self) -> bool:
        """Whether every row is there once, every cell readable, every label known."""
        return not self.is_strange() and self.is_complete()
