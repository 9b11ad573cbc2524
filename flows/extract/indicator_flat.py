"""Statistics tables that lost their cells: known labels in running text, a number behind each.

In: a `FlatText`. Out: the table as an `IndicatorTable`, or None where no header of a label, a
unit and one value column is followed by the rows of a form. Which digits are the number and
which the ordinal of the next label (`件2362` `1.当面申请数`) the form tells: the ordinal is
known. Two value columns are refused: their digits run together and nothing tells them apart.
So is a row with anything behind its label but a unit and a number.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from flows.extract.flat_text import FlatText
from flows.extract.form import Form, Node
from flows.extract.indicator_table import IndicatorTable, PrintedRow
from flows.extract.numbers import is_unit, read_value
from flows.normalise import Piece

# So many characters at most between a header and the first label: its ordinal.
_ORDINAL_LENGTH = 2
_OPENING = re.compile(r"\s*(\d{1,2})\.")
_AMONG = re.compile(r"其\s*中\s*[:：]?\s*\Z")
_NUMERAL = "[一二三四五六七八九十]+"
_CHINESE_ORDINAL = re.compile(rf"(?:[(（]\s*{_NUMERAL}\s*[)）]|{_NUMERAL}\s*、)\s*\Z")
_CELLS = re.compile(
    r"[\s)）”\"]*(?P<unit>[^\W\d]{0,2}|——|—)\s*(?P<value>(?:[-+]?[\d.,，]+(?!\d)[^\W\d]{0,2})?)\s*\Z"
)
# Behind the last number: no digit or date that could have run into it.
_LAST = re.compile(r"[^\W\d]{0,2}[\d.,，]+(?![\d.,，%％‰年月日时点])")


class _Found(NamedTuple):
    """A label of a form in the compact text."""

    node: Node
    start: int
    end: int


def read_flat_indicators(flat: FlatText, header: Form, known: list[Form]) -> IndicatorTable | None:
    """The statistics table of a text, in the form that names most of its rows."""
    at = _header(flat, header)
    if at is None:
        return None
    labels = max((_labels(flat, at, form) for form in known), key=len)
    if not labels or labels[0].start > at + _ORDINAL_LENGTH:
        return None
    rows = list(_rows(flat, labels))
    return IndicatorTable(header, "", ["year"], rows, 1, "single")


def _header(flat: FlatText, header: Form) -> int | None:
    """Where a header of a label, a unit and one value ends in the compact text."""
    keys = {column.code: "|".join(sorted(column.keys)) for column in header.blocks[0].columns}
    order = (keys["label"], keys["unit"], keys["year"])
    values = f"{keys['cumulative']}|{keys['month']}"
    pattern = "".join(f"(?:{group})" for group in order) + f"(?!{values})"
    match = re.search(pattern, flat.compact)
    return match.end() if match else None


def _labels(flat: FlatText, at: int, form: Form) -> list[_Found]:
    """The labels of a form that follow each other, each at its first place behind the last."""
    found: list[_Found] = []
    for node in (n for block in form.blocks for row in block.rows for n in row.all()):
        places = [(p, -len(k)) for k in node.keys if (p := flat.compact.find(k, at)) >= 0]
        if places:
            start, size = min(places)
            found.append(_Found(node, start, start - size))
            at = start - size
    return found


def _rows(flat: FlatText, labels: list[_Found]) -> Iterator[PrintedRow]:
    """Each label with what stands between it and the next one's ordinal."""
    among = ""
    for label, following in pairwise([*labels, None]):
        assert label is not None
        start = flat.place(label.end - 1) + 1
        end = flat.place(following.start) if following else len(flat.text)
        printed = flat.text[start:end]
        if following is None:
            last = _LAST.match(printed)
            printed = last[0] if last else printed
        printed, opened = _without_opening(printed, following.node if following else None)
        yield _row(flat, among + label.node.label, printed, start)
        among = opened


def _without_opening(printed: str, following: Node | None) -> tuple[str, str]:
    """What is printed without 其中 and the ordinal of the next label, and the 其中."""
    numbered = _OPENING.match(following.label) if following else None
    if numbered:
        printed = re.sub(rf"{numbered[1]}\s*[.、．]\s*\Z", "", printed)
    printed = _CHINESE_ORDINAL.sub("", printed)
    bare = _AMONG.sub("", printed)
    return bare, "其中:" if bare != printed else ""


def _row(flat: FlatText, label: str, printed: str, at: int) -> PrintedRow:
    piece = Piece(label, label, "")
    match = _CELLS.match(printed)
    unit = match["unit"] if match else ""
    if not match or (unit and not is_unit(unit)):
        return PrintedRow(piece, None, None)
    if not match["value"]:
        return PrintedRow(piece, unit or None, {} if unit.startswith("—") else {"year": None})
    text = match["value"]
    if "\n" in text or read_value(text).value is None:
        return PrintedRow(piece, unit or None, None)
    (value,) = flat.pieces([(text, at + match.start("value"))])
    return PrintedRow(piece, unit or None, {"year": value})
