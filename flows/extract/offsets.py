"""Where the values of a row begin, behind cells that only lay out the page.

In: the cells behind a row's label. Out: the ones that are its values, one a column. A label
that spanned columns leaves blanks behind it, before the values or, where short rows are filled
up, after them; which, the rows without blanks and the header tell. Nothing comes out where
they do not.
"""

from flows.extract.form import Block
from flows.extract.header import Header
from flows.extract.labels import key
from flows.normalise import Piece

Cells = list[Piece]


def header_offset(row: Cells, header: Header, block: Block) -> dict[int, set[int]]:
    """Where values begin behind the label, by a header of one row whose corner is its label.

    A row of as many cells as its header has its values where the header has its columns; the
    cells beside them lay out the page.
    """
    filled = [place for place, piece in enumerate(row) if piece.text]
    cornered = filled[:1] == [0] and key(row[0].text) in block.corner
    columns = filled[1:]
    together = bool(columns) and columns[-1] - columns[0] + 1 == len(columns)
    if not cornered or not together or len(columns) != len(header.columns):
        return {}
    return {len(row) - 1: {columns[0] - 1}}


def shared_offsets(rows: list[Cells], size: int, above: dict[int, set[int]]) -> dict[int, int]:
    """Where values begin, by the number of cells behind the label.

    A row as wide as this one tells, if it is full, or the header `above` it; else the rows
    of other widths, if all of them are filled up on the same side.
    """
    offsets: dict[int, set[int]] = {width: set(places) for width, places in above.items()}
    offsets.setdefault(size, set()).add(0)
    for row in rows:
        # A row with a cell a column says nothing new.
        offset = _sure_offset(row, size) if len(row) != size else -1
        if offset >= 0:
            offsets.setdefault(len(row), set()).add(offset)
    if any(len(found) > 1 for found in offsets.values()):
        return {width: found.pop() for width, found in offsets.items() if len(found) == 1}
    known = {width: found.pop() for width, found in offsets.items()}
    return _filled_up({len(row) for row in rows}, size, known) | known


def _filled_up(widths: set[int], size: int, known: dict[int, int]) -> dict[int, int]:
    """Where values begin in rows of other widths, if all rows are filled up on one side."""
    wider = [(width, offset) for width, offset in known.items() if width > size]
    if wider and all(offset == 0 for _, offset in wider):
        return {width: 0 for width in widths if width > size}
    if wider and all(offset == width - size for width, offset in wider):
        return {width: width - size for width in widths if width > size}
    return {}


def _sure_offset(values: Cells, size: int) -> int:
    """Where the values of a full row begin, or -1 where blanks leave it open."""
    filled = [place for place, piece in enumerate(values) if piece.text]
    whole = len(filled) == size and filled[-1] - filled[0] + 1 == size
    return filled[0] if whole else -1


def window(values: Cells, size: int, offset: int | None) -> Cells | None:
    """The cells of a row, one a column; None where their place is not certain."""
    if len(values) == size:
        return values
    own = _sure_offset(values, size)
    start = own if own >= 0 else offset
    if start is None or len(values) < start + size:
        return None
    outside = values[:start] + values[start + size :]
    return values[start : start + size] if not any(p.text for p in outside) else None
