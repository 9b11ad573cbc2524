"""A document without cells as one long text, with the way back to each printed character.

In: the lines of a text document. Out: `FlatText`: `text` is as long as what is printed, half-width
and Simplified, residue and pinyin blanked out; `compact` is the same without spaces and
punctuation, so that labels are found whatever stands in them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, compress, count, groupby

from flows.normalise import Document, Piece, Script, aligned, blanked, parts, unvoiced

_NO_WORDS = re.compile(r"[\W_]+")


class FlatText:
    """The lines of a document as one text, with the way back to each printed character."""

    def __init__(self, document: Document) -> None:
        self._charset = document.charset
        self._pieces = [
            piece
            for piece in document.lines()
            if piece.locator.startswith("bytes=") and "\ufffd" not in piece.raw
        ]
        self._starts = [0, *accumulate(len(piece.raw) + 1 for piece in self._pieces)]
        printed = "\n".join(piece.raw for piece in self._pieces)
        # Pinyin first: it breaks words that are to be found whole.
        self.text = blanked(_aligned_through(unvoiced(printed), document.script))
        self.compact = _NO_WORDS.sub("", self.text)
        self._places: list[int] | None = None

    def place(self, compact: int) -> int:
        """Where in the text a character of the compact text stands."""
        if self._places is None:
            self._places = [*compress(count(), map(str.isalnum, self.text)), len(self.text)]
        return self._places[compact]

    def pieces(self, spans: Iterable[tuple[int, int]]) -> list[Piece | None]:
        """The printed pieces between two characters each, one behind the other.

        None stands for one that runs over lines.
        """
        found: list[Piece | None] = []
        for line, group in groupby(spans, key=self._line):
            before, behind = self._starts[line : line + 2]
            inside = list(group)
            cut = [(start - before, end - before) for start, end in inside if end < behind]
            printed = parts(self._pieces[line], cut, self._charset)
            for start, end in inside:
                part = next(printed) if end < behind else None
                found.append(part and Piece(part.raw, self.text[start:end], part.locator))
        return found

    def _line(self, span: tuple[int, int]) -> int:
        return bisect_right(self._starts, span[0]) - 1


def _aligned_through(text: str, script: Script) -> str:
    """Text aligned as if it had no spaces: words broken over lines are words all the same."""
    if script == "hans":
        return aligned(text, script)
    letters = iter(aligned("".join(text.split()), script))
    return "".join(c if c.isspace() else next(letters) for c in text)
