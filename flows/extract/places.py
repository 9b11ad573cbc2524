"""Where in a document a header or a row may begin: tokens and rows indexed by their labels.

Every block of every form looks for its header and its rows in every document; with the index
it looks only where one of its labels stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress

from flows.extract.form import Block
from flows.extract.header import Header, decode_header
from flows.extract.labels import key, may_go_on
from flows.extract.matrices import matrices
from flows.extract.numbers import is_value
from flows.normalise import Document, Grid, Piece, breaks_word, is_page_number, joined

# Longer than any statutory label.
_LONGEST = 60
# What is longer is running text, of which every document brings its own, and no label: cleaned
# text has no more than one space behind each letter.
_REMEMBERED = 200
# No half of a Taiwan word is as long.
_HALF_WORD = 9
# A label broken over lines comes in at most this many pieces (部分公开 has the longest).
_LABEL_PIECES = 4


Places = dict[str, list[int]]
# The keys of the row labels that begin at a token, each with its number of pieces.
Labels = dict[int, list[tuple[str, int]]]


# Whether a piece is a value, and what else it may be: the label of a key, and whether a header may
# begin with it, whether it is a row's or begins one, and whether it may begin one once half a
# Taiwan word at its end is a whole one.
_Said = tuple[bool, str | None, bool, bool, bool, bool]
_VALUE: _Said = (True, None, False, False, False, False)
_NO_LABEL: _Said = (False, None, False, False, False, False)


@dataclass(frozen=True, slots=True)
class Run:
    """The pieces of a document in reading order, and `places` of those that may open a header.

    `are_values` says of each piece whether it could stand in a value cell, and of the end that
    it could not, `labels` which row labels of any form begin at it, the longest first, and
    `blanks` are the blank cells that stand before it.
    """

    tokens: list[Piece]
    are_values: list[bool]
    places: Places
    labels: Labels
    blanks: dict[int, list[Piece]]
    document: Document
    _headers: dict[tuple[int, int], Header | None] = field(default_factory=dict)

    def header(self, at: int, block: Block) -> Header | None:
        """The header of a block that begins at a token; several blocks have the same."""
        place = (at, id(block.header))
        if place not in self._headers:
            self._headers[place] = decode_header(self.tokens, at, block)
        return self._headers[place]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a document's grids one below the other, and those in which each key stands.

    `columns` of cells by their locators, where grids were read off the page and not out of a file
    that says what they are: there a cell's place is what it is known by.
    """

    rows: list[list[Piece]]
    places: Places
    columns: dict[str, int]

    @property
    def is_drawn(self) -> bool:
        """Whether its grids were read off the page."""
        return bool(self.columns)


def run_of(document: Document) -> Run:
    """Index the pieces of a document."""
    pieces = document.run(blanks=True)
    printed_in = [piece.text for piece in pieces]
    tokens, texts = list(compress(pieces, printed_in)), list(filter(None, printed_in))
    # Nearly all are numbers or single words, which need no closer look.
    said = [
        _VALUE
        if text.isdecimal()
        else _looked_at(text)
        if " " in text or len(text) > _REMEMBERED
        else _said(text)
        for text in texts
    ]
    said.append(_NO_LABEL)
    are_values = [one[0] for one in said]
    is_traditional = document.script == "hant"
    places: Places = {}
    labels: Labels = {}
    for place, (_, printed, opens, is_row, is_begun, may_break) in enumerate(said):
        if printed is None:
            continue
        if opens:
            places.setdefault(printed, []).append(place)
        found = [(printed, 1)] if is_row else []
        following = said[place + 1][1]
        # All that follows may be a bracket or a quotation mark that closes the label.
        goes_on = is_begun or not following
        if following is not None and (goes_on or (is_traditional and may_break)):
            more = _pieces(tokens, said, place)
            if goes_on or breaks_word(more):
                found = _broken_labels(more) + found
        if found:
            labels[place] = found
    blanks = _blanks(pieces, printed_in) if len(tokens) < len(pieces) else {}
    return Run(tokens, are_values, places, labels, blanks, document)


