"""The grid reading: a statutory table by the place of its cells.

In: the grids of a document. Out: a `Reading`, or None where the form's header does not
occur. A value belongs to the row its cell stands in, and to a column by its distance from
the label; a blank keeps its place. A row that is ragged in a way that allows two places
for its values is unreadable.

It is independent of the label-anchored reading: that one never looks at rows and places,
this one never at what follows what across a row's end.
"""

from dataclasses import dataclass
from functools import cache

from flows.extract.forms import Block, Form, Node, forms
from flows.extract.header import Header, decode_header
from flows.extract.labels import key
from flows.extract.numbers import is_value
from flows.extract.places import Sheet
from flows.extract.table import NOTHING, Reading
from flows.normalise import Piece

Cells = list[Piece]
# Shorter labels (其他, 总计) stand in many tables.
_TELLING = 4


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
    return reading if reading.cells else None


@cache
def _elsewhere(table_code: str) -> frozenset[str]:
    """Keys of the rows of all other tables, but for those that may name any row (其他)."""
    others = (form for form in forms() if form.table_code != table_code)
    return frozenset(k for f in others for b in f.blocks for k in b.leaf_of if len(k) >= _TELLING)


def _read_block(sheet: Sheet, block: Block, reading: Reading) -> None:
    for at in range(len(sheet.rows)):
        found = _header(sheet, at, block)
        if found is None:
            continue
        header, first = found
        labelled = _labelled(sheet, first, block, _elsewhere(reading.form.table_code))
        if labelled and (labelled[0].node or not block.rows):
            reading.header_by_order += header.by_order
            above = _header_offset(sheet.rows[at], header, block) if first == at + 1 else {}
            _place(labelled, header, block, reading, above)
            return


def _header_offset(row: Cells, header: Header, block: Block) -> dict[int, set[int]]:
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


def _header(sheet: Sheet, at: int, block: Block) -> tuple[Header, int] | None:
    """The header that begins in a row, past its corner, and the first row below it."""
    if not sheet.keys[at] & block.openings:
        return None
    rows = sheet.rows
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


def _labelled(sheet: Sheet, first: int, block: Block, elsewhere: frozenset[str]) -> list[_Row]:
    """The rows of a block, up to its end or the first row that another table knows."""
    rows = sheet.rows
    if not block.rows:
        # A second row of values is another year's or another body's.
        second = rows[first + 1 : first + 2]
        values = rows[first : first + 1] + [row for row in second if _is_values(row)]
        return [_Row(None, row[0], row) for row in values if row]
    by_key, passing = block.leaf_of, block.passing
    labelled: list[_Row] = []
    at = first
    while at < len(rows):
        # A header repeated after a page break says 总计 too, like a row.
        if repeated := _header(sheet, at, block):
            below = rows[repeated[1]] if repeated[1] < len(rows) else []
            goes_on = _label(below, by_key, passing)
            if goes_on is None or goes_on.node is None:
                break
            at = repeated[1]
            continue
        row = _label(rows[at], by_key, passing)
        if row is not None and row.node is None and key(row.label.text) in elsewhere:
            break
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


def _is_values(row: Cells) -> bool:
    """Whether a row holds nothing but values."""
    return any(p.text for p in row) and not any(_is_word(p) for p in row)


def _is_word(piece: Piece) -> bool:
    return bool(piece.text) and not is_value(piece.text)


def _closes(row: Cells, passing: frozenset[str]) -> bool:
    """Whether a row without a label belongs to another block or table."""
    return any(_is_word(piece) and key(piece.text) not in passing for piece in row)


def _place(
    labelled: list[_Row],
    header: Header,
    block: Block,
    reading: Reading,
    above: dict[int, set[int]],
) -> None:
    """Give each value its address; `above` says where a header puts values, by cells."""
    size = len(header.columns)
    shared = _shared_offsets(labelled, size, above)
    row_no = max((cell.row_no for cell in reading.cells.values()), default=0)
    for row in labelled:
        row_no += 1
        if row.node is None and block.rows:
            reading.unknown.append(row.label)
            continue
        values = _window(row.values, size, shared.get(len(row.values)))
        # A label with too few cells behind it is where a copy breaks off, no row of blanks.
        is_empty = not any(piece.text for piece in row.values)
        if values is None and is_empty:
            values = [NOTHING] * size
        readable = values is not None and (not is_empty or len(row.values) >= size)
        code = row.node.code if row.node else None
        reading.add(code or "", row_no, header.columns, values, readable=readable)


def _shared_offsets(labelled: list[_Row], size: int, above: dict[int, set[int]]) -> dict[int, int]:
    """Where values begin, by the number of cells behind the label, where full rows agree.

    The header is a witness too.

    A label that spanned columns leaves blanks behind it, and more of them than its
    neighbour's: only a row as wide as this one tells where its values begin.
    """
    offsets: dict[int, set[int]] = {width: set(places) for width, places in above.items()}
    offsets.setdefault(size, set()).add(0)
    for row in labelled:
        offset = _sure_offset(row.values, size)
        if offset >= 0:
            offsets.setdefault(len(row.values), set()).add(offset)
    if any(len(found) > 1 for found in offsets.values()):
        return {width: found.pop() for width, found in offsets.items() if len(found) == 1}
    known = {width: found.pop() for width, found in offsets.items()}
    return _filled_up({len(row.values) for row in labelled}, size, known) | known


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


def _window(values: Cells, size: int, offset: int | None) -> Cells | None:
    """The cells of a row, one a column; None where their place is not certain."""
    own = _sure_offset(values, size)
    start = own if own >= 0 else offset
    if start is None or len(values) < start + size:
        return None
    outside = values[:start] + values[start + size :]
    return values[start : start + size] if not any(p.text for p in outside) else None
