"""The grid reading: a statutory table by the place of its cells.

In: the grids of a document. Out: a `Reading`, or None where the form's header does not
occur. A value belongs to the row its cell stands in, and to a column by its distance from
the label; a blank keeps its place. A row that is ragged in a way that allows two places
for its values is unreadable.

It is independent of the label-anchored reading: that one never looks at rows and places,
this one never at what follows what across a row's end.
"""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache

from flows.extract.form import Block, Form, Node
from flows.extract.forms import forms
from flows.extract.header import Header, decode_header
from flows.extract.labels import key
from flows.extract.numbers import is_value
from flows.extract.offsets import Cells, header_offset, shared_offsets, window
from flows.extract.places import Sheet, starts
from flows.extract.table import NOTHING, Leaves, Reading
from flows.normalise import PICTURE, Piece

# Shorter labels (其他, 总计) stand in many tables.
_TELLING = 4
# Heads no column: a picture in the corner is the stroke across it.
_SILENT = frozenset({"", PICTURE})


@dataclass(slots=True)
class _Row:
    """A labelled row: what its label names, the cells to the right of it, and how many in all."""

    node: Node | None
    label: Piece
    values: Cells
    width: int


def read_grids(sheet: Sheet, form: Form) -> Reading | None:
    """Read one form's table out of the grids of a document."""
    reading = Reading(form)
    for block in form.blocks:
        _read_block(sheet, block, reading)
    return reading if reading.rows else None


@cache
def _elsewhere(table_code: str) -> frozenset[str]:
    """Keys of the rows of all other tables, but for those that may name any row (其他)."""
    others = (form for form in forms() if form.table_code != table_code)
    return frozenset(k for f in others for b in f.blocks for k in b.leaf_of if len(k) >= _TELLING)


def _read_block(sheet: Sheet, block: Block, reading: Reading) -> None:
    begins = starts(sheet.places, block.openings)
    for at in begins:
        found = _header(sheet, at, block)
        if found is None:
            continue
        header, first = found
        begins_at = frozenset(begins)
        elsewhere = _elsewhere(reading.form.table_code)
        size = len(header.columns)
        labelled = _labelled(sheet, first, block, size, begins_at, elsewhere)
        if labelled and (labelled[0].node or not block.rows):
            reading.header_by_order += header.by_order
            above = header_offset(sheet.rows[at], header, block) if first == at + 1 else {}
            _place(labelled, header, block, reading, above, sheet.rows[at:first])
            return


def _header(sheet: Sheet, at: int, block: Block) -> tuple[Header, int] | None:
    """The header that begins in a row, past its corner, and the first row below it."""
    rows = sheet.rows
    printed = [p for p in rows[at] if p.text not in _SILENT and key(p.text) not in block.corner]
    last = at + 1
    while printed:
        header = decode_header(printed, 0, block)
        if header is not None:
            return (_as_drawn(header, sheet), last) if header.end == len(printed) else None
        below = rows[last] if last < len(rows) and last < at + 3 else []
        more = [piece for piece in below if piece.text]
        if not more or any(is_value(piece.text) for piece in more):
            return None
        printed += more
        last += 1
    return None


def _as_drawn(header: Header, sheet: Sheet) -> Header:
    """A header with its columns as they stand on the page, in whichever row their labels do.

    A page break through a header leaves labels that reach over its rows on another page, and so
    below those beside them.
    """
    if not sheet.is_drawn:
        return header
    places = [sheet.columns.get(label.locator, -1) for label in header.labels]
    drawn = dict(zip(places, header.columns, strict=True))
    # Where two stand in one column, places do not tell.
    is_told = len(drawn) == len(header.columns) and -1 not in drawn
    if not is_told:
        return header
    return replace(header, columns=Leaves(drawn[at] for at in sorted(drawn)))


