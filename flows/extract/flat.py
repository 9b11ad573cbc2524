"""The reading of text that lost its cells: labels found in running text, values between.

In: the lines of a text document. Out: a `Reading`, or None where the form does not occur.
Labels are found whatever spaces, line breaks or punctuation stand in them. What is printed
between a label and the next is split at its spaces; where fewer pieces than columns are
left, cells ran together and are taken apart where there is one way to (`glued`). Numbers in
front of a full stop are the next label's ordinal, not values.
"""

import re
from bisect import bisect_left

from flows.extract.flat_labels import borders, find_header, repeated, row_labels
from flows.extract.flat_text import FlatText
from flows.extract.form import Block, Form
from flows.extract.glued import Chunk, GluedRow, take_apart
from flows.extract.header import Header
from flows.extract.numbers import begins_oddly, is_value
from flows.extract.table import NOTHING, Reading
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
# What closes a label that ended in brackets or quotes.
_PUNCTUATION = re.compile(r"[\s)\]}“”\"’'：:、,。.;；》】」』〉〕]+")
_CHUNK = re.compile(r"\S+")
_ORDINAL_ONLY = re.compile(r"[(]?[一二三四五六七八九十]+\s*[)、.]?\s*\Z")
# What stands between most labels: what closes one, numbers, and the ordinal of the next.
_NUMBERS_ALONE = re.compile(
    r"[)” \n]*([0-9 \n]*)(?:[0-9]\s*[.、)]|\(?\s*[一二三四五六七八九十]+\s*[、)])?\s*\Z"
)
# Behind the last row: a label without ordinal or punctuation, and its value.
_STRANGE_ROW = re.compile(
    r"(?![一二三四五六七八九十]+、|第)(?:[\u4e00-\u9fff][^\S\n]{0,2}){2,20}\s*[\d/—-]+(?![\d年月])"
)
_SHOWN = 30
# What stands behind a last row may be the rest of the document, and is looked at in full only
# where nothing but numbers comes for so long; so far from its end a remark may be cut in two.
_FAR = 1_000
_EDGE = 50


def read_flat(flat: FlatText, form: Form) -> Reading | None:
    """Read one form's table out of running text."""
    reading = Reading(form)
    rows: list[GluedRow] = []
    for block in form.blocks:
        found = find_header(flat, block)
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


def _rows(
    flat: FlatText, header: Header, at: int, block: Block, reading: Reading
) -> list[GluedRow]:
    """The rows under a header; a label that no form knows between them goes on record."""
    if not block.rows:
        chunks, stray = _chunks(flat, at, len(flat.compact))
        return [GluedRow("", header.columns, chunks, begins_oddly(stray))]
    found = row_labels(flat, at, block)
    reading.twice += repeated(flat, found)
    last = found[-1].end if found else at
    ends = sorted({label.start for label in found} | borders(flat, at, last, block))
    rows = []
    for label in found:
        following = next(iter(ends[bisect_left(ends, label.end) :]), None)
        end = len(flat.compact) if following is None else following
        chunks, stray = _chunks(flat, label.end, end)
        broken_off = label.end == len(flat.compact) or (
            following is None
            and not chunks
            and (begins_oddly(stray) or _leads_numbers(flat, label.end))
        )
        rows.append(GluedRow(label.node.code or "", header.columns, chunks, broken_off))
        if stray and (following is not None or _STRANGE_ROW.match(stray)):
            reading.unknown.append(Piece(stray, stray, ""))
    return rows


def _chunks(flat: FlatText, start: int, end: int) -> tuple[list[tuple[str, int]], str]:
    """The chunks between two places of the compact text, and the first words among them."""
    first, stop = flat.place(start - 1) + 1, flat.place(end)
    if alone := _NUMBERS_ALONE.match(flat.text, first, stop):
        if alone[1].isdecimal():
            return [(alone[1], alone.start(1))], ""
        return [(m[0], m.start()) for m in _CHUNK.finditer(flat.text, *alone.span(1))], ""
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
    chunks = [(m[0], first + skipped + m.start()) for m in _CHUNK.finditer(values[skipped:])]
    return chunks, "" if _ORDINAL_ONLY.match(stray) else stray[:_SHOWN]


def _leads_numbers(flat: FlatText, at: int) -> bool:
    """Whether a number stands below the line that ends a table, and may be its last row's."""
    first = flat.place(at - 1) + 1
    lines = [line.strip() for line in flat.text[first : first + _FAR].split("\n")]
    below = [line for line in lines if any(map(str.isalnum, line))][1:2]
    return any(line[0].isdecimal() and is_value(line) for line in below)


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
    pieces = flat.pieces(found) or _nothing(row)
    # A label that is the last word of the text is where a copy breaks off.
    is_blank = not row.chunks and not row.broken_off and not flat.document.is_thinned
    inferred = parts is not None
    reading.add(
        row.code, number, row.columns, pieces, readable=all(pieces) or is_blank, inferred=inferred
    )


def _nothing(row: GluedRow) -> list[Piece | None]:
    """The cells of a row without numbers: blank where none is printed in it."""
    # Chunks without a digit are what the borders of a table left, and no number.
    digits = [character.isdecimal() for text, _ in row.chunks for character in text]
    return [NOTHING if digits and not any(digits) else None] * len(row.columns)
