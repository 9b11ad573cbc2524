"""Lines outside the tables: page furniture left out, the rest joined into paragraphs.

A page number is the outermost line of a page, in its margin, that is only a number in its
usual dress (`- 4 -`, `第4页`) or the bare number that counts this page as it counts
the others. A running header or footer stands in the margin of two pages or more at the
same height with the same words, the number of the page beside them left out. Anything else
is kept.

A line goes on in the next one where it fills the column, does not end a sentence, and the
next one starts at the left edge in the same size. Where that is not sure a line is a piece.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.normalise.clean import clean
from flows.normalise.readers.pdf.locator import Spelling
from flows.normalise.readers.pdf.words import Line, columns_of, run_on

# The share of a page, above and below, where furniture may stand.
_MARGIN = 0.12
# How many lines of furniture a page has at one end.
_DEEPEST = 3
_SAME_HEIGHT = 3.0
# A page of fewer lines does not show where its column begins and ends.
_TELLING = 6
# No column of text is narrower than this, in the size of its characters.
_NARROWEST = 15
# Lines that end flush end within so many points of each other.
_FLUSH = 4.0
_DRESSED = re.compile(
    r"[-—–·~]+ ?\d{1,3} ?[-—–·~]+\Z|第 ?\d{1,3} ?页(?: ?[,/]? ?共 ?\d+ ?页)?\Z"
    r"|\d{1,3} ?/ ?\d{1,3}\Z|(?i:page) ?\d{1,3}(?: of \d+)?\Z"
)
# The same beside other words, as browsers print it behind the address of the page.
_BESIDE = re.compile(r"\A\d{1,3}\s+|\s+\d{1,3}(?: ?/ ?\d{1,3})?\Z")
_SENTENCE_END = tuple("。！？：；!?;:")


class Face(NamedTuple):
    """A page as far as its lines go: number, foot, head, and lines from top to bottom."""

    number: int
    bottom: float
    top: float
    lines: list[Line]


def furniture(faces: Sequence[Face]) -> set[tuple[int, float]]:
    """Page numbers and running headers, as page and height of their line."""
    edges = [(face, line) for face in faces for line in _outermost(face)]
    seen = Counter(_key(face, line) for face, line in edges)
    ahead = Counter(_ahead(face, line) for face, line in edges)
    return {
        (face.number, line.base)
        for face, line in edges
        if seen[_key(face, line)] > 1
        or _DRESSED.match(_said(line))
        or _ahead(face, line) == 0
        or (_ahead(face, line) is not None and ahead[_ahead(face, line)] > 1)
    }


def _ahead(face: Face, line: Line) -> int | None:
    """By how much a bare number runs ahead of its page: always the same if it counts."""
    match = re.fullmatch(r"\d{1,3}", _said(line))
    return int(match[0]) - face.number if match else None


def _outermost(face: Face) -> Iterator[Line]:
    depth = (face.top - face.bottom) * _MARGIN
    yield from (line for line in face.lines[:_DEEPEST] if line.base > face.top - depth)
    yield from (line for line in face.lines[-_DEEPEST:] if line.base < face.bottom + depth)


def _key(face: Face, line: Line) -> tuple[int, str]:
    """What makes a line the same line on another page: its height and words."""
    return round((face.top - line.base) / _SAME_HEIGHT), _BESIDE.sub("", _said(line))


def _said(line: Line) -> str:
    return clean(line.raw, "hans")


class Column(NamedTuple):
    """Where the lines of a page begin and end."""

    left: float
    right: float


def columns(faces: Sequence[Face]) -> dict[int, Column]:
    """The column of each page; a page of few lines has that of the whole document."""
    everything = _column([line for face in faces for line in face.lines])
    return {
        face.number: _column(face.lines) if len(face.lines) >= _TELLING else everything
        for face in faces
    }


def _column(rows: Sequence[Line]) -> Column:
    """The outermost beginning and end that two lines share: set lines are flush there."""
    lefts = Counter(round(line.left / _FLUSH) for line in rows)
    rights = Counter(round(line.right / _FLUSH) for line in rows)
    left = min((at for at, count in lefts.items() if count > 1), default=0)
    right = max((at for at, count in rights.items() if count > 1), default=0)
    return Column(left * _FLUSH, right * _FLUSH)


def paragraphs(rows: Sequence[Line], edges: dict[int, Column]) -> Iterator[Spelling]:
    """Lines that nothing stands between: those of one paragraph as one.

    A line set in columns (a table without rules) gives its columns one by one.
    """
    paragraph: Spelling = []
    last: Line | None = None
    for line in rows:
        parts = columns_of(line)
        if last and len(parts) == 1 and _follows(last, line, edges):
            paragraph = run_on(paragraph, line.spelling)
        else:
            if paragraph:
                yield paragraph
            *whole, paragraph = parts
            yield from whole
        last = line if len(parts) == 1 else None
    if paragraph:
        yield paragraph


def _follows(last: Line, line: Line, edges: dict[int, Column]) -> bool:
    page, next_page = last.spelling[0][1].page, line.spelling[0][1].page
    return (
        last.right >= edges[page].right - 2 * last.em
        and last.right - last.left >= _NARROWEST * last.em
        and abs(line.left - edges[next_page].left) <= 0.8 * line.em
        and abs(last.em - line.em) <= 0.1 * last.em
        and (page != next_page or last.base - line.base <= 2.6 * line.em)
        and not last.raw.endswith(_SENTENCE_END)
    )
