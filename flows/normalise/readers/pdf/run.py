"""The second reading of a table: its words in row order, found without the ruled lines.

Rows are told by the numbers that share a baseline, labels by where they stand to the
left of them, headers by what is above: what a person does with a table whose borders did
not print. Nothing here knows of strokes or cells.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from flows.normalise.clean import clean
from flows.normalise.readers.pdf.glyphs import Glyph
from flows.normalise.readers.pdf.header import beside, in_levels
from flows.normalise.readers.pdf.words import (
    Line,
    above_each_other,
    joined,
    line_of,
    lines,
    words,
)

# Lines of one wrapped label follow each other closer than this, in their own size, and closer
# than this share of the way from one row of numbers to the next.
_LEADING = 1.7
_WITHIN_ROW = 0.9
# What stands in neighbouring cells leaves as much between it, in its own size.
_ROOM = 0.12
# Words begin at one edge, in points, and so many others make a column of them.
_SAME_EDGE = 1.0
_A_COLUMN = 2
_NUMBER = re.compile(r"[-+−]?\d(?:[\d,.]*\d)?(?:%|万|元|万元|件|项|条)?\Z|[-—–/]+\Z|无\Z")

_Row = list[Line]


@dataclass(slots=True)
class _Sheet:
    """What one page shows of a table: its rows of numbers, the label of each, what heads them.

    `rest` are the words of the last label that stand on the next page; lines of one label are
    `closest` to each other, closer than rows are.
    """

    numbered: list[_Row]
    labels: list[_Row]
    heads: _Row
    edge: float
    closest: float
    rest: _Row = field(default_factory=list)


def run(pages: Sequence[Iterable[Glyph]]) -> Iterator[Line]:
    """The words of a table in the order of a reader who sees no ruled lines.

    Row by row: the words of the row's label, outer labels first and wrapped ones line by
    line, then the row's numbers left to right. An outer label that goes along several
    rows is one word, before the first of them. What is no part of a label (headers) stands
    before the next row, level by level; at the top of a page, with nothing over the numbers, it
    is the rest of the label that the page before ended with.
    """
    read = [_rows(glyphs) for glyphs in pages]
    # Rows are as near on one page as on another, of which a page may have too few to tell.
    closest = min(_closest(filter(_has_number, rows)) for rows in read)
    sheets = [_sheet(rows, closest) for rows in read]
    for above, sheet in pairwise(sheets):
        if above.numbered and sheet.numbered:
            top = _first_number(sheet.numbered[0]).middle
            first = [word for word in sheet.heads if word.middle > top]
            if all(word.right <= sheet.edge for word in first):
                above.rest = first
                sheet.heads = [word for word in sheet.heads if word.middle <= top]
    for sheet in sheets:
        yield from _bands(sheet)


def _rows(glyphs: Iterable[Glyph]) -> list[_Row]:
    """The words of one page, line by line."""
    apart = [list(words(line)) for line in lines(glyphs)]
    edges = [word.left for row in apart for word in row]
    return _evened([part for word in row for part in _aligned(word, edges)] for row in apart)


def _has_number(row: _Row) -> bool:
    return any(map(is_number, row))


def _sheet(rows: list[_Row], closest: float) -> _Sheet:
    """The words of one page, told apart."""
    numbered = list(filter(_has_number, rows))
    edge = min((_first_number(row).left for row in numbered), default=0.0)
    heads: _Row = []
    labels: list[_Row] = [row[: row.index(_first_number(row))] for row in numbered]
    for row in rows:
        if row in numbered:
            continue
        if row[-1].right > edge:
            heads += (
                part for word in row for part in (beside(word) if word.right > edge else [word])
            )
            continue
        for word in row:
            at = _row_of(word, [w for other in rows for w in other], numbered, closest)
            (heads if at is None else labels[at]).append(word)
    for place, label in _outer(labels, closest):
        labels[place].append(label)
    return _Sheet(numbered, labels, heads, edge, closest)


def _closest(numbered: Iterable[_Row]) -> float:
    """What lines of one label stand closer than: rows that follow each other do not."""
    heights = [_first_number(row).middle for row in numbered]
    return _WITHIN_ROW * min((a - b for a, b in pairwise(heights)), default=math.inf)


def _aligned(word: Line, edges: list[float]) -> Iterator[Line]:
    """A word, or the words in it that begin where others do, with a little room before them.

    What stands in neighbouring cells may be nearer than words are; a column shows by its rows.
    """
    start = 0
    for at, ((_, before), (_, after)) in enumerate(pairwise(word.spelling), start=1):
        if after.left - before.right > _ROOM * word.em:
            others = sum(abs(after.left - edge) <= _SAME_EDGE for edge in edges)
            first, rest = line_of(word.spelling[start:at]), line_of(word.spelling[at:])
            # Behind a number other words are its unit.
            if others >= _A_COLUMN and (is_number(rest) or not is_number(first)):
                yield first
                start = at
    yield line_of(word.spelling[start:])


def _evened(rows: Iterable[_Row]) -> list[_Row]:
    """The rows, a number that a cell of two lines put off its row back among the others.

    Rows stand a line apart; nearer numbers that stand over none of the others are one row.
    """
    evened: list[_Row] = []
    last = -1
    for row in rows:
        numbers = [word for word in row if is_number(word)]
        others = [word for word in evened[last] if is_number(word)] if last >= 0 else []
        if numbers and others and _one_row(numbers, others):
            evened[last] = sorted([*evened[last], *row], key=lambda word: word.left)
            continue
        evened.append(row)
        last = len(evened) - 1 if numbers else last
    return evened


def _one_row(numbers: _Row, others: _Row) -> bool:
    near = others[0].middle - numbers[0].middle <= _LEADING / 2 * numbers[0].em
    return near and not any(above_each_other(a, b) for a in numbers for b in others)


def is_number(word: Line) -> bool:
    """Whether a word is a value as a cell may hold it."""
    return bool(_NUMBER.match(clean(word.raw, "hans")))


def _first_number(row: _Row) -> Line:
    return next(word for word in row if is_number(word))


def _row_of(word: Line, others: _Row, numbered: list[_Row], closest: float) -> int | None:
    """Which row of numbers a word of a label belongs to, if one is in reach.

    Between two rows the words of a column part where the widest gap is; those on one side
    are in reach of a row as long as each follows the last one as close as wrapped lines do.
    """
    heights = [_first_number(row).middle for row in numbered]
    below = sum(height >= word.middle for height in heights)
    top = heights[below - 1] if below else math.inf
    bottom = heights[below] if below < len(heights) else -math.inf
    column = {w.middle for w in others if above_each_other(word, w)}
    chain = [top, *sorted((y for y in column if bottom < y < top), reverse=True), bottom]
    steps = [a - b for a, b in pairwise(chain)]
    cut = steps.index(max(steps))
    place = chain.index(word.middle)
    reach = min(_LEADING * word.em, closest)
    if place <= cut:
        return below - 1 if all(step <= reach for step in steps[:place]) else None
    return below if all(step <= reach for step in steps[place:]) else None


def _outer(labels: list[_Row], closest: float) -> list[tuple[int, Line]]:
    """Labels left of a row's own, taken out of their rows: whole, with their first row."""
    found: list[tuple[int, _Row]] = []
    for place, label in enumerate(labels):
        *outer, own = _columns(label) or [[]]
        labels[place] = own
        for word in (word for column in outer for word in column):
            for _, before in found:
                if _goes_on(before[-1], word, closest):
                    before.append(word)
                    break
            else:
                found.append((place, [word]))
    return [(place, joined(column)) for place, column in found]


