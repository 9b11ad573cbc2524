"""The cells that drawn lines close: the largest rectangles that no line divides.

In: the strokes of a table and the edges at which they stand. Out: `Field`s in reading order.
Two neighbouring fields are one cell where no line is drawn between them; the outer edge
closes every cell, drawn or not, since tables cut by a page break and tables without side
borders are open there.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from flows.normalise.readers.pdf.strokes import Stroke

# Lines nearer than this are one line: double borders, and cells that draw their own. No column
# so narrow holds a number.
SAME = 4.5

_Span = tuple[float, float]


class Field(NamedTuple):
    """A cell as laid out: where it starts and over how many rows and columns it goes."""

    row: int
    column: int
    row_span: int
    column_span: int


class Drawing:
    """The fields between the edges of a table and which of their sides are drawn."""

    def __init__(self, strokes: Sequence[Stroke], xs: list[float], ys: list[float]) -> None:
        self._xs, self._ys = xs, ys
        self._upright = [_stretches(strokes, x, level=False) for x in xs]
        self._level = [_stretches(strokes, y, level=True) for y in ys]

    def fields(self) -> Iterator[Field]:
        """The cells in reading order; each starts at the first field no other one took."""
        taken: set[tuple[int, int]] = set()
        for row in range(len(self._ys) - 1):
            for column in range(len(self._xs) - 1):
                if (row, column) in taken:
                    continue
                right = column + 1
                while (row, right) not in taken and self._open(row, right):
                    right += 1
                below = row + 1
                while self._goes_on(below, column, right):
                    below += 1
                taken.update(product(range(row, below), range(column, right)))
                yield Field(row, column, below - row, right - column)

    def _open(self, row: int, column: int) -> bool:
        """Whether nothing is drawn between a field and the one to its left."""
        if column == len(self._xs) - 1:
            return False
        return not _drawn(self._upright[column], self._ys[row + 1], self._ys[row])

    def _goes_on(self, row: int, column: int, right: int) -> bool:
        """Whether a cell goes on into a row: no line above its columns, none between."""
        return (
            row < len(self._ys) - 1
            and not any(
                _drawn(self._level[row], self._xs[at], self._xs[at + 1])
                for at in range(column, right)
            )
            and all(self._open(row, at) for at in range(column + 1, right))
        )


def _stretches(strokes: Sequence[Stroke], edge: float, *, level: bool) -> list[_Span]:
    """The stretches of an edge that are drawn, apart from each other."""
    apart: list[_Span] = []
    for line in sorted(strokes, key=lambda line: line.low):
        if line.level != level or abs(line.at - edge) > SAME:
            continue
        if apart and line.low <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], line.high)
        else:
            apart.append((line.low, line.high))
    return apart


def _drawn(stretches: list[_Span], low: float, high: float) -> bool:
    """Whether more than half of the way from low to high is drawn."""
    return sum(max(0.0, min(high, b) - max(low, a)) for a, b in stretches) * 2 > high - low
