"""Words and cells of running text: parts of lines, each with a place of its own.

In: lines of a document. Out: the same as one text, with the way back from any two of its
characters. Of plain text the place is the bytes that a part is printed in; of any other document
it is the line's, and the characters within: `html=1.2.3:1[4-7]`, the last one not included.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain

import numpy as np

from flows.normalise.charset import offsets
from flows.normalise.clean import clean
from flows.normalise.document import Document, Piece, piece_of
from flows.normalise.ranges import BYTES, range_between

_PAGE_NUMBER = re.compile(
    r"(?:[-—–]\s*\d{1,3}\s*[-—–]|第\s*\d{1,3}\s*页[,/ ]*(?:共\s*\d{1,3}\s*页)?"
    # What a browser prints above and below a page: 11/23/26, 8:39 AM and the title, the address.
    r"|\d{1,4}/\d{1,2}/\d{1,4},?\s+(?:[上下]午)?\d{1,2}:\d\d(?:\s*[AP]M)?(?:\s.*)?"
    r"|(?:https?|file)://\S+(?:\s+\d{1,3}/\d{1,3})?)\Z"
)
# What none of these begins has a stroke in it.
_PAGE_SIGNS = frozenset("-—–第")
_WORD = re.compile(r"\S+")


class Text:
    """Some lines as one text, a line break behind each, and what stands where in it."""

    def __init__(self, lines: Sequence[Piece], charset: str) -> None:
        self.printed = "\n".join([line.raw for line in lines])
        self._lines = lines
        self._charset = charset

    @cached_property
    def place(self) -> Callable[[int, int], str]:
        """The locator of what stands between two characters of a line, the end not included.

        Raises:
            ValueError: a line of plain text holds damaged bytes, which cannot be counted out.
        """
        of_bytes = self._lines[0].locator.startswith(BYTES)
        return self._in_bytes() if of_bytes else self._in_lines()

    def _in_bytes(self) -> Callable[[int, int], str]:
        lines = self._lines
        if damaged := next((line for line in lines if "\ufffd" in line.raw), None):
            raise ValueError(f"damaged bytes in {damaged.locator}")
        within = offsets(self.printed, self._charset)
        sizes = [len(line.raw) + 1 for line in lines]
        starts = [int(line.locator[len(BYTES) : line.locator.index("-")]) for line in lines]
        moved = np.subtract(starts, within[np.cumsum([0, *sizes[:-1]])])
        return range_between(within + np.repeat(moved, sizes))

    def _in_lines(self) -> Callable[[int, int], str]:
        lines = self._lines
        firsts = list(accumulate((len(line.raw) + 1 for line in lines), initial=0))

        def place(start: int, end: int) -> str:
            at = bisect_right(firsts, start) - 1
            return f"{lines[at].locator}[{start - firsts[at]}-{end - firsts[at]}]"

        return place


def words(document: Document) -> Iterator[Piece]:
    """The lines of a document, each split where it has space; page numbers are out."""
    return chain.from_iterable(words_of_lines(document))


def words_of_lines(document: Document) -> Iterator[list[Piece]]:
    """The same line by line."""
    lines = [piece for piece in document.lines if not is_page_number(piece.text)]
    text = Text([piece for piece in lines if _has_words(piece)], document.charset)
    at = 0
    for piece in lines:
        if not _has_words(piece):
            yield [piece]
            continue
        yield [
            piece_of((match[0], word, text.place(at + match.start(), at + match.end())))
            for match in _WORD.finditer(piece.raw)
            if (word := clean(match[0], document.script))
        ]
        at += len(piece.raw) + 1


def _has_words(piece: Piece) -> bool:
    return " " in piece.text and has_parts(piece)


def has_parts(piece: Piece) -> bool:
    """Whether every part of a piece has its place: bytes that are damaged cannot be counted."""
    return "\ufffd" not in piece.raw or not piece.locator.startswith(BYTES)


def is_page_number(text: str) -> bool:
    """Whether a text is the number of a page, - 3 -, or what a browser prints beside it."""
    return (text[:1] in _PAGE_SIGNS or "/" in text) and _PAGE_NUMBER.match(text) is not None
