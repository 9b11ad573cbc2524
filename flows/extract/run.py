"""The label-anchored reading: a statutory table as a run of labels and values.

In: the pieces of a document in reading order, boundaries between rows and columns
forgotten. Out: a `Reading`, or None where the form's header does not occur. A value
belongs to the label before it, and to a column by counting; a row whose count is not
exactly the number of columns is unreadable as a whole, for a lost blank would shift it.

It is independent of the grid reading: this one never looks at the position of a cell, the
grid never at the order of the text.
"""

from dataclasses import dataclass

from flows.extract.forms import Block, Form, Node
from flows.extract.header import Header, decode_header
from flows.extract.labels import key, split_ordinal
from flows.extract.numbers import is_value
from flows.extract.places import Run, starts
from flows.extract.table import Reading
from flows.normalise import Piece

# A label broken over lines comes in at most this many pieces (部分公开 has the longest).
_LABEL_PIECES = 4
# Longer than any statutory label: running text, where a table has ended.
_PROSE = 60


@dataclass(slots=True)
class _Row:
    """A labelled row and the value pieces that follow its label."""

    node: Node | None
    label: Piece
    values: list[Piece]


def read_run(run: Run, form: Form) -> Reading | None:
    """Read one form's table out of a run of pieces."""
    reading = Reading(form)
    for block in form.blocks:
        _read_block(run, block, reading)
    return reading if reading.rows else None


def _read_block(run: Run, block: Block, reading: Reading) -> None:
    """Read the first occurrence of a block: its header, and behind it a row of its own."""
    tokens = run.tokens
    for at in starts(run.places, block.openings):
        header = decode_header(tokens, at, block)
        if header is None:
            continue
        rows = _rows(tokens, header, block)
        if not rows or (block.rows and rows[0].node is None):
            continue
        reading.header_by_order += header.by_order
        _place(rows, header, block, reading)
        return


def _rows(tokens: list[Piece], header: Header, block: Block) -> list[_Row]:
    """The rows under a header."""
    if not block.rows:
        return _unlabelled(tokens, header)
    by_key, passing = block.leaf_of, block.passing
    rows: list[_Row] = []
    at = header.end
    while at < len(tokens):
        token = tokens[at]
        if rows and is_value(token.text):
            rows[-1].values.append(token)
            at += 1
            continue
        if repeated := decode_header(tokens, at, block):
            if not _goes_on(tokens, repeated.end, by_key, passing):
                break
            at = repeated.end
            continue
        node, size = _label(tokens, at, by_key, passing)
        if node is not None:
            rows.append(_Row(node, token, []))
        elif size == 0:
            if _ends(token, tokens, at):
                break
            rows.append(_Row(None, token, []))
        at += max(size, 1)
    return rows


def _goes_on(tokens: list[Piece], at: int, rows: dict[str, Node], passing: frozenset[str]) -> bool:
    """Whether a header printed again, after a page break, is this block's own."""
    return _label(tokens, at, rows, passing) != (None, 0)


def _unlabelled(tokens: list[Piece], header: Header) -> list[_Row]:
    """The single row of a table whose header says everything (table 4)."""
    at = header.end
    while at < len(tokens) and is_value(tokens[at].text):
        at += 1
    values = tokens[header.end : at]
    return [_Row(None, values[0], values)] if values else []


def _label(
    tokens: list[Piece], at: int, rows: dict[str, Node], passing: frozenset[str]
) -> tuple[Node | None, int]:
    """The row named by the tokens from here on, or a label to pass over; size 0: neither.

    The longest label wins: 部分公开 is one, and so is 部分公开 with its brackets on the next line.
    """
    joined = ""
    found: tuple[Node | None, int] = None, 0
    for size in range(1, _LABEL_PIECES + 1):
        if at + size > len(tokens) or is_value(tokens[at + size - 1].text):
            break
        joined += tokens[at + size - 1].text
        printed = key(joined)
        if printed in rows or printed in passing:
            found = rows.get(printed), size
    return found


def _ends(token: Piece, tokens: list[Piece], at: int) -> bool:
    """Whether a text no form knows ends the table rather than naming a row in it."""
    followed = at + 1 < len(tokens) and is_value(tokens[at + 1].text)
    is_heading = split_ordinal(token.text)[1] == "chapter"
    return len(token.text) > _PROSE or is_heading or not followed


def _place(rows: list[_Row], header: Header, block: Block, reading: Reading) -> None:
    """Give each value its address; rows number on from those of earlier blocks."""
    row_no = reading.last_row_no()
    for row in rows:
        row_no += 1
        if row.node is None and block.rows:
            reading.unknown.append(row.label)
            continue
        fits = len(row.values) == len(header.columns)
        values = row.values if fits else None
        code = row.node.code if row.node else None
        readable = fits or not row.values
        reading.add(code or "", row_no, header.columns, values, readable=readable)
