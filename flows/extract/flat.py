"""The reading of text that lost its cells: labels found in running text, values between.

In: the lines of a text document. Out: a `Reading`, or None where the form does not occur.
Labels are found whatever spaces, line breaks or punctuation stand in them. What is printed
between a label and the next is split at its spaces; where fewer pieces than columns are
left, cells ran together and are taken apart where there is one way to (`glued`). Numbers in
front of a full stop are the next label's ordinal, not values.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from flows.extract.flat_text import FlatText
from flows.extract.forms import Block, Form, Node
from flows.extract.glued import Chunk, GluedRow, take_apart
from flows.extract.header import Header, decode_header
from flows.extract.labels import split_ordinal
from flows.extract.table import Reading
from flows.normalise import Piece

# What may follow a number in its cell, units that no form has (3.5千元, 美元, 10余件) included:
# any other Chinese begins a new label.
_LABEL_BEGINS = re.compile(r"(?![万亿元件条项千百美港欧余多左])[\u4e00-\u9fff]")
# What may stand right behind the number of a last row: the ordinal of a heading or a clause.
_FOLLOWS = re.compile(
    r"[一二三四五六七八九十]+\s*[)、,.]|第[一二三四五六七八九十]|[一二三四五六七八九十]*\Z"
)
_ORDINAL = re.compile(r"(?:\d\s*[.、)]|\(|\(?\s*[一二三四五六七八九十]+\s*[、)])\s*$")
_CLOSES_ORDINAL = (".", "、", ")", "(")
# A pattern that begins with what it looks for, and not with what is before it, is searched
# much faster.
_PAGE_NUMBER = re.compile(r"\n\s*[-—–]\s*\d{1,3}\s*[-—–]\s*(?=\n|$)")
# A remark in brackets belongs to the number before it: 22（其中修订16件）.
_REMARK = re.compile(r"\((?<=\d\()(?!\s*[一二三四五六七八九十]+\s*\))[^()\s\d][^()\n]{0,20}\)")
# 无 standing alone is a cell in which nothing is to be reported.
_ALONE = re.compile(r"无(?<=\s无)(?=\s)")
_NUMERALS = "一二三四五六七八九十"
# What closes a label that ended in brackets or quotes.
_PUNCTUATION = re.compile(r"[\s)\]}“”\"’'：:、,。.;；》】」』〉〕]+")
_ORDINAL_ONLY = re.compile(r"[(]?[一二三四五六七八九十]+\s*[)、.]?\s*\Z")
# Behind the last row: a label without ordinal or punctuation, and its value.
_STRANGE_ROW = re.compile(
    r"(?![一二三四五六七八九十]+、|第)(?:[\u4e00-\u9fff][^\S\n]{0,2}){2,20}\s*[\d/—-]+(?![\d年月])"
)
# A label of fewer characters may stand in another's.
_TELLING = 4
_NEAR = 80
# A label of so many characters names its row wherever it stands.
_UNMISTAKABLE = 8
_SEVERAL = 3
_ORDINAL_LENGTH = 3
_SHOWN = 30
# What stands behind a last row may be the rest of the document, and is looked at in full only
# where nothing but numbers comes for so long; so far from its end a remark may be cut in two.
_FAR = 1_000
_EDGE = 50


class _Label(NamedTuple):
    """A label found in the compact text."""

    node: Node
    start: int
    end: int


def heads(flat: FlatText, form: Form) -> bool:
    """Whether running text has every label of a header of a form, in whatever places."""
    labels = ([label for top in block.columns for label in top.all()] for block in form.blocks)
    return any(
        all(any(map(flat.compact.__contains__, label.keys)) for label in of_block)
        for of_block in labels
    )


def read_flat(flat: FlatText, form: Form) -> Reading | None:
    """Read one form's table out of running text."""
    reading = Reading(form)
    rows: list[GluedRow] = []
    for block in form.blocks:
        found = _find_header(flat, block)
        if found is not None:
            header, at = found
            reading.header_by_order += header.by_order
            rows += _rows(flat, header, at, block, reading)
    if not rows:
        return None
    apart = take_apart(form.table_code, rows)
    for number, row in enumerate(rows, 1):
        _place(flat, row, number, apart.get(row.code), reading)
    return reading


def _find_header(flat: FlatText, block: Block) -> tuple[Header, int] | None:
    """The first header of a block in the compact text, and where it ends."""
    tops = (k for k in block.header.known if k in flat.compact)
    starts = {m.start() for k in tops for m in re.finditer(k, flat.compact)}
    corners = tuple(block.corner)
    for start in sorted(starts):
        if corners and not flat.compact.endswith(corners, 0, start):
            continue
        labels: list[Piece] = []
        end = start
        while len(labels) < block.header_size:
            label = block.header_key.match(flat.compact, end)
            if label is None:
                break
            labels.append(Piece(label[0], label[0], ""))
            end = label.end()
        whole = len(labels) == block.header_size
        header = decode_header(labels, 0, block) if whole else None
        if header is not None and not header.by_order and _has_row(flat, end, block):
            return header, end
    return None


def _has_row(flat: FlatText, at: int, block: Block) -> bool:
    """Whether a label of the block stands close behind its header, and not another block's."""
    if not block.rows:
        return True
    near = flat.compact[at : at + _NEAR]
    keys = [k for leaf in block.row_leaves for k in leaf.keys]
    return any(0 <= near.find(k) <= _ORDINAL_LENGTH for k in keys)


