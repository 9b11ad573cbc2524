"""A source page as it was printed: its text and tables, what fails in them marked.

In: the bytes of a snapshot. Out: blocks for a template, lines of text and tables with their
spans. What no reader takes is said in a sentence instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from flows.normalise import Cell, Document, Grid, Piece, Refused, read

_LONGEST = 2_000
# Characters of text, with so many more for each cell: it keeps the page below a megabyte.
_LARGEST = 300_000
_PER_CELL = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed text, and whether a failure points at it."""

    text: str
    is_failing: bool
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Original:
    """A page block by block: a line of text, or a table row by row."""

    blocks: list[Mark | list[list[Mark]]]
    refusal: str | None
    is_cut: bool


def original(content: bytes, failing: frozenset[str]) -> Original:
    """Read a page once more, for the eye; `failing` are the locators to be marked.

    A page of more text or blocks than a person scrolls through is shown as far as that.
    """
    try:
        document = read(content)
    except Refused as refused:
        return Original([], str(refused), is_cut=False)
    marked = _marker(failing)
    blocks = [_block(block, marked) for block in document.blocks[: _shown(document)]]
    return Original(blocks, None, is_cut=len(blocks) < len(document.blocks))


def _shown(document: Document) -> int:
    """How many blocks of a page are shown."""
    sizes = accumulate(map(_size, document.blocks[:_LONGEST]))
    return sum(size <= _LARGEST for size in sizes)


def _size(block: Piece | Grid) -> int:
    if isinstance(block, Piece):
        return len(block.raw)
    return sum(len(cell.piece.raw) + _PER_CELL for row in block.rows for cell in row)


def _marker(failing: frozenset[str]) -> Callable[[Piece], bool]:
    fragments = frozenset(locator.partition("#")[2] for locator in failing)
    return lambda piece: piece.locator in fragments


def _block(block: Piece | Grid, marked: Callable[[Piece], bool]) -> Mark | list[list[Mark]]:
    if isinstance(block, Piece):
        return Mark(block.raw, marked(block))
    return [[_cell(cell, marked) for cell in row] for row in block.rows]


def _cell(cell: Cell, marked: Callable[[Piece], bool]) -> Mark:
    return Mark(cell.piece.raw, marked(cell.piece), cell.row_span, cell.column_span)
