"""The words of a page of a table, row by row, told apart without the ruled lines.

In: the characters. Out: rows of words from the top down, each from left to right; words that
stand in neighbouring cells are two, numbers that one cell put off their row are back in it.
Nothing here knows of strokes or cells.
"""

import math
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from flows.normalise.clean import clean
from flows.normalise.readers.pdf.glyphs import Glyph
from flows.normalise.readers.pdf.words import Line, above_each_other, line_of, lines, words

# Lines of one wrapped label follow each other closer than this, in their own size, and closer
# than this share of the way from one row of numbers to the next.
LEADING = 1.7
_WITHIN_ROW = 0.9
# What stands in neighbouring cells leaves as much between it, in its own size.
_ROOM = 0.12
# Words begin at one edge, in points, and so many others make a column of them.
_SAME_EDGE = 1.0
_A_COLUMN = 2
_NUMBER = re.compile(r"[-+−]?\d(?:[\d,.]*\d)?(?:%|万|元|万元|件|项|条)?\Z|[-—–/]+\Z|无\Z")

Row = list[Line]


def rows_of(glyphs: Iterable[Glyph]) -> list[Row]:
    """The words of one page of a table, row by row."""
    apart = [list(words(line)) for line in lines(glyphs)]
    edges = [word.left for row in apart for word in row]
    return _evened([part for word in row for part in _aligned(word, edges)] for row in apart)


def has_number(row: Row) -> bool:
    """Whether a row has a value."""
    return any(map(is_number, row))


def is_number(word: Line) -> bool:
    """Whether a word is a value as a cell may hold it."""
    return bool(_NUMBER.match(clean(word.raw, "hans")))


def first_number(row: Row) -> Line:
    """The leftmost value of a row that has one."""
    return next(word for word in row if is_number(word))


def within_row(numbered: Iterable[Row]) -> float:
    """What lines of one label stand closer than: rows that follow each other do not."""
    heights = [first_number(row).middle for row in numbered]
    return _WITHIN_ROW * min((a - b for a, b in pairwise(heights)), default=math.inf)


def _aligned(word: Line, edges: list[float]) -> Iterator[Line]:
    """A word, or the words in it that begin where others do, with a little room before them.

    What stands in neighbouring cells may be nearer than words are; a column shows by its rows.
    """
    start = 0
    for at, ((_, before), (_, after)) in enumerate(pairwise(word.spelling), start=1):
        if after.left - before.right > _ROOM * word.em:
            others = sum(abs(after.left - edge) <= _SAME_EDGE for edge in edges)
            if others < _A_COLUMN:
                continue
            first, rest = line_of(word.spelling[start:at]), line_of(word.spelling[at:])
            # Behind a number other words are its unit.
            if is_number(rest) or not is_number(first):
                yield first
                start = at
    yield line_of(word.spelling[start:])


def _evened(rows: Iterable[Row]) -> list[Row]:
    """The rows, a number that a cell of two lines put off its row back among the others.

    Rows stand a line apart; nearer numbers that stand over none of the others are one row.
    """
    evened: list[Row] = []
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


def _one_row(numbers: Row, others: Row) -> bool:
    near = others[0].middle - numbers[0].middle <= LEADING / 2 * numbers[0].em
    return near and not any(above_each_other(a, b) for a in numbers for b in others)
