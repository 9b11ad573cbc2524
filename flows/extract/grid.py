"""The grid reading: a statutory table by the place of its cells.

In: the grids of a document. Out: a `Reading`, or None where the form's header does not
occur. A value belongs to the row its cell stands in, and to a column by its distance from
the label; a blank keeps its place. A row that is ragged in a way that allows two places
for its values is unreadable.

It is independent of the label-anchored reading: that one never looks at rows and places,
this one never at what follows what across a row's end.
"""

from dataclasses import dataclass

from flows.extract.forms import Block, Form, Node
from flows.extract.header import Header, decode_header
from flows.extract.labels import key
from flows.extract.numbers import is_value
from flows.extract.places import Sheet, starts
from flows.extract.table import Reading
from flows.normalise import Piece

Cells = list[Piece]


@dataclass(slots=True)
class _Row:
    """A labelled row: what its label names, and the cells to the right of the label."""

    node: Node | None
    label: Piece
    values: Cells


def read_grids(sheet: Sheet, form: Form) -> Reading | None:
    """Read one form's table out of the grids of a document."""
    reading = Reading(form)
    for block in form.blocks:
        _read_block(sheet, block, reading)
    return reading if reading.rows else None


def _read_block(sheet: Sheet, block: Block, reading: Reading) -> None:
    begins = starts(sheet.places, block.openings)
    for at in begins:
        found = _header(sheet.rows, at, block)
        if found is None:
            continue
        header, first = found
        labelled = _labelled(sheet.rows, first, block, frozenset(begins))
        if labelled and (labelled[0].node or not block.rows):
            reading.header_by_order += header.by_order
            _place(labelled, header, block, reading)
            return


def _header(rows: list[Cells], at: int, block: Block) -> tuple[Header, int] | None:
    """The header that begins in a row, past its corner, and the first row below it."""
    printed = [piece for piece in rows[at] if piece.text and key(piece.text) not in block.corner]
    last = at + 1
    while printed:
        header = decode_header(printed, 0, block)
        if header is not None:
            return (header, last) if header.end == len(printed) else None
        below = rows[last] if last < len(rows) and last < at + 3 else []
        more = [piece for piece in below if piece.text]
        if not more or any(is_value(piece.text) for piece in more):
            return None
        printed += more
        last += 1
    return None


def _labelled(rows: list[Cells], first: int, block: Block, begins: frozenset[int]) -> list[_Row]:
    """The rows below a header; `begins` are those in which another may begin."""
    if not block.rows:
        values = rows[first] if first < len(rows) else []
        return [_Row(None, values[0], values)] if values else []
    by_key, passing = block.leaf_of, block.passing
    labelled: list[_Row] = []
    at = first
    while at < len(rows):
        # A header repeated after a page break says 总计 too, like a row.
        if repeated := _header(rows, at, block) if at in begins else None:
            below = rows[repeated[1]] if repeated[1] < len(rows) else []
            goes_on = _label(below, by_key, passing)
            if goes_on is None or goes_on.node is None:
                break
            at = repeated[1]
            continue
        row = _label(rows[at], by_key, passing)
        if row is not None:
            labelled.append(row)
        elif _closes(rows[at], passing):
            break
        at += 1
    return labelled


def _label(row: Cells, by_key: dict[str, Node], passing: frozenset[str]) -> _Row | None:
    """The row's innermost label and the cells behind it; an unknown label has no node."""
    for place in range(len(row) - 1, -1, -1):
        node = by_key.get(key(row[place].text))
        if node is not None:
            return _Row(node, row[place], row[place + 1 :])
    words = [place for place, piece in enumerate(row) if _is_word(piece)]
    values = any(is_value(piece.text) for piece in row)
    if words and values and key(row[words[-1]].text) not in passing:
        return _Row(None, row[words[-1]], [])
    return None


def _is_word(piece: Piece) -> bool:
    return bool(piece.text) and not is_value(piece.text)


def _closes(row: Cells, passing: frozenset[str]) -> bool:
    """Whether a row without a label belongs to another block or table."""
    return any(_is_word(piece) and key(piece.text) not in passing for piece in row)


def _place(labelled: list[_Row], header: Header, block: Block, reading: Reading) -> None:
    size = len(header.columns)
    shared = _shared_offsets(labelled, size)
    row_no = reading.last_row_no()
    for row in labelled:
        row_no += 1
        if row.node is None and block.rows:
            reading.unknown.append(row.label)
            continue
        values = _window(row.values, size, shared.get(len(row.values)))
        readable = values is not None or not any(p.text for p in row.values)
        code = row.node.code if row.node else None
        reading.add(code or "", row_no, header.columns, values, readable=readable)


def _shared_offsets(labelled: list[_Row], size: int) -> dict[int, int]:
    """Where values begin, by the number of cells behind the label, where full rows agree.

    A label that spanned columns leaves blanks behind it, and more of them than its
    neighbour's: only a row as wide as this one tells where its values begin.
    """
    offsets: dict[int, set[int]] = {size: {0}}
    for row in labelled:
        offset = _sure_offset(row.values, size)
        if offset >= 0:
            offsets.setdefault(len(row.values), set()).add(offset)
    return {width: found.pop() for width, found in offsets.items() if len(found) == 1}


def _sure_offset(values: Cells, size: int) -> int:
    """Where the values of a full row begin, or -1 where blanks leave it open."""
    filled = [place for place, piece in enumerate(values) if piece.text]
    whole = len(filled) == size and filled[-1] - filled[0] + 1 == size
    return filled[0] if whole else -1


def _window(values: Cells, size: int, offset: int | None) -> Cells | None:
    """The cells of a row, one a column; None where their place is not certain."""
    own = _sure_offset(values, size)
    start = own if own >= 0 else offset
    if start is None or len(values) < start + size:
        return None
    outside = values[:start] + values[start + size :]
    return values[start : start + size] if not any(p.text for p in outside) else None
