"""The reading of tables that a PDF converter tore: rows as lines, labels in pieces around them.

In: the lines of a document, pipe rows among them. Out: a `Reading`, or None where a block of
the form is not there whole. A converter prints what stands at one height as one line: a row's
numbers stay together, but a label of several lines comes before them, behind them or both,
among the pieces of its neighbours. Such a table is read only where two independent ways name
each row alike. By place: there are as many rows as the form has, and every label that stayed
with its numbers names the row of the form in its place. By label: those that did not are
found in the text between the rows, all of them, and in the order of the form. Besides, every
identity of the table must hold; the values are inferred all the same. A table without
identities must have every label beside its numbers.
"""

from collections.abc import Sequence
from itertools import pairwise

from flows.extract.form import Block, Form, Node
from flows.extract.glued import SUMMED, GluedRow, holds
from flows.extract.header import Header
from flows.extract.labels import key
from flows.extract.lines import Line
from flows.extract.table import Reading
from flows.extract.torn_header import read_torn_header
from flows.normalise import Piece

# A header has at most so many lines, with what stands in its corner.
_HEADER_LINES = 16
# A label beside its numbers comes in at most so many words.
_LABEL_WORDS = 4
# So much of a label tells it from all others, or more where others begin alike; a label that
# is shorter than the least may stand in any text.
_TELLING, _LEAST = 5, 4


def may_be_torn(letters: str, form: Form) -> bool:
    """Whether a document with these letters has those of every header and last row of a form."""
    stands = letters.__contains__
    return all(
        any(all(map(stands, k)) for k in label.keys)
        for block in form.blocks
        for label in (*block.leaves, *block.row_leaves[-1:])
    )


def read_torn(lines: list[Line], form: Form) -> Reading | None:
    """Read one form's table out of lines."""
    reading = Reading(form)
    is_summed = form.table_code in SUMMED
    printed: list[GluedRow] = []
    for block in form.blocks:
        begins = [at for at, line in enumerate(lines) if _begins(line, block)]
        if len(begins) != 1:
            return None
        rows = _rows(lines[begins[0] :], block, are_named=not is_summed)
        header = _header(lines, begins[0], block) if rows else None
        if rows is None or header is None:
            return None
        reading.header_torn += header.by_order
        for code, numbers in rows:
            printed.append(GluedRow(code, header.columns, [(p.text, 0) for p in numbers]))
            number = len(printed)
            reading.add(code, number, header.columns, numbers, readable=True, inferred=is_summed)
    return reading if not is_summed or holds(form.table_code, printed) else None


def _begins(line: Line, block: Block) -> bool:
    """Whether a line is the first row of a block; that of table 4 has no label."""
    if len(line.numbers) < block.width or not _numbers(line, block):
        return False
    return _label(line, block) is block.row_leaves[0] if block.rows else not line.words


def _numbers(line: Line, block: Block) -> list[Piece]:
    """The numbers of a line that has one a column, blanks that fill it up left out."""
    kept, more = line.numbers[: block.width], line.numbers[block.width :]
    is_filled = any(piece.text for piece in kept) and not any(piece.text for piece in more)
    return kept if is_filled and len(kept) == block.width else []


def _label(line: Line, block: Block) -> Node | None:
    """The row whose label stands in the last words of a line."""
    for size in range(1, 1 + min(_LABEL_WORDS, len(line.words))):
        if leaf := block.leaf_of.get(key("".join([piece.text for piece in line.words[-size:]]))):
            return leaf
    return None


def _header(lines: list[Line], at: int, block: Block) -> Header | None:
    """The header above a row, down from a heading or from numbers."""
    first = at
    while first > max(0, at - _HEADER_LINES):
        if lines[first - 1].is_heading() or lines[first - 1].has_numbers():
            break
        first -= 1
    return read_torn_header([line.words for line in lines[first:at]], block)


def _rows(
    lines: list[Line], block: Block, *, are_named: bool
) -> list[tuple[str, list[Piece]]] | None:
    """The rows by their code, down from the first, or None if they are not all the form's.

    Rows that `are_named` have their labels beside them.
    """
    if not block.rows:
        return [("", _numbers(lines[0], block))]
    leaves = block.row_leaves
    places = [at for at, line in enumerate(lines) if _numbers(line, block)][: len(leaves)]
    if len(places) < len(leaves):
        return None
    end = places[-1] + 1
    labels = [_label(lines[at], block) for at in places]
    pairs = list(zip(leaves, labels, strict=True))
    torn = [leaf for leaf, label in pairs if label is None]
    others = [line for line in lines[:end] if line.has_numbers() and not _numbers(line, block)]
    if any(label is not None and label is not leaf for leaf, label in pairs):
        return None
    # In the last row ends what was counted; what has words and fewer numbers lost a cell.
    if labels[-1] is None or any(line.words for line in others) or _go_on(lines[end:], block):
        return None
    if are_named and (torn or others or (lines[end:] and lines[end].has_numbers())):
        return None
    if not _in_order(torn, [piece for line in lines[:end] for piece in line.words], block):
        return None
    rows = _filled([_numbers(lines[at], block) for at in places], others)
    return (
        [(leaf.code or "", row) for leaf, row in zip(leaves, rows, strict=True)] if rows else None
    )


def _go_on(below: list[Line], block: Block) -> bool:
    """Whether below the last row stands one more, which the form does not have."""
    return any(line.words and _numbers(line, block) for line in below[:1])


def _in_order(leaves: Sequence[Node], words: list[Piece], block: Block) -> bool:
    """Whether the labels of some rows begin in a text one after the other, each once."""
    text = "".join(key(piece.text) for piece in words)
    places = []
    for leaf in leaves:
        found = {text.find(begin) for k in leaf.keys if (begin := _beginning(k, leaf, block))}
        places.append(min((at for at in found if at >= 0), default=-1))
    return -1 not in places and all(a < b for a, b in pairwise(places))


def _beginning(label: str, leaf: Node, block: Block) -> str:
    """As much of a label as tells it from those of all other rows, if any does."""
    others = [k for other in block.row_leaves if other is not leaf for k in other.keys]
    for size in range(min(_TELLING, max(len(label), _LEAST)), len(label) + 1):
        if not any(other.startswith(label[:size]) for other in others):
            return label[:size]
    return ""


def _filled(rows: list[list[Piece]], others: list[Line]) -> list[list[Piece]] | None:
    """The rows with the one number that stands astray in the one cell that is blank."""
    blanks = [(row, at) for row in rows for at, piece in enumerate(row) if not piece.text]
    strays = [piece for line in others for piece in line.numbers if piece.text]
    if not blanks:
        return rows
    if len(blanks) != 1 or len(strays) != 1:
        return None
    row, at = blanks[0]
    row[at] = strays[0]
    return rows
