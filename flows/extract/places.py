"""Where in a document a header or a row may begin: tokens and rows indexed by their labels.

Every block of every form looks for its header and its rows in every document; with the index
it looks only where one of its labels stands.
"""

from dataclasses import dataclass
from functools import lru_cache

from flows.extract.labels import key, may_go_on
from flows.extract.matrices import matrices
from flows.extract.numbers import is_value
from flows.normalise import Document, Grid, Piece, Script, breaks_word, joined

# Longer than any statutory label.
_LONGEST = 60
# No half of a Taiwan word is as long.
_HALF_WORD = 9
# A label broken over lines comes in at most this many pieces (部分公开 has the longest).
_LABEL_PIECES = 4


Places = dict[str, list[int]]
# The keys of the row labels that begin at a token, each with its number of pieces.
Labels = dict[int, list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Run:
    """The pieces of a document in reading order, and the places of each label's key.

    `are_values` says of each piece whether it could stand in a value cell, and of the end that
    it could not, `labels` which row labels of any form begin at it, the longest first, and
    `blanks` are the blank cells that stand before it; `is_thinned` where a copy kept one of
    each line.
    """

    tokens: list[Piece]
    are_values: list[bool]
    places: Places
    labels: Labels
    blanks: dict[int, list[Piece]]
    is_thinned: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a document's grids one below the other, and those in which each key stands."""

    rows: list[list[Piece]]
    places: Places


def run_of(document: Document) -> Run:
    """Index the pieces of a document."""
    tokens: list[Piece] = []
    blanks: dict[int, list[Piece]] = {}
    for piece in document.run(blanks=True):
        if piece.text:
            tokens.append(piece)
        else:
            blanks.setdefault(len(tokens), []).append(piece)
    # Nearly every value is a number, which needs no closer look.
    are_values = [text.isdecimal() or is_value(text) for _, text, _ in tokens]
    places: Places = {}
    labels: Labels = {}
    for place, (_, text, _) in enumerate(tokens):
        named = None if are_values[place] else _named(text)
        if named is None:
            continue
        printed, is_row, is_begun = named
        places.setdefault(printed, []).append(place)
        found = [(printed, 1)] if is_row else []
        pieces = tokens[place : place + _LABEL_PIECES]
        goes_on = len(pieces) > 1 and not are_values[place + 1]
        if goes_on and (is_begun or _may_go_on(printed, pieces, document.script)):
            found = _broken_labels(pieces) + found
        if found:
            labels[place] = found
    return Run(tokens, [*are_values, False], places, labels, blanks, document.is_thinned())


@lru_cache(maxsize=65_536)
def _named(text: str) -> tuple[str, bool, bool] | None:
    """A label's key, whether it is a row's, and whether it may begin one; None for running text."""
    if not _is_short(text):
        return None
    printed = key(text)
    return printed, printed in matrices().row_keys, may_go_on(printed, matrices().begun)


def _may_go_on(printed: str, pieces: list[Piece], script: Script) -> bool:
    """Whether the first of some pieces may begin a label, although its key begins none.

    All the rest may be a bracket or a quotation mark that closes it, and what looks like
    another word the first half of a Taiwan one.
    """
    following = _named(pieces[1].text)
    return (following is not None and not following[0]) or (
        script == "hant" and printed[:-_HALF_WORD] in matrices().begun and breaks_word(pieces)
    )


def _broken_labels(pieces: list[Piece]) -> list[tuple[str, int]]:
    """The row labels that the first two or more pieces make, the longest first."""
    known, begun = matrices().row_keys, matrices().begun
    found: list[tuple[str, int]] = []
    for size in range(2, len(pieces) + 1):
        if is_value(pieces[size - 1].text):
            break
        more = pieces[:size]
        printed = key(joined(more).text)
        if printed in known:
            found.append((printed, size))
        elif not may_go_on(printed, begun) and all(piece.raw == piece.text for piece in more):
            break  # Nothing that follows makes a label of it, but for half a Taiwan word.
    return found[::-1]


def sheet_of(grids: list[Grid]) -> Sheet:
    """Index the rows of a document's grids."""
    rows = [[cell.piece for cell in row] for grid in grids for row in grid.rows()]
    places: Places = {}
    for place, row in enumerate(rows):
        for _, text, _ in row:
            # Most cells are numbers, which no header has.
            if text and not text.isdecimal() and _is_short(text):
                places.setdefault(key(text), []).append(place)
    return Sheet(rows, places)


def _is_short(text: str) -> bool:
    """Whether a text is no longer than a label, were it not for the space between its letters."""
    return len(text) <= _LONGEST or len(text) - text.count(" ") <= _LONGEST


def starts(places: Places, openings: frozenset[str]) -> list[int]:
    """The tokens or rows at which a header that opens so may begin, each once, in order."""
    return sorted({place for k in places.keys() & openings for place in places[k]})
