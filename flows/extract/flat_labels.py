"""Where the labels of a form stand in running text: its headers, its rows, and what ends them.

In: a `FlatText` and a block of a form. Out: places in the compact text, in which labels are
found whatever spaces, line breaks or punctuation stand in them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from flows.extract.flat_text import FlatText
from flows.extract.form import Block, Form, Node
from flows.extract.header import Header, decode_header
from flows.extract.header_order import is_as_the_form, told_by_lines
from flows.extract.labels import split_ordinal
from flows.normalise import Piece

_NUMERALS = "一二三四五六七八九十"
# A label of fewer characters may stand in another's.
_TELLING = 4
_NEAR = 80
_SIDE_BY_SIDE = re.compile(r"\d[^\S\n]+[-+−/\d]")
# A label of so many characters names its row wherever it stands.
_UNMISTAKABLE = 8
_SEVERAL = 3
_ORDINAL_LENGTH = 3


class Label(NamedTuple):
    """A label found in the compact text."""

    node: Node
    start: int
    end: int


def heads(flat: FlatText, form: Form) -> bool:
    """Whether running text may have a header of a form: it has the letters of all its labels."""
    return any(flat.may_have(block.header_letters) for block in form.blocks)


def find_header(flat: FlatText, block: Block) -> tuple[Header, int] | None:
    """The first header of a block in the compact text, and where it ends."""
    starts = {at for k in block.header.known for at in _places(flat.compact, k, 0)}
    corners = tuple(block.corner)
    for start in sorted(starts):
        if corners and not flat.compact.endswith(corners, 0, start):
            continue
        labels: list[re.Match[str]] = []
        end = start
        while len(labels) < len(block.header_labels):
            label = block.header_key.match(flat.compact, end)
            if label is None:
                break
            labels.append(label)
            end = label.end()
        if len(labels) < len(block.header_labels):
            continue
        header = decode_header([Piece(label[0], label[0], "") for label in labels], 0, block)
        if header is None or header.by_order or not _has_row(flat, end, block):
            continue
        if _is_told(flat, labels, header, block):
            return header, end
    return None


def _is_told(flat: FlatText, labels: list[re.Match[str]], header: Header, block: Block) -> bool:
    """Whether the lines of a header leave no doubt about the order of its columns."""
    lines = [(flat.line(label.start()), flat.line(label.end() - 1)) for label in labels]
    told = told_by_lines(lines, block)
    if told == "order" or not is_as_the_form(header, block):
        return told == "order"
    return told == "group" or _are_in_lines(flat, labels[-1].end())


def _are_in_lines(flat: FlatText, at: int) -> bool:
    """Whether rows below a header have their numbers side by side."""
    first = flat.place(at)
    return _SIDE_BY_SIDE.search(flat.text, first, first + _NEAR) is not None


def _has_row(flat: FlatText, at: int, block: Block) -> bool:
    """Whether a label of the block stands close behind its header, and not another block's."""
    if not block.rows:
        return True
    near = flat.compact[at : at + _NEAR]
    return any(0 <= near.find(k) <= _ORDINAL_LENGTH for k in block.leaf_of)


def row_labels(flat: FlatText, at: int, block: Block) -> list[Label]:
    """Each row's label, at its first place behind the header.

    A label too short to stand for itself (其他, 总计) must have its ordinal before it and a
    value behind it.
    """
    found: list[Label] = []
    for leaf in block.row_leaves:
        places = [
            (start, -len(k))
            for k in leaf.keys
            if (start := _label_start(flat, at, k, leaf.label)) >= 0
        ]
        if places:
            start, size = min(places)
            found.append(Label(leaf, start, start - size))
    return sorted(found, key=lambda label: label.start)


def repeated(flat: FlatText, labels: list[Label]) -> list[str]:
    """The rows whose labels stand in the text more than once, where they are several.

    Then another copy of the table, or another report's, stands there too, and may have been
    too torn to be found. One label or two may be spoken of in a sentence.
    """
    whole = (label for label in labels if label.end - label.start >= _UNMISTAKABLE)
    again = [
        label.node.code or ""
        for label in whole
        if flat.compact.count(flat.compact[label.start : label.end]) > 1
    ]
    return again if len(again) >= _SEVERAL else []


def _label_start(flat: FlatText, at: int, label: str, statutory: str) -> int:
    if len(label) >= _TELLING or split_ordinal(statutory)[1] is None:
        return flat.compact.find(label, at)
    match = re.compile(rf"{label}(?<=[{_NUMERALS}\d]{label})(?=无?(?:\d|[{_NUMERALS}]|$))").search(
        flat.compact, at
    )
    return match.start() if match else -1


def borders(flat: FlatText, at: int, last: int, block: Block) -> set[int]:
    """Where group labels, corners and repeated headers begin between the rows."""
    return {
        start
        for k in block.borders
        if len(k) >= _TELLING or k in block.group_keys
        for start in _places(flat.compact, k, at, last)
    }


def _places(text: str, words: str, at: int, last: int | None = None) -> Iterator[int]:
    while (at := text.find(words, at, last)) >= 0:
        yield at
        at += len(words)
