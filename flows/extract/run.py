"""The label-anchored reading: a statutory table as a run of labels and values.

In: the pieces of a document in reading order, boundaries between rows and columns
forgotten. Out: a `Reading`, or None where the form's header does not occur. A value
belongs to the label before it, and to a column by counting, blank cells that stand on
lines of their own included; a row whose count is not exactly the number of columns is
unreadable as a whole, for a lost blank would shift it.

It is independent of the grid reading: this one never looks at the position of a cell, the
grid never at the order of the text.
"""

from dataclasses import dataclass, field

from flows.extract.form import Block, Form, Node
from flows.extract.header import Header
from flows.extract.labels import split_ordinal
from flows.extract.numbers import is_value_and_more, may_be_odd_value
from flows.extract.places import Run, starts
from flows.extract.table import NOTHING, Reading
from flows.normalise import Piece

# Longer than any statutory label: running text, where a table has ended.
_PROSE = 60


@dataclass(slots=True)
class _Row:
    """A labelled row and the value pieces that follow its label, blanks among them or `filled`.

    `broken_off` where the document ends behind the label, or blanks, or goes on with a number
    that is none of a cell's.
    """

    node: Node | None
    label: Piece
    values: list[Piece] = field(default_factory=list)
    filled: list[Piece] = field(default_factory=list)
    broken_off: bool = False

    def add(self, values: list[Piece], filled: list[Piece]) -> None:
        """Add what follows its label, or what it has added."""
        self.values += values
        self.filled += filled


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
    begins = starts(run.places, block.openings)
    for at in begins:
        header = run.header(at, block) if at >= end else None
        if header is None:
            continue
        rows = _rows(run, header, block, frozenset(begins))
        end = header.end
        if not rows or (block.rows and rows[0].node is None):
            continue
        if found:
            for row in rows:
                reading.compare(row.node.code or "" if row.node else "", header.columns, row.values)
            continue
        found = True
        reading.header_by_order += header.by_order
        _place(run, rows, header, block, reading)


def _rows(run: Run, header: Header, block: Block, begins: frozenset[int]) -> list[_Row]:
    """The rows under a header; at `begins` another header may begin."""
    if not block.rows:
        return _row_alone(run, header.end)
    tokens = run.tokens
    rows: list[_Row] = []
    at = header.end
    while at < len(tokens):
        repeated = run.header(at, block) if at in begins else None
        if repeated:
            if not _goes_on(run, repeated.end, block):
                break
            at = repeated.end
        else:
            node, size = _label(run, at, block)
            if node is not None:
                rows.append(_Row(node, tokens[at]))
            elif size == 0:
                if _ends(run, at):
                    # Numbers behind the heading that ends a table may be those of its last row.
                    if rows and run.are_values[at + 1]:
                        rows[-1].broken_off = not rows[-1].filled
                    break
                rows.append(_Row(None, tokens[at]))
            at += max(size, 1)
        if rows:
            end = run.are_values.index(False, at)
            rows[-1].add(_with_blanks(run, at, end), tokens[at:end])
            at = end
            rows[-1].broken_off = not rows[-1].filled and _breaks_off(tokens, at)
    return rows


def _row_alone(run: Run, at: int) -> list[_Row]:
    """The single row of a table whose header says everything (table 4), if values follow it."""
    end = run.are_values.index(False, at)
    if end == at:
        return []
    values = _with_blanks(run, at, end)
    return [_Row(None, values[0], values, run.tokens[at:end])]


def _breaks_off(tokens: list[Piece], at: int) -> bool:
    """Whether a row may have numbers that were lost, or are not understood."""
    if at == len(tokens):
        return True
    text = tokens[at].text
    return is_value_and_more(text) or may_be_odd_value(text)


def _with_blanks(run: Run, at: int, end: int) -> list[Piece]:
    """The values from one token to before another, and the blanks around and among them."""
    if not run.blanks or run.blanks.keys().isdisjoint(range(at, end + 1)):
        return run.tokens[at:end]
    values = list(run.blanks.get(at, ()))
    for place in range(at, end):
        values += [run.tokens[place], *run.blanks.get(place + 1, ())]
    return values


def _goes_on(run: Run, at: int, block: Block) -> bool:
    """Whether a header printed again, after a page break, is this block's own."""
    return _label(run, at, block) != (None, 0)


def _label(run: Run, at: int, block: Block) -> tuple[Node | None, int]:
    """The row named by the tokens from here on, or a label to pass over; size 0: neither.

    The longest label wins: 部分公开 is one, and so is 部分公开 with its brackets on the next line.
    """
    for printed, size in run.labels.get(at, ()):
        if printed in block.leaf_of or printed in block.passing:
            return block.leaf_of.get(printed), size
    return None, 0


def _ends(run: Run, at: int) -> bool:
    """Whether a text no form knows ends the table rather than naming a row in it."""
    text = run.tokens[at].text
    followed = any(run.are_values[at + 1 : at + 2])
    is_heading = split_ordinal(text)[1] == "chapter"
    return len(text) > _PROSE or is_heading or not followed


def _place(run: Run, rows: list[_Row], header: Header, block: Block, reading: Reading) -> None:
    """Give each value its address; rows number on from those of earlier blocks."""
    size = len(header.columns)
    above = len(run.blanks.get(header.end, ()))
    # Behind a row that has all its numbers a blank only fills up, here and there.
    are_filled_up = any([len(row.values) > size == len(row.filled) for row in rows])
    filling = _filling(rows, size, block) if are_filled_up else {}
    row_no = reading.last_row_no()
    for row in rows:
        row_no += 1
        if row.node is None and block.rows:
            reading.unknown.append(row.label)
            continue
        code = row.node.code if row.node else None
        pads = filling.get(block.levels.get(code or "", 0))
        if pads is None:
            values = _values(row, size, above, are_filled_up=are_filled_up)
        else:
            short = len(row.values) < size + pads
            values = _values(row, size, pads, are_filled_up=short)
        # One blank behind the last label may be its edge, a whole row of them is not.
        broken_off = row.broken_off and (values is None or len(row.values) < 2)
        is_empty = not row.filled
        if values is None and is_empty:
            values = [NOTHING] * size
        is_lost = broken_off or (is_empty and run.document.is_thinned)
        readable = values is not None and not is_lost
        reading.add(code or "", row_no, header.columns, values, readable=readable)
        if not readable and len(row.filled) > size:
            reading.crowd([piece.text for piece in row.filled])


def _filling(rows: list[_Row], size: int, block: Block) -> dict[int, int]:
    """By the level of its label, how many blanks fill up a row, where full rows leave no doubt."""
    found: dict[int, list[int]] = {}
    for row in rows:
        if row.node is not None and len(row.filled) == size and row.filled == row.values[:size]:
            level = block.levels[row.node.code or ""]
            found.setdefault(level, []).append(len(row.values) - size)
    return {level: n[0] for level, n in found.items() if len(n) > 1 and len(set(n)) == 1}


def _values(row: _Row, size: int, pads: int, *, are_filled_up: bool) -> list[Piece] | None:
    """One value a column, blanks that only fill up the row left out; None where none fit.

    Where rows `are_filled_up` a blank at the end may be the filling, and a cell be lost.
    """
    printed = row.values
    if len(row.filled) == size:
        return row.filled
    padded = pads > 0 and len(printed) == size + pads
    kept = printed[:size] if padded and not any(p.text for p in printed[size:]) else printed
    if len(kept) != size or (are_filled_up and not kept[-1].text):
        return None
    return kept
