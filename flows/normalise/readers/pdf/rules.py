"""Ruled lines to cells: the tables of a page, and each table's cells as rectangles.

In: strokes. Out: `Ruling`s (strokes that hang together) and, for one ruling, a `Lattice`:
the heights and distances at which lines stand and which cell owns each field between them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from flows.normalise.document import Refused
from flows.normalise.readers.pdf.fields import SAME, Drawing, Field
from flows.normalise.readers.pdf.strokes import Stroke

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


@dataclass(frozen=True)
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

    @cached_property
    def lattice(self) -> Lattice:
        """The cells of the table: the largest rectangles that no drawn line divides."""
        xs = _edges(self, level=False)
        ys = _edges(self, level=True)[::-1]
        return Lattice(tuple(xs), tuple(ys), tuple(Drawing(self.strokes, xs, ys).fields()))

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
            if (stroke.at if stroke.level else stroke.low) <= top + SAME
        )
        return Ruling(strokes, self.left, self.bottom, self.right, top)


def rulings(strokes: Iterable[Stroke]) -> list[Ruling]:
    """The tables of a page, small ones first: a table inside a cell owns its text.

    Raises:
        Refused: there are more lines than any report has on a page.
    """
    lines = _joined(strokes)
    if len(lines) > _MOST_LINES:
        raise Refused("a PDF with a page that is a drawing and not a report")
    found = [_ruling(group) for group in _hanging_together(lines)]
    tables = [ruling for ruling in found if ruling and len(ruling.lattice.fields) > 1]
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
            and last.low - _GAP <= stroke.high
            and stroke.low <= last.high + _GAP
        ):
            low, high = min(last.low, stroke.low), max(last.high, stroke.high)
            lines[-1] = last._replace(low=low, high=high)
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


def _edges(ruling: Ruling, *, level: bool) -> list[float]:
    """The places of the lines of one direction, near ones as one, outer edges included."""
    outer = (ruling.bottom, ruling.top) if level else (ruling.left, ruling.right)
    at = sorted([*outer, *(line.at for line in ruling.strokes if line.level == level)])
    near: list[list[float]] = []
    for place in at:
        if near and place - near[-1][0] <= SAME:
            near[-1].append(place)
        else:
            near.append([place])
    return [sum(group) / len(group) for group in near]
