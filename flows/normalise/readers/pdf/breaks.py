"""Rows that go on over a page break, closed by a line on both pages as if they were two.

In: the cells of a table laid together of its pages, the lines of text in each, and the heights
at which pages begin. Out: the same cells, those of a row cut in two as one.

A row is one where a label goes on below the break, its last line above having had no room for
more, and numbers stand on one side of the break only: two rows have numbers of their own, or
labels that end where there was room. It is one, too, where no cell has text on both sides, and
numbers stand on one without the label that stands to the left of them on the other. Browsers and
word processors break rows so.
"""

from collections.abc import Iterable, Iterator, Mapping

from flows.normalise.readers.pdf.fields import SAME, Field
from flows.normalise.readers.pdf.rows import is_number
from flows.normalise.readers.pdf.rules import Lattice
from flows.normalise.readers.pdf.words import Line, is_full, room

Texts = dict[Field, list[Line]]
_Pair = tuple[Field, Field]


def whole_rows(edges: Lattice, texts: Texts, breaks: Iterable[float]) -> Texts:
    """Every cell in reading order with its lines, those cut by a page break as one."""
    whole = {cell: texts.get(cell, []) for cell in edges.fields}
    for height in breaks:
        pairs = list(_pairs(edges, whole, height))
        if _is_one_row(edges, pairs, whole):
            for upper, lower in pairs:
                span = upper.row_span + lower.row_span
                whole[upper._replace(row_span=span)] = whole.pop(upper) + whole.pop(lower)
    return dict(sorted(whole.items(), key=lambda item: item[0][:2]))


def _pairs(edges: Lattice, cells: Iterable[Field], height: float) -> Iterator[_Pair]:
    """The cells above a break, each with the one below it; nothing where they do not pair."""
    at = next((at for at, y in enumerate(edges.ys) if abs(y - height) <= SAME), -1)
    upper = {(c.column, c.column_span): c for c in cells if c.row + c.row_span == at}
    lower = {(c.column, c.column_span): c for c in cells if c.row == at}
    if upper.keys() == lower.keys():
        yield from ((upper[place], lower[place]) for place in sorted(upper))


def _is_one_row(edges: Lattice, pairs: list[_Pair], texts: Mapping[Field, list[Line]]) -> bool:
    cut = [pair for pair in pairs if texts[pair[0]] and texts[pair[1]]]
    above, below = (
        [at for at, pair in enumerate(pairs) if any(map(is_number, texts[pair[side]]))]
        for side in (0, 1)
    )
    if cut:
        return not (above and below) and all(_goes_on(edges, pair, texts) for pair in cut)
    # Nothing stands on both sides: what is left of the first number here belongs to it there.
    if below and all(is_number(line) for _, lower in pairs for line in texts[lower]):
        return _is_left_of(below[0], [upper for upper, _ in pairs], texts)
    return not below and bool(above) and _is_left_of(above[0], [low for _, low in pairs], texts)


def _is_left_of(number: int, row: list[Field], texts: Mapping[Field, list[Line]]) -> bool:
    """Whether something stands in a row to the left of the place of a number."""
    return number > 0 and bool(texts[row[number - 1]])


def _goes_on(edges: Lattice, pair: _Pair, texts: Mapping[Field, list[Line]]) -> bool:
    """Whether words above the break filled their last line, and are not said again: a unit is."""
    above, below = texts[pair[0]], texts[pair[1]]
    if any(map(is_number, [*above, *below])) or above[-1].raw == below[0].raw:
        return False
    left, _, right, _ = edges.box(pair[0])
    return is_full(above[-1], below[0], room([*above, *below], left, right))
