"""What a reading of a statutory table yields, whichever way it was read.

A cell is addressed by row and column code. A `Reading` holds the printed piece of every
cell it could place, and says what it could not: rows missing, rows whose number of cells
is wrong, labels no form knows, headers told apart by order alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flows.extract.forms import Form, Node
from flows.normalise import Piece


@dataclass(frozen=True, slots=True)
class Column:
    """A leaf column; `channel` is the row code that its header group dictates, if any."""

    code: str
    channel: str | None
    node: Node
    header: Piece


class Placed(NamedTuple):
    """A printed cell in its place; row and column number from 1 within the table."""

    piece: Piece | None
    row_no: int
    column_no: int
    column: Column
    readable: bool = True
    inferred: bool = False


Address = tuple[str, str]
# What stands in a cell of a row that has none.
NOTHING = Piece("", "", "")


@dataclass(slots=True)
class Reading:
    """One reading of one table.

    `twice` are rows that stand in it twice; `again` those that the document prints once more
    further down, in another copy of the table with other numbers.
    """

    form: Form
    cells: dict[Address, Placed] = field(default_factory=dict)
    header_by_order: list[Piece] = field(default_factory=list)
    unknown: list[Piece] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    _rows: set[str] = field(default_factory=set)

    def add(
        self,
        code: str,
        row_no: int,
        columns: list[Column],
        pieces: Sequence[Piece | None] | None,
        *,
        readable: bool,
        inferred: bool = False,
    ) -> None:
        """Add a row: a piece a column, or None where no cell could be placed.

        A row whose code stands already is on record as printed twice.
        """
        rows = [column.channel or code for column in columns]
        if (rows[0], columns[0].code) in self.cells:
            self.twice.append(code)
            return
        self._rows.update(rows)
        placed = pieces or [None] * len(columns)
        cells = zip(rows, columns, placed, strict=True)
        for column_no, (row, column, piece) in enumerate(cells, 1):
            self.cells[row, column.code] = Placed(
                piece, row_no, column_no, column, readable, inferred
            )

    def compare(self, code: str, columns: list[Column], pieces: Sequence[Piece]) -> None:
        """Put a row on record that another copy of the table prints, with other numbers."""
        addresses = [(column.channel or code, column.code) for column in columns]
        here = [cell.piece for a in addresses if (cell := self.cells.get(a)) and cell.piece]
        printed = [piece.text for piece in pieces if piece.text]
        if here and printed and printed != [piece.text for piece in here if piece.text]:
            self.again.append(addresses[0][0])

    def rows_missing(self) -> list[str]:
        """Codes of the rows that the form has and the reading has not."""
        return [code for code in self.form.row_codes if code not in self._rows]

    def is_strange(self) -> bool:
        """Whether rows stand there that the form does not have, or has once."""
        return bool(self.unknown or self.twice)

    def is_sound(self) -> bool:
        """Whether every row is there once, every cell readable, every label known."""
        whole = not self.rows_missing() and not self.is_strange()
        return whole and all(cell.readable for cell in self.cells.values())
