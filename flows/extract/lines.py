"""A document line by line: words, and behind them the numbers that stand beside them.

In: a document. Out: its lines and the rows of its grids in reading order, page numbers and
running heads left out. A number alone on a line is the number of a page where a running head
is next to it, or where all such numbers count up; any other, or one between words, may be a row's.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.extract.labels import split_ordinal
from flows.extract.numbers import is_value
from flows.normalise import Document, Grid, Piece, is_page_number, words_of_lines

# What is shorter than a title may be anything that comes again.
_SHORTEST_HEAD = 10
# No report has more pages.
_DIGITS = 3


class Line(NamedTuple):
    """What stands side by side: words, and behind them numbers, blank cells among them."""

    words: list[Piece]
    numbers: list[Piece]

    def tokens(self) -> list[Piece]:
        """Its words and numbers, without blanks."""
        return [*self.words, *[piece for piece in self.numbers if piece.text]]

    def text(self) -> str:
        """All that stands in a line, without the space between."""
        return "".join([piece.text for piece in self.words + self.numbers])

    def is_heading(self) -> bool:
        """Whether a line opens a chapter: 三、."""
        return bool(self.words) and split_ordinal(self.words[0].text)[1] == "chapter"

    def has_numbers(self) -> bool:
        """Whether any number stands in a line."""
        return any([piece.text for piece in self.numbers])


def lines_of(document: Document) -> list[Line]:
    """The lines of a document and the rows of its grids, in reading order."""
    words = words_of_lines(document)
    found: list[Line] = []
    turns: set[int] = set()
    for block in document.blocks:
        if isinstance(block, Grid):
            found += map(_line, block.printed)
        elif is_page_number(block.text):
            turns.add(len(found))
        elif block.text:
            found.append(_line(next(words)))
    furniture = _furniture(found, turns)
    return [line for at, line in enumerate(found) if at not in furniture]


def most_beside(document: Document) -> int:
    """How many words or cells stand side by side at most; a line has at least one."""
    rows = [len(row) for grid in document.grids for row in grid.printed]
    lines = [1 + line.text.count(" ") for line in document.lines]
    return max((1, *rows, *lines))


def as_one(pieces: Sequence[Piece]) -> Piece:
    """Pieces that stand beside or below each other, in one.

    Other than `joined`, this looks for no Taiwan word in two of them, which takes its time.
    """
    raw = "".join([piece.raw for piece in pieces])
    return Piece(raw, "".join([piece.text for piece in pieces]), pieces[0].locator)


def _line(pieces: list[Piece]) -> Line:
    at = len(pieces)
    while at and (not pieces[at - 1].text or is_value(pieces[at - 1].text)):
        at -= 1
    return Line([piece for piece in pieces[:at] if piece.text], pieces[at:])


def _furniture(lines: list[Line], turns: set[int]) -> set[int]:
    """Where running heads stand, and numbers of pages that do not say so; at `turns` pages begin.

    A running head repeats the first line, or stands at the beginning of pages and nowhere else.
    """
    texts = [line.text() for line in lines]
    numbers = {at: int(texts[at]) for at, line in enumerate(lines) if _may_be_page(line)}
    at_turns = Counter(texts[at] for at in turns if at < len(texts))
    running = {text for text, times in at_turns.items() if 1 < times == texts.count(text)}
    running |= set(texts[:1])
    heads = {
        at
        for at, text in enumerate(texts)
        if at and text in running and len(text) >= _SHORTEST_HEAD and not lines[at].has_numbers()
    }
    counted = list(numbers.values())
    count_up = len(counted) > 1 and all(b == a + 1 for a, b in pairwise(counted))
    pages = (at for at in numbers if count_up and not _are_words(lines, at - 1, at + 1))
    return heads | {at for at in numbers if at + 1 in heads} | set(pages)


def _are_words(lines: list[Line], before: int, behind: int) -> bool:
    """Whether the lines around a number are words alone, which may be its label."""
    around = lines[max(before, 0) : before + 1] + lines[behind : behind + 1]
    return len(around) > 1 and not any(line.has_numbers() for line in around)


def _may_be_page(line: Line) -> bool:
    """Whether a line is nothing but a number of a few digits."""
    if line.words or len(line.numbers) != 1:
        return False
    text = line.numbers[0].text
    return len(text) <= _DIGITS and text.isdecimal()
