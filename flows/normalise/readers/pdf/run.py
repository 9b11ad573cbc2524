"""The second reading of a table: its words in row order, found without the ruled lines.

Rows are told by the numbers that share a baseline, labels by where they stand to the
left of them, headers by what is above: what a person does with a table whose borders did
not print. Nothing here knows of strokes or cells.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from flows.normalise.readers.pdf.glyphs import Glyph
from flows.normalise.readers.pdf.header import beside, in_levels
from flows.normalise.readers.pdf.rows import (
    LEADING,
    Row,
    first_number,
    has_number,
    rows_of,
    within_row,
)
from flows.normalise.readers.pdf.words import Line, above_each_other, joined


@dataclass(slots=True)
class _Sheet:
    """What one page shows of a table: its rows of numbers, the label of each, what heads them.

    `rest` are the words of the last label that stand on the next page; lines of one label are
    `closest` to each other, closer than rows are.
    """

    numbered: list[Row]
    labels: list[Row]
    heads: Row
    edge: float
    closest: float
    rest: Row = field(default_factory=list)


def run(pages: Sequence[Iterable[Glyph]]) -> Iterator[Line]:
    """The words of a table in the order of a reader who sees no ruled lines.

    Row by row: the words of the row's label, outer labels first and wrapped ones line by
    line, then the row's numbers left to right. An outer label that goes along several
    rows is one word, before the first of them. What is no part of a label (headers) stands
    before the next row, level by level; at the top of a page, with nothing over the numbers, it
    is the rest of the label that the page before ended with.
    """
    read = [rows_of(glyphs) for glyphs in pages]
    # Rows are as near on one page as on another, of which a page may have too few to tell.
    closest = min(within_row(filter(has_number, rows)) for rows in read)
    sheets = [_sheet(rows, closest) for rows in read]
    for above, sheet in pairwise(sheets):
        if above.numbered and sheet.numbered:
            top = first_number(sheet.numbered[0]).middle
            first = [word for word in sheet.heads if word.middle > top]
            if all(word.right <= sheet.edge for word in first):
                above.rest = first
                sheet.heads = [word for word in sheet.heads if word.middle <= top]
    for sheet in sheets:
        yield from _bands(sheet)


def _sheet(rows: list[Row], closest: float) -> _Sheet:
    """The words of one page, told apart."""
    numbered = list(filter(has_number, rows))
    edge = min((first_number(row).left for row in numbered), default=0.0)
    heads: Row = []
    labels: list[Row] = [row[: row.index(first_number(row))] for row in numbered]
    everything = [word for row in rows for word in row]
    for row in rows:
        if row in numbered:
            continue
        if row[-1].right > edge:
            heads += (
                part for word in row for part in (beside(word) if word.right > edge else [word])
            )
            continue
        for word in row:
            at = _row_of(word, everything, numbered, closest)
            (heads if at is None else labels[at]).append(word)
    for place, label in _outer(labels, closest):
        labels[place].append(label)
    return _Sheet(numbered, labels, heads, edge, closest)


def _row_of(word: Line, others: Row, numbered: list[Row], closest: float) -> int | None:
    """Which row of numbers a word of a label belongs to, if one is in reach.

    Between two rows the words of a column part where the widest gap is; those on one side
    are in reach of a row as long as each follows the last one as close as wrapped lines do.
    """
    heights = [first_number(row).middle for row in numbered]
    below = sum(height >= word.middle for height in heights)
    top = heights[below - 1] if below else math.inf
    bottom = heights[below] if below < len(heights) else -math.inf
    column = {w.middle for w in others if above_each_other(word, w)}
    chain = [top, *sorted((y for y in column if bottom < y < top), reverse=True), bottom]
    steps = [a - b for a, b in pairwise(chain)]
    cut = steps.index(max(steps))
    place = chain.index(word.middle)
    reach = min(LEADING * word.em, closest)
    if place <= cut:
        return below - 1 if all(step <= reach for step in steps[:place]) else None
    return below if all(step <= reach for step in steps[place:]) else None


def _outer(labels: list[Row], closest: float) -> list[tuple[int, Line]]:
    """Labels left of a row's own, taken out of their rows: whole, with their first row."""
    found: list[tuple[int, Row]] = []
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
    return above_each_other(before, word) and 0 < drop <= min(LEADING * word.em, closest)


def _columns(label: Row) -> list[Row]:
    """The words of a label by column from the left, top to bottom."""
    columns: list[Row] = []
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
    heights = [first_number(row).middle for row in sheet.numbered]
    above = math.inf
    for middle, row, label in zip(heights, sheet.numbered, sheet.labels, strict=True):
        heads = [word for word in sheet.heads if middle < word.middle <= above]
        yield from in_levels(heads, middle, sheet.closest)
        yield from (word for column in _columns(label) for word in column)
        yield from sheet.rest if row is sheet.numbered[-1] else ()
        yield from row[row.index(first_number(row)) :]
        above = middle
    below = [word for word in sheet.heads if word.middle <= above]
    lowest = min((word.middle for word in below), default=0.0)
    yield from in_levels(below, lowest, sheet.closest)
