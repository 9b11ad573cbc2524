"""What HTML and Word tables share: which of them lay out the page, where cells go.

Old sites put the whole article into a table, Word users put a box around it. Such a table
is no grid: what stands in its cells is read block by block, and the tables inside it are
the grids. A table inside a cell that is no bigger than a few cells is a way of writing the
cell and belongs to its text.
"""

from collections.abc import Iterable, Sequence

from flows.normalise.document import Cell, Grid, Piece, cell_of

# The largest table that is still a way of writing one cell of the table around it.
_FEW_CELLS = 6
# No cell of a form, and hardly a task of a work plan, says as much; an article does.
_ARTICLE = 2_000
# A cell as the source gives it: its piece, its row span (0 reaches to the end of the
# section) and its column span.
Printed = tuple[Piece, int, int]


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
    return Grid.of_cells(trim(cells))


def trim(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells without the columns at the right edge in which none starts."""
    width = 1 + max([cell.column for cell in cells], default=0)
    return tuple(
        [
            cell
            if cell.column_span == 1 or cell.column + cell.column_span <= width
            else cell._replace(column_span=width - cell.column)
            for cell in cells
        ]
    )


def _section(rows: Sequence[Sequence[Printed]], top: int) -> list[Cell]:
    cells: list[Cell] = []
    free_from: list[int] = []  # by column, the first row that no cell above reaches into
    for row, printed in enumerate(rows):
        rest = len(rows) - row
        column = 0
        for piece, rows_down, across in printed:
            while column < len(free_from) and free_from[column] > row:
                column += 1
            if rows_down == across == 1:  # Nearly every cell.
                free_from[column : column + 1] = (row + 1,)
                cells.append(cell_of((piece, top + row, column, 1, 1)))
                column += 1
                continue
            end = _end(free_from, row, column, across)
            row_span = min(rows_down or rest, rest)
            free_from[column:end] = [row + row_span] * (end - column)
            cells.append(Cell(piece, top + row, column, row_span, end - column))
            column = end
    return cells


def _end(free_from: list[int], row: int, column: int, across: int) -> int:
    """Where a cell that spans columns ends: before one that reaches down from above."""
    inner = range(column + 1, min(column + across, len(free_from)))
    return next((at for at in inner if free_from[at] > row), column + across)
