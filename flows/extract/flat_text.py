"""A document without cells as one long text, with the way back to each printed character.

In: the lines of a text document. Out: `FlatText`: `text` is as long as what is printed, half-width
and Simplified, residue and pinyin blanked out; `compact` is the same without spaces and
punctuation, so that labels are found whatever stands in them.
"""

from itertools import compress, count

from flows.normalise import (
    Document,
    Piece,
    Script,
    aligned,
    blanked,
    bytes_of,
    has_places,
    placed,
    unvoiced,
)


class FlatText:
    """The lines of a document as one text, with the way back to each printed character."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._pieces = list(filter(has_places, document.lines()))
        self._printed = "\n".join([piece.raw for piece in self._pieces])
        # Pinyin first: it breaks words that are to be found whole.
        self.text = blanked(_aligned_through(unvoiced(self._printed), document.script))
        self._are_letters = list(map(str.isalnum, self.text))
        self.compact = "".join(compress(self.text, self._are_letters))
        self._places: list[int] | None = None
        self._bytes: list[int] | None = None

    def place(self, compact: int) -> int:
        """Where in the text a character of the compact text stands."""
        if self._places is None:
            self._places = [*compress(count(), self._are_letters), len(self.text)]
        return self._places[compact]

    def piece(self, start: int, end: int) -> Piece | None:
        """What is printed between two characters, or None if it runs over lines."""
        raw = self._printed[start:end]
        if "\n" in raw:
            return None
        if self._bytes is None:
            self._bytes = bytes_of(self._pieces, self.document.charset)
        return placed(raw, self.text[start:end], self._bytes[start], self._bytes[end])


def _aligned_through(text: str, script: Script) -> str:
    """Text aligned as if it had no spaces: words broken over lines are words all the same."""
    if script == "hans":
        return aligned(text, script)
    letters = iter(aligned("".join(text.split()), script))
    return "".join(c if c.isspace() else next(letters) for c in text)
