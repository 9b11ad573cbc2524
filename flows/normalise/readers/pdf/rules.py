"""Ruled lines to cells: the tables of a page, and each table's cells as rectangles.

In: strokes. Out: `Ruling`s (strokes that hang together) and, for one ruling, a `Lattice`:
the heights and distances at which lines stand and which cell owns each field between
them. Two neighbouring fields are one cell where no line is drawn between them; the outer
edge closes every cell, drawn or not, since tables cut by a page break and tables without
side borders are open there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from flows.normalise.document import Refused
from flows.normalise.readers.pdf.strokes import Stroke

# Lines nearer than this are one line: double borders, and cells that draw their own.
_SAME = 3.0
# Dashes this near make one line; a corner that misses by no more is a corner.
_GAP = 4.0
# A line shorter than this borders nothing that could hold a character.
_SHORTEST = 4.0
# A level line sticking out of the table by less is a loose end, by more an open column.
_OVERHANG = 8.0
# The longest report table has some 60 lines on a page; finding which touch is quadratic.
_MOST_LINES = 2_000

_Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ruling:
    """Strokes that hang together, and the rectangle that they fill."""

    strokes: tuple[Stroke, ...]
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, place: tuple[float, float]) -> bool:
        """Whether a place on the page lies within the table."""
        return self.left <= place[0] <= self.right and self.bottom <= place[1] <= self.top

    def moved(self, right: float, up: float) -> "Ruling":
        """The same table elsewhere, to lay the parts of a table end to end."""
        strokes = tuple(
            Stroke(True, at + up, low + right, high + right)
            if level
            else Stroke(False, at + right, low + up, high + up)
            for level, at, low, high in self.strokes
        )
        return Ruling(
            strokes, self.left + right, self.bottom + up, self.right + right, self.top + up
        )

    def cropped(self, top: float) -> "Ruling":
        """The table below a height."""
        strokes = tuple(
            stroke if stroke.level else stroke._replace(high=min(stroke.high, top))
            for stroke in self.strokes
            if (stroke.at if stroke.level else stroke.low) <= top + _SAME
        )
        return Ruling(strokes, self.left, self.bottom, self.right, top)


class Field(NamedTuple):
    """A cell as laid out: where it starts and over how many rows and columns it goes."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """Column edges left to right, row edges top to bottom, and the cells between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    fields: tuple[Field, ...]

    def box(self, field: Field) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a cell."""
        return (
            self.xs[field.column],
            self.ys[field.row + field.row_span],
            self.xs[field.column + field.column_span],
            self.ys[field.row],
        )


def rulings(strokes: Iterable[Stroke]) -> list[Ruling]:
    """The tables of a page, small ones first: a table inside a cell owns its text.

    Raises:
        Refused: there are more lines than any report has on a page.
    """
    lines = _joined(strokes)
    if len(lines) > _MOST_LINES:
        raise Refused("a PDF with a page that is a drawing and not a report")
    found = [_ruling(group) for group in _hanging_together(lines)]
    tables = [ruling for ruling in found if ruling and len(lattice(ruling).fields) > 1]
    return sorted(tables, key=lambda it: (it.right - it.left) * (it.top - it.bottom))


def _joined(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Strokes that continue or double each other as one; what stays short is no border."""
    lines: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda s: (s.level, round(s.at), s.low)):
        last = lines[-1] if lines else None
        if (
            last
            and last.level == stroke.level
            and abs(last.at - stroke.at) <= 1
            and stroke.low <= last.high + _GAP
        ):
            lines[-1] = last._replace(high=max(last.high, stroke.high))
        else:
            lines.append(stroke)
    return [line for line in lines if line.high - line.low >= _SHORTEST]


def _hanging_together(lines: list[Stroke]) -> Iterator[list[Stroke]]:
    """Groups of lines that cross or touch."""
    left = set(range(len(lines)))
    while left:
        group = [left.pop()]
        for at in group:
            near = {other for other in left if _touch(lines[at], lines[other])}
            left -= near
            group += near
        yield [lines[at] for at in group]


def _touch(a: Stroke, b: Stroke) -> bool:
    return (
        a.level != b.level
        and a.low - _GAP <= b.at <= a.high + _GAP
        and b.low - _GAP <= a.at <= b.high + _GAP
    )


def _ruling(group: list[Stroke]) -> Ruling | None:
    level = [line for line in group if line.level]
    upright = [line for line in group if not line.level]
    if not level or not upright:
        return None
    xs = _outer([line.at for line in upright], level)
    ys = _outer([line.at for line in level], upright)
    return Ruling(tuple(group), xs[0], ys[0], xs[1], ys[1])


def _outer(at: list[float], across: list[Stroke]) -> _Span:
    """The outermost edges; lines across that stick out far show an edge not drawn."""
    low, high = min(line.low for line in across), max(line.high for line in across)
    return (
        low if low < min(at) - _OVERHANG else min(at),
        high if high > max(at) + _OVERHANG else max(at),
    )


def lattice(ruling: Ruling) -> Lattice:
    """The cells of a table: the largest rectangles that no drawn line divides."""
    xs = _edges(ruling, level=False)
    ys = _edges(ruling, level=True)[::-1]
    return Lattice(tuple(xs), tuple(ys), tuple(_Drawing(ruling, xs, ys).fields()))


def _edges(ruling: Ruling, *, level: bool) -> list[float]:
    """The places of the lines of one direction, near ones as one, outer edges included."""
    outer = (ruling.bottom, ruling.top) if level else (ruling.left, ruling.right)
    at = sorted([*outer, *(line.at for line in ruling.strokes if line.level == level)])
    near: list[list[float]] = []
    for place in at:
        if near and place - near[-1][0] <= _SAME:
            near[-1].append(place)
        else:
            near.append([place])
    return [sum(group) / len(group) for group in near]


class _Drawing:
    """The fields between the edges of a table and which of their sides are drawn."""

    def __init__(self, ruling: Ruling, xs: list[float], ys: list[float]) -> None:
        self._xs, self._ys = xs, ys
        self._upright = [_stretches(ruling, x, level=False) for x in xs]
        self._level = [_stretches(ruling, y, level=True) for y in ys]

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


def _stretches(ruling: Ruling, edge: float, *, level: bool) -> list[_Span]:
    """The stretches of an edge that are drawn, apart from each other."""
    apart: list[_Span] = []
    for line in sorted(ruling.strokes, key=lambda line: line.low):
        if line.level != level or abs(line.at - edge) > _SAME:
            continue
        if apart and line.low <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], line.high)
        else:
            apart.append((line.low, line.high))
    return apart


def _drawn(stretches: list[_Span], low: float, high: float) -> bool:
    """Whether more than half of the way from low to high is drawn."""
    return sum(max(0.0, min(high, b) - max(low, a)) for a, b in stretches) * 2 > high - low