def _labelled(
    sheet: Sheet,
    first: int,
    block: Block,
    size: int,
    begins: frozenset[int],
    elsewhere: frozenset[str],
) -> list[_Row]:
    """The rows of a block of so many columns, up to its end or a row that another table knows.

    `begins` are the rows in which another header may begin.
    """
    rows = sheet.rows
    if not block.rows:
        # A second row of values is another year's or another body's.
        second = rows[first + 1 : first + 2]
        values = rows[first : first + 1] + [row for row in second if _is_values(row)]
        return [_Row(None, row[0], row, len(row)) for row in values if row]
    by_key, passing = block.leaf_of, block.passing
    labelled: list[_Row] = []
    at = first
    while at < len(rows):
        # A header repeated after a page break says 总计 too, like a row.
        if repeated := _header(sheet, at, block) if at in begins else None:
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
        elif labelled and sheet.is_drawn and (alone := _values_alone(rows[at], size)):
            # Its label is on another page, and with it what a row there has for blanks.
            labelled.append(_Row(None, alone[0], [], len(rows[at])))
        elif _closes(rows[at], passing):
            break
        at += 1
    return labelled


def _label(row: Cells, by_key: dict[str, Node], passing: frozenset[str]) -> _Row | None:
    """The row's innermost label and the cells behind it; an unknown label has no node."""
    for place in range(len(row) - 1, -1, -1):
        text = row[place].text
        # Most cells are numbers, which no label is.
        node = None if text.isdecimal() else by_key.get(key(text))
        if node is not None:
            if place + 1 == len(row) and _is_foreign(row[:place], by_key, passing):
                return None
            return _Row(node, row[place], row[place + 1 :], len(row))
    words = [place for place, piece in enumerate(row) if _is_word(piece)]
    values = any(is_value(piece.text) for piece in row)
    if words and values and key(row[words[-1]].text) not in passing:
        return _Row(None, row[words[-1]], [], len(row))
    return None


def _is_foreign(labels: Cells, by_key: dict[str, Node], passing: frozenset[str]) -> bool:
    """Whether labels are another table's: the header of table 4 ends in 总计, as a row begins."""
    keys = (key(piece.text) for piece in labels if _is_word(piece))
    return any(k not in by_key and k not in passing for k in keys)


def _values_alone(row: Cells, size: int) -> Cells:
    """The values of a row that holds nothing else, if it has as many cells as values and more."""
    filled = [piece for piece in row if piece.text]
    return filled if len(row) > size and not any(map(_is_word, filled)) else []


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
    top: list[Cells],
) -> None:
    """Give each value its address; `above` says where a header, of the rows `top`, puts values."""
    size = len(header.columns)
    shared = shared_offsets([row.values for row in labelled], size, above)
    filled_up = {width + 1 for width in above} | _filled_up(labelled, top, size)
    row_no = reading.last_row_no()
    for row in labelled:
        row_no += 1
        if row.node is None and block.rows:
            reading.unknown.append(row.label)
            continue
        # Rows are filled up to one width: one that falls short lost a cell, and which is unknown.
        is_whole = len(row.values) <= size or row.width in filled_up
        values = window(row.values, size, shared.get(len(row.values))) if is_whole else None
        if values and len(row.values) > size and _may_have_moved(row, values, block):
            values = None
        readable = values is not None
        if values is None and not any(piece.text for piece in row.values):
            values = [NOTHING] * size
            # A label with too few cells behind it is where a copy breaks off, no row of blanks.
            readable = len(row.values) >= size
        code = row.node.code if row.node else None
        reading.add(code or "", row_no, header.columns, values, readable=readable)
        if not is_whole and len(row.values) > size:
            reading.crowd([piece.text for piece in row.values if piece.text])


def _may_have_moved(row: _Row, values: Cells, block: Block) -> bool:
    """Whether a span from above may have moved a row that is filled up, or cut its last number off.

    It has more cells before its label than there are labels over it, and what is taken for a blank
    at the edge of its values may be what fills up the row.
    """
    if row.node is None or (values[0].text and values[-1].text):
        return False
    return row.width - len(row.values) - 1 > block.levels[row.node.code or ""]


def _filled_up(labelled: list[_Row], top: list[Cells], size: int) -> set[int]:
    """The widths to which rows of so many values are filled up, below the header rows `top`."""
    longer = [row for row in labelled if len(row.values) > size]
    if not longer:
        return set()
    widths = Counter([row.width for row in labelled] + [len(row) for row in top])
    lengths = Counter([len(row.values) for row in longer])
    return {
        row.width
        for row in longer
        if window(row.values, size, None)
        # A row wider than all others may have a number twice, and its blank be no filling.
        and (size == 1 or widths[row.width] > 1 or lengths[len(row.values)] > 1)
    }
