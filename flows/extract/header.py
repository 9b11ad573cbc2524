"""Column headers that lost their spans: the tree of a form found again in a run of labels.

A header of several rows is printed level by level: first the top labels, then the children
of each group from left to right, and so on. Knowing which children each group has, the
printed order of every level can be read off, so columns that a publisher permuted together
with their headers keep their meaning.
"""

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from flows.extract.form import Block, Node
from flows.extract.labels import key
from flows.extract.table import Column, Leaves
from flows.normalise import Piece, joined

# A column header broken over lines comes in at most so many pieces.
_BROKEN = 4
_LONGEST = 60
# A label that shares its line with a border reaches over rows, and stands behind labels that are
# printed beside it: in drawn tables such are in the middle of their cells.
_EDGES = ("──", "━━", "══", "--")


@dataclass(slots=True)
class Header:
    """The columns from left to right, where the header ends, and what was cut short.

    `labels` are the labels of the columns, each by the first of its pieces.
    """

    columns: Leaves
    end: int
    by_order: list[Piece] = field(default_factory=list)
    labels: list[Piece] = field(default_factory=list)


class _Label(NamedTuple):
    """A label and its pieces, from the first to behind the last."""

    piece: Piece
    first: int
    end: int


class _Decoded(NamedTuple):
    """A header as the same pieces make it wherever they stand; labels by their pieces."""

    columns: Leaves
    labels: list[_Label]
    end: int
    by_order: list[_Label]


_Order = dict[int, list[tuple[Node, _Label]]]


def decode_header(tokens: list[Piece], start: int, block: Block) -> Header | None:
    """Read the header of a block that begins at a token, or None if it does not."""
    if start >= len(tokens) or not _opens(tokens[start].text, block):
        return None
    pieces = tokens[start : start + _BROKEN * len(block.header_labels)]
    decoded = _decoded(_words(pieces, _labels_of(block.header)), block.header)
    if decoded is None:
        return None
    columns, labels, end, by_order = decoded
    cut = [joined(pieces[label.first : label.end]) for label in by_order]
    return Header(columns, start + end, cut, [pieces[label.first] for label in labels])


@cache
def _labels_of(header: Node) -> str:
    """The keys of all labels of a header, one a line."""
    return "\n".join(k for node in header.groups() for k in node.known)


def _words(pieces: list[Piece], labels: str) -> tuple[tuple[str, str], ...]:
    """The words of some pieces up to a number or words of no label, behind which no header goes on.

    Half a Taiwan word may be of any label.
    """
    words = []
    for piece in pieces:
        raw, text = piece.raw, piece.text
        if text.isdecimal() or (raw == text and key(text) not in labels):
            break
        # Space says nothing, and stands elsewhere in every other document.
        words.append(("".join(raw.split()), "".join(text.split())) if " " in text else (raw, text))
    return tuple(words)


@lru_cache(maxsize=4096)
def _decoded(printed: tuple[tuple[str, str], ...], header: Node) -> _Decoded | None:
    """The header that some pieces begin with: most documents print the same ones."""
    pieces = [Piece(raw, text, "") for raw, text in printed]
    order: _Order = {}
    by_order: list[_Label] = []
    end = 0
    level = [header]
    while level:
        below: list[Node] = []
        for parent in level:
            labels, end = _labels(pieces, end, parent)
            matched = _match(labels, parent, by_order)
            if matched is None:
                return None
            order[id(parent)] = list(zip(matched, labels, strict=True))
            below += [node for node in matched if node.children]
        level = below
    printed_in = " ".join([label.piece.text for pairs in order.values() for _, label in pairs])
    if any(map(printed_in.__contains__, _EDGES)):
        return None
    columns = _columns(header, order, None)
    return _Decoded(
        Leaves(column for column, _ in columns), [label for _, label in columns], end, by_order
    )


def _opens(text: str, block: Block) -> bool:
    """Whether a text could be, or begin, the first label of a header."""
    return len(text) <= _LONGEST and key(text) in block.openings


def _labels(tokens: list[Piece], at: int, parent: Node) -> tuple[list[_Label], int]:
    """A label for each child, those broken over lines in one, and where they end.

    What neither is a child's label nor begins one ends them too soon, and there is no header:
    总计 heads a column, and a row of numbers too.
    """
    labels: list[_Label] = []
    known, begun, wanted = parent.known, parent.begun, len(parent.children)
    while len(labels) < wanted and at < len(tokens):
        first = key(tokens[at].text)
        if first in begun:
            pieces = _pieces(tokens, at, parent)
        elif first in known:
            pieces = tokens[at : at + 1]
        else:
            break
        labels.append(_Label(joined(pieces), at, at + len(pieces)))
        at += len(pieces)
    return labels, at


def _pieces(tokens: list[Piece], at: int, parent: Node) -> list[Piece]:
    """The pieces of the longest label that begins at a token, which may be cut short."""
    pieces = tokens[at : at + 1]
    for size in range(2, 1 + min(_BROKEN, len(tokens) - at)):
        more = tokens[at : at + size]
        printed = key(joined(more).text)
        if printed in parent.known:
            pieces = more
        elif printed not in parent.begun and all(piece.raw == piece.text for piece in more):
            break  # Nothing that follows makes a label of it, but for half a Taiwan word.
    return pieces


def _columns(parent: Node, order: _Order, channel: str | None) -> list[tuple[Column, _Label]]:
    columns = []
    for node, label in order[id(parent)]:
        if node.children:
            columns += _columns(node, order, node.code or channel)
        else:
            columns.append((Column(node.code or "", channel, node, label.piece.text), label))
    return columns


def in_form_order(block: Block, printed: str) -> Leaves:
    """The columns of a block as the form orders them, under one header as printed."""
    whole = _Label(Piece("", printed, ""), 0, 0)
    order = {
        id(group): [(node, whole) for node in group.children] for group in block.header.groups()
    }
    return Leaves(column for column, _ in _columns(block.header, order, None))


def _match(printed: list[_Label], parent: Node, by_order: list[_Label]) -> list[Node] | None:
    """Pair each printed label with a child: by its words, else cut short and by order.

    A label that is the beginning of one child only is that one. One that begins several
    is told apart by its place, and only where at least one neighbour was named in full.
    """
    nodes = parent.children
    if len(printed) != len(nodes):
        return None
    keys = [key(label.piece.text) for label in printed]
    named = list(map(parent.known.get, keys))
    if all(named):
        return _different(named)
    if not any(named):
        return None
    cut = []
    for place, k in enumerate(keys):
        if named[place] is None and k in parent.begun:
            begun = [n for n in nodes if _begins(k, n) and n not in named]
            in_place = nodes[place] if nodes[place] in begun else None
            named[place] = begun[0] if len(begun) == 1 else None
            if named[place] is None and in_place:
                cut.append((place, in_place))
    for place, node in cut:
        named[place] = node
        by_order.append(printed[place])
    return _different(named) if all(named) else None


def _different(nodes: list[Node | None]) -> list[Node] | None:
    """Some nodes, if no label names one that another names."""
    found = [node for node in nodes if node is not None]
    return found if len(set(map(id, found))) == len(nodes) else None


def _begins(printed_key: str, node: Node) -> bool:
    return len(printed_key) >= 2 and any(k.startswith(printed_key) for k in node.keys)
