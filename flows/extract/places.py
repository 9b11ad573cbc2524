"""Where in a document a header may begin: tokens and rows indexed by the keys of their labels.

Every block of every form looks for its header in every document; with the index it looks
only where one of its labels stands.
"""

from dataclasses import dataclass

from flows.extract.labels import key
from flows.normalise import Document, Grid, Piece

# Longer than any statutory label.
_LONGEST = 60


Places = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Run:
    """The pieces of a document in reading order, and the places of each label's key.

    `blanks` are the blank cells that stand before a piece, by its place.
    """

    tokens: list[Piece]
    places: Places
    blanks: dict[int, list[Piece]]


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
    places: Places = {}
    for place, token in enumerate(tokens):
        if len(token.text) <= _LONGEST:
            places.setdefault(key(token.text), []).append(place)
    return Run(tokens, places, blanks)


def sheet_of(grids: list[Grid]) -> Sheet:
    """Index the rows of a document's grids."""
    rows = [[cell.piece for cell in row] for grid in grids for row in grid.rows()]
    places: Places = {}
    for place, row in enumerate(rows):
        for piece in row:
            if 0 < len(piece.text) <= _LONGEST:
                places.setdefault(key(piece.text), []).append(place)
    return Sheet(rows, places)


def starts(places: Places, openings: frozenset[str]) -> list[int]:
    """The tokens or rows at which a header that opens so may begin, each once, in order."""
    return sorted({place for k in places.keys() & openings for place in places[k]})
