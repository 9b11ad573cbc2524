"""The label-anchored reading: a statutory table as a run of labels and values.

In: the pieces of a document in reading order, boundaries between rows and columns
forgotten. Out: a `Reading`, or None where the form's header does not occur. A value
belongs to the label before it, and to a column by counting, blank cells that stand on
lines of their own included; a row whose count is not exactly the number of columns is
unreadable as a whole, for a lost blank would shift it.

It is independent of the grid reading: this one never looks at the position of a cell, the
grid never at the order of the text.
"""

from dataclasses import dataclass

from flows.extract.forms import Block, Form, Node
from flows.extract.header import Header, decode_header
from flows.extract.labels import key, split_ordinal
from flows.extract.numbers import is_value
from flows.extract.places import Run, starts
from flows.extract.table import NOTHING, Reading
from flows.normalise import Piece, joined

# A label broken over lines comes in at most this many pieces (部分公开 has the longest).
_LABEL_PIECES = 4
# Longer than any statutory label: running text, where a table has ended.
_PROSE = 60


@dataclass(slots=True)
class _Row:
    """A labelled row and the value pieces that follow its label, blanks among them.

    `broken_off` where the document ends behind the label.
    """

    node: Node | None
    label: Piece
    values: list[Piece]
    broken_off: bool = False


def read_run(run: Run, form: Form) -> Reading | None:
    """Read one form's table out of a run of pieces."""
    reading = Reading(form)
    for block in form.blocks:
        _read_block(run, block, reading)
    return reading if reading.rows else None


def _read_block(run: Run, block: Block, reading: Reading) -> None:
    """Read the first occurrence of a block: its header, and behind it a row of its own.

    Later ones are read to compare: a page may print the reports of two years or two bodies.
    """
    found = False
    end = 0
    for at in starts(run.places, block.openings):
        header = decode_header(run.tokens, at, block) if at >= end else None
        if header is None:
            continue
        rows = _rows(run, header, block)
        if not rows or (block.rows and rows[0].node is None):
            continue
        end = header.end
        if found:
            for row in rows:
                reading.compare(row.node.code or "" if row.node else "", header.columns, row.values)
            continue
        found = True
        reading.header_by_order += header.by_order
        _place(rows, header, block, reading, len(run.blanks.get(header.end, ())))


def _rows(run: Run, header: Header, block: Block) -> list[_Row]:
    """The rows under a header."""
    if not block.rows:
        return _unlabelled(run, header)
    tokens = run.tokens
    by_key, passing = block.leaf_of, block.passing
    rows: list[_Row] = []
    at = header.end
    while at < len(tokens):
        token = tokens[at]
        if _add_values(rows, run, at):
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
    if rows and at >= len(tokens):
        _add_values(rows, run, at)
        rows[-1].broken_off = not rows[-1].values
    return rows


def _add_values(rows: list[_Row], run: Run, at: int) -> bool:
    """Add a value, and the blanks before it, to the last row; whether there is a value."""
    if not rows:
        return False
    rows[-1].values += run.blanks.get(at, ())
    if at < len(run.tokens) and is_value(run.tokens[at].text):
        rows[-1].values.append(run.tokens[at])
        return True
    return False


def _goes_on(tokens: list[Piece], at: int, rows: dict[str, Node], passing: frozenset[str]) -> bool:
    """Whether a header printed again, after a page break, is this block's own."""
    return _label(tokens, at, rows, passing) != (None, 0)


def _unlabelled(run: Run, header: Header) -> list[_Row]:
    """The single row of a table whose header says everything (table 4)."""
    tokens = run.tokens
    at = header.end
    values = list(run.blanks.get(at, ()))
    while at < len(tokens) and is_value(tokens[at].text):
        at += 1
        values += [tokens[at - 1], *run.blanks.get(at, ())]
    return [_Row(None, values[0], values)] if at > header.end else []


def _label(
    tokens: list[Piece], at: int, rows: dict[str, Node], passing: frozenset[str]
) -> tuple[Node | None, int]:
    """The row named by the tokens from here on, or a label to pass over; size 0: neither.

    The longest label wins: 部分公开 is one, and so is 部分公开 with its brackets on the next line.
    """
    found: tuple[Node | None, int] = None, 0
    for size in range(1, _LABEL_PIECES + 1):
        if at + size > len(tokens) or is_value(tokens[at + size - 1].text):
            break
        printed = key(joined(tokens[at : at + size]).text)
        if printed in rows or printed in passing:
            found = rows.get(printed), size
    return found


def _ends(token: Piece, tokens: list[Piece], at: int) -> bool:
    """Whether a text no form knows ends the table rather than naming a row in it."""
    followed = at + 1 < len(tokens) and is_value(tokens[at + 1].text)
    is_heading = split_ordinal(token.text)[1] == "chapter"
    return len(token.text) > _PROSE or is_heading or not followed


def _place(rows: list[_Row], header: Header, block: Block, reading: Reading, pads: int) -> None:
    """Give each value its address; rows number on from those of earlier blocks.

    `pads`: how many blanks behind the header fill up its row.
    """
    row_no = reading.last_row_no()
    for row in rows:
        row_no += 1
        if row.node is None and block.rows:
            reading.unknown.append(row.label)
            continue
        values = _values(row.values, len(header.columns), pads)
        code = row.node.code if row.node else None
        if values is None and not any(piece.text for piece in row.values):
            values = [NOTHING] * len(header.columns)
        readable = values is not None and not row.broken_off
        reading.add(code or "", row_no, header.columns, values, readable=readable)


def _values(printed: list[Piece], size: int, pads: int) -> list[Piece] | None:
    """One value a column, blanks that only fill up the row left out; None where none fit."""
    filled = [piece for piece in printed if piece.text]
    if len(filled) == size:
        return filled
    padded = pads > 0 and len(printed) == size + pads
    kept = printed[:size] if padded and not any(p.text for p in printed[size:]) else printed
    return kept if len(kept) == size else None