def _rows(
    flat: FlatText, header: Header, at: int, block: Block, reading: Reading
) -> list[GluedRow]:
    """The rows under a header; a label that no form knows between them goes on record."""
    if not block.rows:
        chunks, _ = _chunks(flat, at, len(flat.compact))
        return [GluedRow("", header.columns, chunks)]
    labels = _labels(flat, at, block)
    reading.twice += _repeated(flat, labels)
    last = labels[-1].end if labels else at
    borders = sorted({label.start for label in labels} | _borders(flat, at, last, block))
    rows = []
    for label in labels:
        following = next((border for border in borders if border >= label.end), None)
        end = len(flat.compact) if following is None else following
        chunks, stray = _chunks(flat, label.end, end)
        is_last = label.end == len(flat.compact)
        rows.append(GluedRow(label.node.code or "", header.columns, chunks, is_last))
        if stray and (following is not None or _STRANGE_ROW.match(stray)):
            reading.unknown.append(Piece(stray, stray, ""))
    return rows


def _labels(flat: FlatText, at: int, block: Block) -> list[_Label]:
    """Each row's label, at its first place behind the header.

    A label too short to stand for itself (其他, 总计) must have its ordinal before it and a
    value behind it.
    """
    found: list[_Label] = []
    for leaf in block.row_leaves:
        places = [
            (start, -len(k))
            for k in leaf.keys
            if (start := _label_start(flat, at, k, leaf.label)) >= 0
        ]
        if places:
            start, size = min(places)
            found.append(_Label(leaf, start, start - size))
    return sorted(found, key=lambda label: label.start)


def _repeated(flat: FlatText, labels: list[_Label]) -> list[str]:
    """The rows whose labels stand in the text more than once, where they are several.

    Then another copy of the table, or another report's, stands there too, and may have been
    too torn to be found. One label or two may be spoken of in a sentence.
    """
    whole = (label for label in labels if label.end - label.start >= _UNMISTAKABLE)
    repeated = [
        label.node.code or ""
        for label in whole
        if flat.compact.count(flat.compact[label.start : label.end]) > 1
    ]
    return repeated if len(repeated) >= _SEVERAL else []


def _label_start(flat: FlatText, at: int, label: str, statutory: str) -> int:
    if len(label) >= _TELLING or split_ordinal(statutory)[1] is None:
        return flat.compact.find(label, at)
    match = re.compile(rf"{label}(?<=[{_NUMERALS}\d]{label})(?=无?(?:\d|[{_NUMERALS}]|$))").search(
        flat.compact, at
    )
    return match.start() if match else -1


def _borders(flat: FlatText, at: int, last: int, block: Block) -> set[int]:
    """Where group labels, corners and repeated headers begin between the rows."""
    return {
        start
        for k in block.passing | block.header_keys
        if len(k) >= _TELLING or k in block.group_keys
        for start in _places(flat.compact, k, at, last)
    }


def _places(text: str, words: str, at: int, last: int) -> Iterator[int]:
    while (at := text.find(words, at, last)) >= 0:
        yield at
        at += len(words)


def _chunks(flat: FlatText, start: int, end: int) -> tuple[list[tuple[str, int]], str]:
    """The chunks between two places of the compact text, and the first words among them."""
    first, stop = flat.place(start - 1) + 1, flat.place(end)
    segment, words = _to_first_words(flat.text[first : min(stop, first + _FAR)])
    if stop > first + _FAR and (words is None or words.start() > _FAR - _EDGE):
        segment, words = _to_first_words(flat.text[first:stop])
    values = segment[: words.start()] if words else segment
    if words and values[-1:].isdecimal() and not _FOLLOWS.match(segment, words.start()):
        # A word that no label begins with belongs to the number: 5年, 5以上.
        values += words[0]
    stray = segment[words.start() :].strip() if words else ""
    if values.rstrip().endswith(_CLOSES_ORDINAL):
        values = _ORDINAL.sub("", values)
    lead = _PUNCTUATION.match(values)
    skipped = lead.end() if lead else 0
    chunks = [(m[0], first + skipped + m.start()) for m in re.finditer(r"\S+", values[skipped:])]
    return chunks, "" if _ORDINAL_ONLY.match(stray) else stray[:_SHOWN]


def _to_first_words(printed: str) -> tuple[str, re.Match[str] | None]:
    """A stretch of text without page numbers, and the first words in it that are no remark."""
    segment = printed
    if "\n" in segment:
        segment = _PAGE_NUMBER.sub(lambda m: " " * len(m[0]), segment)
    masked = _REMARK.sub(lambda m: "#" * len(m[0]), segment) if "(" in segment else segment
    return segment, _LABEL_BEGINS.search(_ALONE.sub("#", masked))


def _place(
    flat: FlatText, row: GluedRow, number: int, parts: list[Chunk] | None, reading: Reading
) -> None:
    """Give each chunk of a row its address, or each part of one that was taken apart."""
    found = parts if parts is not None else row.chunks if row.is_whole() else []
    pieces = [flat.piece(at, at + len(text)) for text, at in found] or [None] * len(row.columns)
    # A label that is the last word of the text is where a copy breaks off.
    is_blank = not row.chunks and not row.is_last and not flat.document.is_thinned()
    inferred = parts is not None
    reading.add(
        row.code, number, row.columns, pieces, readable=all(pieces) or is_blank, inferred=inferred
    )
