"""A document without cells as one long text, with the way back to each printed character.

In: the lines of a text document. Out: `FlatText`: `text` is as long as what is printed, half-width
and Simplified, residue and pinyin blanked out; `compact` is the same without spaces and
punctuation, so that labels are found whatever stands in them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from functools import cached_property
from itertools import filterfalse, islice

import numpy as np
from numpy.typing import NDArray

from flows.normalise import (
    Document,
    Piece,
    Script,
    Text,
    aligned,
    blanked,
    by_character,
    codes_of,
    has_parts,
    piece_of,
    spaced_as,
    unvoiced,
)

_BREAK = ord("\n")


class FlatText:
    """The lines of a document as one text, with the way back to each printed character.

    Made of them when it is first asked for, for most documents have cells.
    """

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def _pieces(self) -> Sequence[Piece]:
        # A document that knows which cells stand below each other has its tables there.
        return self.document.lines if self.document.is_text() else ()

    @cached_property
    def letters(self) -> str:
        """All its letters, and others: a label with one that is not there stands nowhere in it.

        Of Simplified text they are known before the way back to what is printed.
        """
        return self.compact if self.document.script == "hant" else self._said

    @property
    def _said(self) -> str:
        return self.document.text if self.document.is_text() else ""

    def may_have(self, letters: str) -> bool:
        """Whether some letters may all stand in it: a quick look, for most are not all there.

        A Taiwan word in two pieces shows others than it has as a whole, but never for most.
        """
        most = len(letters) // 2 if self.document.script == "hant" else 0
        missing = filterfalse(self._said.__contains__, letters)
        return next(islice(missing, most, None), None) is None

    @cached_property
    def _lines(self) -> Text:
        return Text(list(filter(has_parts, self._pieces)), self.document.charset)

    @cached_property
    def text(self) -> str:
        """As long as what is printed."""
        # Pinyin first: it breaks words that are to be found whole.
        return blanked(_aligned_through(unvoiced(self._lines.printed), self.document.script))

    @cached_property
    def _codes(self) -> NDArray[np.uint32]:
        return codes_of(self.text)

    @cached_property
    def _letters(self) -> NDArray[np.intp]:
        """Where in the text the letters and digits stand, and behind them its end."""
        are_letters = by_character(self._codes, str.isalnum, "is a letter")
        return np.concatenate((*are_letters.nonzero(), (len(self.text),)))

    @cached_property
    def compact(self) -> str:
        """The letters and digits alone."""
        letters = self._codes[self._letters[:-1]]
        return letters.tobytes().decode("utf-32-le", "surrogatepass")

    def lacks(self, labels: Set[str]) -> bool:
        """Whether none of some labels, by their keys, stands in it."""
        return not any(map(self.compact.__contains__, labels))

    def place(self, compact: int) -> int:
        """Where in the text a character of the compact text stands."""
        return self._letters.item(compact)

    @cached_property
    def _breaks(self) -> list[int]:
        breaks: list[int] = (self._codes == _BREAK).nonzero()[0].tolist()
        return breaks

    def line(self, compact: int) -> int:
        """The line on which a character of the compact text stands, from 0."""
        return bisect_left(self._breaks, self.place(compact)) if self._breaks else 0

    def pieces(self, words: Iterable[tuple[str, int]]) -> list[Piece]:
        """What is printed where some words of the text begin, none of which runs over lines."""
        printed, place = self._lines.printed, self._lines.place
        return [
            piece_of((printed[start:end], text, place(start, end)))
            for text, start in words
            for end in [start + len(text)]
        ]


def _aligned_through(text: str, script: Script) -> str:
    """Text aligned as if it had no spaces: words broken over lines are words all the same."""
    if script == "hans":
        return aligned(text, script)
    return spaced_as(text, aligned("".join(text.split()), script))
