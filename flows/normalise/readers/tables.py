"""What HTML and Word tables share: which of them lay out the page, where cells go.

Old sites put the whole article into a table, Word users put a box around it. Such a table
is no grid: what stands in its cells is read block by block, and the tables inside it are
the grids. A table inside a cell that is no bigger than a few cells is a way of writing the
cell and belongs to its text.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flows.normalise.document import Cell, Grid, Piece

# The largest table that is still a way of writing one cell of the table around it.
_FEW_CELLS = 6
# No cell of a form, and hardly a task of a work plan, says as much; an article does.
_ARTICLE = 2_000


class Printed(NamedTuple):
    """A cell as the source gives it: a row span of 0 reaches to the end of the section."""

    piece: Piece
    row_span: int = 1
    column_span: int = 1


def is_own_table(cells: int) -> bool:
    """Whether a table in a cell of another is a table of its own."""
    return cells > _FEW_CELLS


def lays_out(grid: Grid) -> bool:
    """Whether a table has only one column, or holds an article in a cell."""
    return all(cell.column == 0 for cell in grid.cells) or any(
        len(cell.piece.raw) > _ARTICLE for cell in grid.cells
    )


def place(sections: Iterable[Sequence[Sequence[Printed]]]) -> Grid:
    """Give every cell its row and columns, as a browser does.

    A row span ends with its section (thead, tbody, tfoot), a column span before a cell
    that reaches down from above, so no two cells overlap.
    """
    cells: list[Cell] = []
    top = 0
    for rows in sections:
        cells += _section(rows, top)
        top += len(rows)
    return Grid(trim(cells), spans_known=True)


def trim(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells without the columns at the right edge in which none starts."""
    width = 1 + max([cell.column for cell in cells], default=0)
    return tuple(
        [
            cell
            if cell.column + cell.column_span <= width
            else cell._replace(column_span=width - cell.column)
            for cell in cells
        ]
    )


def _section(rows: Sequence[Sequence[Printed]], top: int) -> Iterator[Cell]:
    free_from: list[int] = []
    for row, printed in enumerate(rows):
        # Nearly every row: no cell spans anything, and none reaches down from above.
        if max(free_from, default=0) <= row and all([r == c == 1 for _, r, c in printed]):
            yield from [Cell(cell.piece, top + row, at) for at, cell in enumerate(printed)]
        else:
            yield from _spanning(printed, row, len(rows), top, free_from)


def _spanning(
    printed: Sequence[Printed], row: int, rows: int, top: int, free_from: list[int]
) -> Iterator[Cell]:
    """The cells of a row; `free_from` says from which row on each column is free again."""
    column = 0
    for cell in printed:
        while column < len(free_from) and free_from[column] > row:
            column += 1
        end = column + 1
        while end < column + cell.column_span and (end >= len(free_from) or free_from[end] <= row):
            end += 1
        row_span = min(cell.row_span or rows - row, rows - row)
        free_from += [0] * (end - len(free_from))
        free_from[column:end] = [row + row_span] * (end - column)
        yield Cell(cell.piece, top + row, column, row_span, end - column)
        column = end
