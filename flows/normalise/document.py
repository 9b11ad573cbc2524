"""The document model that every reader yields: pieces of text and grids, in reading order.

Pieces and cells come by the hundred a document, so they are tuples: a frozen dataclass
takes twice as long to make.

A piece keeps the text as printed (`raw`), the text that labels are matched against
(`text`: Simplified, half-width, single spaces) and a locator fragment that leads back
into the raw bytes. Nothing downstream of a reader knows the file format.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, groupby
from operator import attrgetter
from typing import Literal, NamedTuple, Self

Script = Literal["hans", "hant"]
# No statutory table has as many labels without one that comes again.
_MANY = 40
_OF_TEXT = frozenset(("pipe", "lines"))


class Piece(NamedTuple):
    """A printed run of text: a line, a paragraph or what stands in one cell."""

    raw: str
    text: str
    locator: str


class Cell(NamedTuple):
    """A cell of a grid; row and column count from 0, spans are 1 or more."""

    piece: Piece
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


# Where hundreds are made in one go: a NamedTuple's own constructor takes twice as long.
piece_of: Callable[[tuple[str, str, str]], Piece] = partial(tuple.__new__, Piece)
cell_of: Callable[[tuple[Piece, int, int, int, int]], Cell] = partial(tuple.__new__, Cell)


@dataclass(frozen=True)
class Grid:
    """A table row by row and from left to right: `printed` are the pieces in its cells.

    `laid_out` says where they stand, None where the source lost its spans (pipe text): then a
    cell's column is its place in its own row and says nothing about the rows above.

    `run` is the same table read a second time, by where its words stand and not by the
    lines drawn around them (PDF). The two share characters and their places only, never the
    way from a value to its row: a line that is missing or in the wrong place spoils the
    cells and not the run. Headers come level by level, then row by row the label (outer
    labels first, a wrapped one in several words) and its numbers; a blank leaves no trace.
    """

    printed: list[list[Piece]]
    laid_out: tuple[Cell, ...] | None = None
    run: tuple[Piece, ...] | None = None

    @classmethod
    def of_cells(cls, cells: tuple[Cell, ...], run: tuple[Piece, ...] | None = None) -> Self:
        """A grid of cells that say where they stand, in their order."""
        printed = [[cell.piece for cell in row] for row in _by_row(cells)]
        return cls(printed, cells, run)

    @property
    def spans_known(self) -> bool:
        """Whether its cells say what they stand below."""
        return self.laid_out is not None

    @cached_property
    def texts(self) -> list[list[str]]:
        """What its cells say, row by row."""
        return [[piece.text for piece in row] for row in self.printed]

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The cells row by row, left to right."""
        if self.laid_out is not None:
            return _by_row(self.laid_out)
        return [
            [Cell(piece, row, column) for column, piece in enumerate(pieces)]
            for row, pieces in enumerate(self.printed)
        ]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of all rows."""
        return tuple(chain.from_iterable(self.rows))

    def with_rows(self, rows: list[list[Cell]]) -> "Grid":
        """The grid with these cells and no others."""
        if self.spans_known:
            return Grid.of_cells(tuple(chain.from_iterable(rows)), self.run)
        return Grid([[cell.piece for cell in row] for row in rows if row])


def _by_row(cells: Iterable[Cell]) -> list[list[Cell]]:
    return [list(row) for _, row in groupby(cells, key=attrgetter("row"))]


@dataclass(frozen=True)
class Document:
    """One snapshot, read: what it says and how it came.

    A piece without text is a blank cell on a line of its own.
    `layout` is the shape the tables came in (pipe, lines, ...); `damage` counts bytes
    that no charset explains, each shown as U+FFFD in `raw`.
    """

    blocks: tuple[Piece | Grid, ...]
    charset: str
    script: Script
    layout: str
    damage: int

    def run(self, *, blanks: bool = False) -> list[Piece]:
        """Every piece in reading order, a grid by its run of words where it has one.

        With `blanks`, blank cells are among them, but not those of a grid with its spans:
        there they may as well be what a span left.
        """
        if not blanks and not self.grids:
            return list(self.lines)
        pieces: list[Piece] = []
        for block in self.blocks:
            if isinstance(block, Piece):
                if block.text or blanks:
                    pieces.append(block)
            elif block.run is not None:
                pieces += block.run
            elif blanks and not block.spans_known:
                pieces += chain.from_iterable(block.printed)
            else:
                pieces += [piece for row in block.printed for piece in row if piece.text]
        return pieces

    @cached_property
    def is_thinned(self) -> bool:
        """Whether no piece of many says what another does, and few are numbers.

        Some copies keep one of each line: of all noughts there is one, and a row without
        numbers is no row of blanks.
        """
        texts = [piece.text for piece in self.run()]
        if len(texts) < _MANY or len(set(texts)) < len(texts):
            return False
        return sum(map(str.isdecimal, texts)) * 2 < len(texts)

    def is_text(self) -> bool:
        """Whether it came in rows and lines that do not say which cells stand below each other."""
        return self.layout in _OF_TEXT

    def size(self) -> int:
        """The number of its pieces, those in grids among them."""
        return len(self.blocks) + sum([sum(map(len, grid.printed)) - 1 for grid in self.grids])

    @cached_property
    def lines(self) -> tuple[Piece, ...]:
        """The pieces that stand outside grids and say something."""
        return tuple([block for block in self.blocks if type(block) is Piece and block.text])

    @cached_property
    def text(self) -> str:
        """What its lines say, one below the other."""
        return "\n".join([line.text for line in self.lines])

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        """Its grids."""
        return tuple([block for block in self.blocks if type(block) is Grid])


class Refused(ValueError):
    """A snapshot that no reader takes; the message says why, in one sentence."""
