"""Column headers torn into lines: whether pieces side by side can be the header of a form.

In: what stands above a table, line by line, and a block. Out: its header, columns in the order
of the form, or None where the pieces cannot be a header that prints them in this order.

A converter prints what stands at one height as one line, so a label of several lines comes in
pieces, among those of its neighbours (商业 科研 / 企业 机构). Pieces of a line belong to
labels from left to right, and every label is made up of its pieces, none left over: that is
solved as a puzzle. Columns that a publisher permuted leave pieces that have no such solution,
but for labels that share no line with another: those are told apart by order alone.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from flows.extract.form import Block, Node
from flows.extract.header import Header, decode_header, in_form_order
from flows.extract.header_order import is_as_the_form, told_by_lines
from flows.extract.labels import key
from flows.extract.lines import as_one
from flows.normalise import Piece

# With more ways to explain the lines so far, the header is left unread.
_MOST_STATES = 1_000
# A label's first piece has two characters, the others may have one (科研机|构).
_SHORTEST = 2


class _Label(NamedTuple):
    """A label by each of its keys, and the leaf columns that it stands over."""

    keys: tuple[str, ...]
    first: int
    last: int
    needed: bool


class _Made(NamedTuple):
    """How much of a label is there: what is open of it is `key[start:end]`."""

    key: str
    start: int
    end: int


_State = tuple[_Made | None, ...]
_WHOLE = _Made("", 0, 0)


def read_torn_header(lines: Sequence[Sequence[Piece]], block: Block) -> Header | None:
    """The header of a block that may have been torn into these lines."""
    labels = list(_labels(block))
    untouched: _State = (None,) * len(labels)
    states = {untouched}
    pieces: list[Piece] = []
    in_line = False
    for line in lines:
        text, further = _read_on(_past_corner(line, block), states, labels)
        if len(further) > _MOST_STATES:
            return None
        if text:
            states = further
            pieces.append(as_one(line))
            alone = _explained(text, untouched, labels, -1)
            in_line |= any(_are_whole(state, labels) for state in alone)
    are_whole = any(_are_whole(state, labels) for state in states)
    if not are_whole or _say_another_order(pieces, block):
        return None
    printed = "".join(piece.text for piece in pieces)
    return Header(in_form_order(block, printed), len(lines), [] if in_line else pieces)


def _say_another_order(lines: list[Piece], block: Block) -> bool:
    """Whether lines are whole labels one behind the other, and not in the order of the form.

    But for a group, which is printed above those that stand left of it.
    """
    text = "".join([key(line.text) for line in lines])
    begins = list(accumulate((len(key(line.text)) for line in lines), initial=0))
    found = list(block.header_key.finditer(text))
    labels = [Piece(label[0], label[0], "") for label in found]
    header = decode_header(labels, 0, block) if "".join(p.text for p in labels) == text else None
    if header is None:
        return False
    ends = ((label.start(), label.end() - 1) for label in found)
    on = [(bisect_right(begins, first), bisect_right(begins, last)) for first, last in ends]
    return told_by_lines(on, block) != "group" and not is_as_the_form(header, block)


def _labels(block: Block) -> Iterator[_Label]:
    """The labels of a header; those of groups that no cell is named after may be missing."""
    at = 0

    def below(node: Node) -> Iterator[_Label]:
        nonlocal at
        first = at
        found = [label for child in node.children for label in below(child)]
        at += not node.children
        needed = not node.children or node.code is not None
        yield _Label(tuple(sorted(node.keys, key=len)), first, at - 1, needed)
        yield from found

    for node in block.columns:
        yield from below(node)


def _past_corner(line: Sequence[Piece], block: Block) -> list[str]:
    """The words of a line by their keys, without the label of the corner."""
    words = [key(piece.text) for piece in line]
    begun = (len(k) for k in block.corner if words and words[0].startswith(k))
    return [words[0][max(begun, default=0) :], *words[1:]] if words else []


def _read_on(
    words: list[str], states: set[_State], labels: list[_Label]
) -> tuple[str, set[_State]]:
    """What of a line is pieces of labels, and how; what stands left of them is none."""
    for first in range(len(words)):
        text = "".join(words[first:])
        further = {new for state in states for new in _explained(text, state, labels, -1)}
        if text and further:
            return text, further
    return "", states


def _explained(text: str, state: _State, labels: list[_Label], after: int) -> Iterator[_State]:
    """Every way to take a line apart into pieces of labels behind a column."""
    if not text:
        yield state
        return
    for at, label in enumerate(labels):
        if label.first <= after:
            continue
        for size, made in _pieces(text, state[at], label):
            changed = (*state[:at], made, *state[at + 1 :])
            yield from _explained(text[size:], changed, labels, label.last)


def _pieces(text: str, made: _Made | None, label: _Label) -> Iterator[tuple[int, _Made]]:
    """The pieces of a label that a text can begin with, and what is open of it then."""
    if made is None:
        for k in label.keys:
            yield from _first_pieces(text, k)
        return
    rest = made.key[made.start : made.end]
    # Of a label whose end came first, all that is open comes in one.
    for size in range(1 if made.start else max(1, len(rest)), len(rest) + 1):
        if text.startswith(rest[:size]):
            is_whole = size == len(rest)
            yield size, _WHOLE if is_whole else made._replace(start=made.start + size)


def _first_pieces(text: str, label_key: str) -> Iterator[tuple[int, _Made]]:
    """The piece of an untouched label, its beginning or its end, that a text can begin with.

    The end comes first where its line became part of another table.
    """
    whole = len(label_key)
    for size in range(min(_SHORTEST, whole), whole + 1):
        if text.startswith(label_key[:size]):
            yield size, _WHOLE if size == whole else _Made(label_key, size, whole)
    for start in range(_SHORTEST, whole):
        if text.startswith(label_key[start:]):
            yield whole - start, _Made(label_key, 0, start)


def _are_whole(state: _State, labels: list[_Label]) -> bool:
    """Whether every label is there from its first to its last piece."""
    return all(
        not label.needed if made is None else made == _WHOLE
        for made, label in zip(state, labels, strict=True)
    )
