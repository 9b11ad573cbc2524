"""The second reading of a table: its words in row order, found without the ruled lines.

Rows are told by the numbers that share a baseline, and labels by where they stand to the
left of them: what a person does with a table whose borders did not print. Nothing here
knows of strokes or cells.
"""

import math
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from flows.normalise.clean import clean
from flows.normalise.pdf_glyphs import Glyph
from flows.normalise.readers.pdf_words import Line, lines, words

# Lines of one wrapped label follow each other closer than this, in their own size.
_LEADING = 1.7
_NUMBER = re.compile(r"[-+−]?\d(?:[\d,.]*\d)?(?:%|万|元|万元|件|项|条)?\Z|[-—–/]+\Z|无\Z")


def run(glyphs: Iterable[Glyph]) -> Iterator[Line]:
    """The words of a table in the order of a reader who sees no ruled lines.

    Row by row: the words of the row's label, outer labels first and wrapped ones line by
    line, then the row's numbers left to right. Lines without numbers that are no part
    of a label (headers) stand at their own height.
    """
    rows = [list(words(line)) for line in lines(glyphs)]
    numbered = [row for row in rows if any(_is_number(word) for word in row)]
    plain = [row for row in rows if row not in numbered]
    edge = min((_first_number(row).left for row in numbered), default=0.0)
    loose = [row for row in plain if row[-1].right > edge]
    labels = [word for row in plain if row not in loose for word in row]
    own: list[list[Line]] = [[] for _ in numbered]
    for word in labels:
        at = _row_of(
            word, [other for other in labels if _same_column(word, other)], numbered
        )
        if at is None:
            loose.append([word])
        else:
            own[at].append(word)
    bands = [(row[0].middle, row) for row in loose]
    for row, label in zip(numbered, own, strict=True):
        bands.append((_first_number(row).middle, _band(row, label)))
    for _, band in sorted(bands, key=lambda band: -band[0]):
        yield from band


def _is_number(word: Line) -> bool:
    return bool(_NUMBER.match(clean(word.raw, "hans")))


def _first_number(row: list[Line]) -> Line:
    return next(word for word in row if _is_number(word))


def _same_column(a: Line, b: Line) -> bool:
    return a.left < b.right and b.left < a.right


def _row_of(word: Line, column: list[Line], numbered: list[list[Line]]) -> int | None:
    """Which row of numbers a word of a label belongs to, if one is in reach.

    Between two rows the words of a column part where the widest gap is; those on one side
    are in reach of a row as long as each follows the last one as close as wrapped lines do.
    """
    heights = [_first_number(row).middle for row in numbered]
    below = sum(height >= word.middle for height in heights)
    top = heights[below - 1] if below else math.inf
    bottom = heights[below] if below < len(heights) else -math.inf
    between = sorted({w.middle for w in column if bottom < w.middle < top}, reverse=True)
    chain = [top, *between, bottom]
    steps = [a - b for a, b in pairwise(chain)]
    cut = steps.index(max(steps))
    place = chain.index(word.middle) if word.middle in chain else 0
    reach = _LEADING * word.em
    if place <= cut:
        return below - 1 if all(step <= reach for step in steps[:place]) else None
    return below if all(step <= reach for step in steps[place:]) else None


def _band(row: list[Line], own: list[Line]) -> list[Line]:
    """Labels column by column from the left, then everything from the first number on."""
    first = row.index(_first_number(row))
    columns: list[list[Line]] = []
    for word in sorted([*row[:first], *own], key=lambda word: word.left):
        if columns and word.left < max(other.right for other in columns[-1]):
            columns[-1].append(word)
        else:
            columns.append([word])
    for column in columns:
        column.sort(key=lambda word: (-word.base, word.left))
    return [word for column in columns for word in column] + row[first:]
