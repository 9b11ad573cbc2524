"""A statistics table as printed, whichever way it was read, and how its header is known.

In: the texts of a header. Out: the codes of its columns. No list of rows is expected: a label
no form knows is kept under its own path. A code column (代码) is no value.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from flows.extract.form import Form, Node
from flows.extract.labels import key, may_go_on, split_ordinal
from flows.extract.numbers import is_value, may_begin_unit, unit_in
from flows.normalise import Piece

VALUE_COLUMNS = ("year", "cumulative", "month")
_CENTURIES = ("19", "20")
_YEAR_COLUMN = re.compile(r"(?:19|20)\d\d年度?")
_TITLE_LENGTH = 40
# No label of a column is longer, with a space behind each letter.
_LONGEST = 40
# The label of a column comes in at most so many pieces.
_PIECES = 4


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as printed; `values` by column, None where their number does not fit.

    `filled` is how many values stand behind the label, a code among them.
    """

    label: Piece
    unit: str | None
    values: dict[str, Piece | None] | None
    filled: int = 0


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """A statistics table: the title above it, its value columns and its rows."""

    form: Form
    title: str
    columns: list[str]
    rows: list[PrintedRow]
    readings: int
    evidence: Literal["agreed", "single", "differ"]

    def has_values(self) -> bool:
        """Whether any of its rows could be read and is not blank."""
        return any(row.values for row in self.rows)


def counted(columns: list[str]) -> list[str]:
    """The columns in which numbers stand, a code among them."""
    return [code for code in columns if code not in ("label", "unit")]


def opens_label(piece: Piece) -> bool:
    """Whether a label begins here: 其中, or an ordinal."""
    among, level, _ = split_ordinal(piece.text)
    return among or level is not None


def unit_at(pieces: Sequence[Piece], at: int) -> tuple[str | None, int]:
    """The unit that begins at a piece, and its number of pieces: a narrow cell breaks it."""
    text = pieces[at].text if at < len(pieces) else ""
    if not text or not may_begin_unit(text):
        return None, 0
    behind = pieces[at + 1].text if at + 1 < len(pieces) else ""
    return _unit_of(text, "" if behind.isdecimal() else behind)


@lru_cache(maxsize=4096)
def _unit_of(text: str, behind: str) -> tuple[str | None, int]:
    both = text + behind
    # A dash, which is a value too, has no second piece.
    if behind and (unit := unit_in(both)) and not is_value(both):
        return unit, 2
    unit = unit_in(text)
    return unit, 1 if unit else 0


def may_go_on_below(words: list[Piece], below: list[Piece]) -> bool:
    """Whether an unknown label may go on in the line below, its numbers beside its first line.

    That line is as wide as the column then, and what is left of the label no longer.
    """
    if not words or not below or opens_label(below[0]):
        return False
    return sum(len(word.text) for word in below) <= sum(len(word.text) for word in words)


def table_of(form: Form, title: str, columns: list[str], rows: list[PrintedRow]) -> IndicatorTable:
    """A table that was read once; a title too long for one is running text."""
    shown = title if len(title) <= _TITLE_LENGTH else ""
    valued = [code for code in columns if code in VALUE_COLUMNS]
    return IndicatorTable(form, shown, valued, rows, 1, "single")


def read_header(pieces: list[Piece], start: int, header: Node) -> tuple[list[str], int] | None:
    """The column codes of a header, a label first and some values, and its number of pieces.

    A column's label may come in pieces: 计量 单位, 2011 年度, 统 计 指 标.
    """
    if start >= len(pieces) or not begins_header(pieces[start].text, header):
        return None
    codes: list[str] = []
    at = start
    while at < len(pieces):
        code, size = _column_at(pieces, at, header)
        if code is None or code in codes:
            break
        codes.append(code)
        at += size
    is_header = codes[:1] == ["label"] and any(code in VALUE_COLUMNS for code in codes)
    return (codes, at - start) if is_header else None


def _column_at(pieces: list[Piece], at: int, header: Node) -> tuple[str | None, int]:
    """The code of the column whose label begins at a piece, and in how many pieces it comes."""
    texts = [piece.text for piece in pieces[at : at + _PIECES]]
    for size in range(len(texts), 0, -1):
        if code := _column("".join(texts[:size]), header):
            return code, size
    return None, 0


def begins_header(text: str, header: Node) -> bool:
    """Whether a text is the first label of a header, or may be the beginning of it."""
    return 0 < len(text) <= _LONGEST and _begins(text, header)


@lru_cache(maxsize=65_536)
def _begins(text: str, header: Node) -> bool:
    printed = key(text)
    return not is_value(text) and (printed in header.known or may_go_on(printed, header.begun))


def _column(text: str, header: Node) -> str | None:
    printed = key(text)
    known = header.known.get(printed)
    if known is None and printed.startswith(_CENTURIES) and _YEAR_COLUMN.fullmatch(printed):
        return "year"
    return known.code if known else None