def _goes_on(before: Line, word: Line, closest: float) -> bool:
    drop = before.middle - word.middle
    return above_each_other(before, word) and 0 < drop <= min(_LEADING * word.em, closest)


def _columns(label: _Row) -> list[_Row]:
    """The words of a label by column from the left, top to bottom."""
    columns: list[_Row] = []
    for word in sorted(label, key=lambda word: word.left):
        if columns and word.left < max(other.right for other in columns[-1]):
            columns[-1].append(word)
        else:
            columns.append([word])
    for column in columns:
        column.sort(key=lambda word: (-word.base, word.left))
    return columns


def _bands(sheet: _Sheet) -> Iterator[Line]:
    """Everything from the top down: what heads a row, its label, its numbers."""
    heights = [_first_number(row).middle for row in sheet.numbered]
    above = math.inf
    for middle, row, label in zip(heights, sheet.numbered, sheet.labels, strict=True):
        heads = [word for word in sheet.heads if middle < word.middle <= above]
        yield from in_levels(heads, middle, sheet.closest)
        yield from (word for column in _columns(label) for word in column)
        yield from sheet.rest if row is sheet.numbered[-1] else ()
        yield from row[row.index(_first_number(row)) :]
        above = middle
    below = [word for word in sheet.heads if word.middle <= above]
    lowest = min((word.middle for word in below), default=0.0)
    yield from in_levels(below, lowest, sheet.closest)
