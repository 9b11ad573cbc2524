"""A document without cells as one long text, with the way back to each printed character.

In: the lines of a text document. Out: `FlatText`: `text` is as long as what is printed, half-width
and Simplified, residue and pinyin blanked out; `compact` is the same without spaces and
punctuation, so that labels are found whatever stands in them.
"""

import re
from bisect import bisect_right
from itertools import accumulate

from flows.normalise import Document, Piece, Script, aligned, blanked, part, unvoiced

_WORDS = re.compile(r"\w")
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
            self._places = [m.start() for m in _WORDS.finditer(self.text) if m[0] != "_"]
            self._places.append(len(self.text))
        return self._places[compact]

    def piece(self, start: int, end: int) -> Piece | None:
        """The printed piece between two characters; None where it runs over lines."""
        at = bisect_right(self._starts, start) - 1
        if end >= self._starts[at + 1]:
            return None
        before = self._starts[at]
        printed = part(self._pieces[at], start - before, end - before, self._charset)
        return printed._replace(text=self.text[start:end])


def _aligned_through(text: str, script: Script) -> str:
    """Text aligned as if it had no spaces: words broken over lines are words all the same."""
    if script == "hans":
        return aligned(text, script)
    letters = iter(aligned("".join(text.split()), script))
    return "".join(c if c.isspace() else next(letters) for c in text)
