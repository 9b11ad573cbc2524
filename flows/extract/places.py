"""Where in a document a header may begin: tokens and rows indexed by the keys of their labels.

Every block of every form looks for its header in every document; with the index it looks
only where one of its labels stands.
"""

from dataclasses import dataclass

from flows.extract.labels import key
from flows.normalise import Document, Grid, Piece

# Longer than any statutory label.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Run:
    """The pieces of a document in reading order, and the places of each label's key.

    `blanks` are the blank cells that stand before a piece, by its place.
    """

    tokens: list[Piece]
    places: dict[str, list[int]]
    blanks: dict[int, list[Piece]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a document's grids one below the other, and the keys in each."""

    rows: list[list[Piece]]
    keys: list[frozenset[str]]


def run_of(document: Document) -> Run:
    """Index the pieces of a document."""
    tokens: list[Piece] = []
    blanks: dict[int, list[Piece]] = {}
    for piece in document.run(blanks=True):
        if piece.text:
            tokens.append(piece)
        else:
            blanks.setdefault(len(tokens), []).append(piece)
    places: dict[str, list[int]] = {}
    for place, token in enumerate(tokens):
        if len(token.text) <= _LONGEST:
            places.setdefault(key(token.text), []).append(place)
    return Run(tokens, places, blanks)


def sheet_of(grids: list[Grid]) -> Sheet:
    """Index the rows of a document's grids."""
    rows = [[cell.piece for cell in row] for grid in grids for row in grid.rows()]
    return Sheet(rows, [frozenset(_keys(row)) for row in rows])


def _keys(row: list[Piece]) -> set[str]:
    return {key(piece.text) for piece in row if 0 < len(piece.text) <= _LONGEST}


def starts(run: Run, openings: frozenset[str]) -> list[int]:
    """The tokens at which a header that opens so may begin, in order."""
    return sorted(place for k in run.places.keys() & openings for place in run.places[k])