def _blanks(pieces: list[Piece], texts: list[str]) -> dict[int, list[Piece]]:
    """The blank cells among some pieces, by the token that they stand before."""
    blanks: dict[int, list[Piece]] = {}
    for before, place in enumerate([at for at, text in enumerate(texts) if not text]):
        blanks.setdefault(place - before, []).append(pieces[place])
    return blanks


def _pieces(tokens: list[Piece], said: list[_Said], place: int) -> list[Piece]:
    """The pieces from one on, and at least the next, that could be a label broken over lines."""
    end = place + 2
    while end < place + _LABEL_PIECES and said[end][1] is not None:
        end += 1
    return tokens[place:end]


def _looked_at(text: str) -> _Said:
    """What a text may be; running text and whole rows, new in every document, are no labels."""
    numbers = text.rsplit(" ", 2)[1:] if text[-1].isdecimal() else []
    is_row = len(numbers) > 1 and all(map(str.isdecimal, numbers))
    return _NO_LABEL if is_row or len(text) > _REMEMBERED else _said(text)


@lru_cache(maxsize=65_536)
def _said(text: str) -> _Said:
    if is_value(text):
        return _VALUE
    known = matrices()
    if is_page_number(text):
        return _NO_LABEL
    # At its ends there may be halves of Taiwan words, of other letters than the whole.
    if not _is_short(text) or known.foreign.search(text, _HALF_WORD, len(text) - _HALF_WORD):
        return _NO_LABEL
    printed = key(text)
    may_break = printed[:-_HALF_WORD] in known.begun
    is_row, is_begun = printed in known.row_keys, may_go_on(printed, known.begun)
    return False, printed, printed in known.openings, is_row, is_begun, may_break


def _broken_labels(pieces: list[Piece]) -> list[tuple[str, int]]:
    """The row labels that the first two or more pieces make, the longest first."""
    return _made_of(tuple([(piece.raw, piece.text) for piece in pieces]))


@lru_cache(maxsize=65_536)
def _made_of(printed: tuple[tuple[str, str], ...]) -> list[tuple[str, int]]:
    known, begun = matrices().row_keys, matrices().begun
    pieces = [Piece(raw, text, "") for raw, text in printed]
    found: list[tuple[str, int]] = []
    for size in range(2, len(pieces) + 1):
        more = pieces[:size]
        made = key(joined(more).text)
        if made in known:
            found.append((made, size))
        elif not may_go_on(made, begun) and all(piece.raw == piece.text for piece in more):
            break  # Nothing that follows makes a label of it, but for half a Taiwan word.
    return found[::-1]


def sheet_of(grids: Sequence[Grid]) -> Sheet:
    """Index the rows of a document's grids."""
    rows = [row for grid in grids for row in _printed_rows(grid)]
    places: Places = {}
    for place, row in enumerate(rows):
        for text in [piece.text for piece in row]:
            # Most cells are numbers, which no header has.
            if text and not text.isdecimal() and (len(text) <= _LONGEST or _is_short(text)):
                places.setdefault(key(text), []).append(place)
    drawn = [cell for grid in grids if grid.run is not None for cell in grid.cells]
    return Sheet(rows, places, {cell.piece.locator: cell.column for cell in drawn})


def _printed_rows(grid: Grid) -> list[list[Piece]]:
    """The rows of a grid; of a drawn one without those that two borders or a page break left.

    A blank row at its end may be the one that a form has for its values.
    """
    rows = grid.printed
    if grid.run is None:
        return rows
    said = [row for row in rows[:-1] if any(piece.text for piece in row)]
    return said + rows[-1:]


def _is_short(text: str) -> bool:
    """Whether a text is no longer than a label, were it not for the space between its letters."""
    return len(text) <= _LONGEST or len(text) - text.count(" ") <= _LONGEST


def starts(places: Places, openings: frozenset[str]) -> list[int]:
    """The tokens or rows at which a header that opens so may begin, each once, in order."""
    found = places.keys() & openings
    return sorted({place for k in found for place in places[k]}) if found else []
