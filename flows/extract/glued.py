"""Glued text: rows whose cells ran together, and the one way to take them apart.

In: rows with what is printed behind their labels, in stretches that no number runs over
(`0000000`, `693665`, `12件3`). Out: for each row that can be taken apart, the part of a stretch
that belongs to each column. A table with identities is put to the solver as a whole: for each
row the ways in which its digits make whole numbers that add up, and of all combinations the
only one that satisfies every identity. A row that no identity covers is sure only where its
characters make numbers in one way at all, also with columns left blank: a blank among glued
cells leaves no trace. Where there are no or several ways, nothing comes out.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from flows.extract.numbers import MONEY, MONEY_UNITS, read_value
from flows.extract.solver import Values, rows_adding_up, solve_blocks, solve_request
from flows.extract.table import Column, Leaves

Chunk = tuple[str, int]  # what is printed without a gap, and its place in the text
# Tables whose rows add up.
SUMMED = frozenset(("request", "review"))
_TOTAL = "total"
_COUNT = re.compile(r"(\d+)([^\d\W]*)\Z")
# Behind a unit and in front of a sign one number ends and the next begins.
_BORDER = re.compile(r"(?<=[件项条个次元万])(?=[\d+\-−])|(?<=\d)(?=[+\-−])")


class GluedRow(NamedTuple):
    """A row: its code, its columns, and the chunks printed behind its label.

    `broken_off` where the text ends with the label, or its numbers may stand somewhere below.
    """

    code: str
    columns: Leaves
    chunks: list[Chunk]
    broken_off: bool = False

    def texts(self) -> list[str]:
        """What the chunks say."""
        return [text for text, _ in self.chunks]

    def is_whole(self) -> bool:
        """Whether there is a chunk for every column."""
        return len(self.chunks) == len(self.columns)

    def is_glued(self) -> bool:
        """Whether there are fewer chunks than columns."""
        return 0 < len(self.chunks) < len(self.columns)

    def stretches(self) -> list[Chunk]:
        """The chunks cut where a number is sure to end."""
        return [
            (text[start:end], at + start)
            for text, at in self.chunks
            for ends in [[] if text.isdecimal() else [m.start() for m in _BORDER.finditer(text)]]
            for start, end in zip([0, *ends], [*ends, len(text)], strict=True)
        ]


def take_apart(table_code: str, rows: list[GluedRow]) -> dict[str, list[Chunk]]:
    """The part of each column, by the row's code, for glued rows that leave one way."""
    if not any(row.is_glued() for row in rows):
        return {}
    if table_code == "request":
        return _by_identities(rows)
    found = {}
    for row in rows:
        parts = _by_blocks(row) if not row.code else _only_way(row)
        if parts is not None:
            found[row.code] = parts
    return found


def holds(table_code: str, rows: list[GluedRow]) -> bool:
    """Whether rows of whole numbers, a chunk a column, satisfy every identity of their table."""
    values = {row.code: _counts(row) for row in rows}
    counts = {code: found for code, found in values.items() if found is not None}
    if len(counts) < len(rows) or not all(map(_adds_up, rows, counts.values())):
        return False
    return table_code != "request" or solve_request({c: [v] for c, v in counts.items()}) is not None


def _counts(row: GluedRow) -> Values | None:
    """The numbers of a row that has one in every cell."""
    numbers = [read_value(text).value for text in row.texts()]
    counts = tuple(int(n) for n in numbers if n is not None and n == int(n))
    return counts if len(counts) == len(numbers) == len(row.columns) else None


def _adds_up(row: GluedRow, counts: Values) -> bool:
    """Whether each total of a row is the sum of the other columns of its block."""
    rest = list(counts)
    sums = []
    for size, total in _blocks(row.columns):
        block, rest = rest[:size], rest[size:]
        sums.append(2 * block[total] == sum(block))
    return all(sums) and not rest


def _by_identities(rows: list[GluedRow]) -> dict[str, list[Chunk]]:
    """Table 3: rows whose sums, columns and balance leave one way for all of them."""
    candidates: dict[str, Sequence[Values]] = {}
    for row in rows:
        total = [column.code for column in row.columns].index(_TOTAL)
        counts, digits = _counts(row), _digits(row)
        if row.is_glued() and digits is not None:
            candidates[row.code] = rows_adding_up(tuple(digits), len(row.columns), total) or ()
        elif counts is not None:
            candidates[row.code] = [counts]
        else:
            return {}
    solved = solve_request(candidates) or {}
    return {r.code: _cut(r, solved[r.code]) for r in rows if r.is_glued() and r.code in solved}


def _by_blocks(row: GluedRow) -> list[Chunk] | None:
    """Table 4: one row of blocks, each with a total among its columns."""
    digits = _digits(row) if row.is_glued() else None
    blocks = _blocks(row.columns)
    if digits is None or sum(size for size, _ in blocks) != len(row.columns):
        return None
    values = solve_blocks(digits, blocks)
    return _cut(row, values) if values is not None else None


def _blocks(columns: Leaves) -> list[tuple[int, int]]:
    """How many columns each channel has, and which of them is its total."""
    channels = [list(block) for _, block in groupby(columns, key=lambda c: c.channel)]
    totals = [[at for at, c in enumerate(block) if c.code == _TOTAL] for block in channels]
    return [(len(b), at) for b, found in zip(channels, totals, strict=True) for at in found]


def _digits(row: GluedRow) -> list[str] | None:
    """The stretches of a row of counts, their units left out; None if it has anything else."""
    counts = [_COUNT.match(text) for text, _ in row.stretches()]
    known = [m[1] for m in counts if m and (not m[2] or read_value(f"1{m[2]}").unit == m[2])]
    return known if len(known) == len(counts) else None


def _cut(row: GluedRow, values: Values) -> list[Chunk]:
    """The stretches of a row of counts, cut into the values found for it."""
    parts: list[Chunk] = []
    rest = row.stretches()
    for value in values:
        text, at = rest.pop(0)
        size = len(str(value))
        if not text[size : size + 1].isdecimal():
            size = len(text)  # What is left of the stretch is the unit.
        parts.append((text[:size], at))
        if len(text) > size:
            rest.insert(0, (text[size:], at + size))
    return parts


def _only_way(row: GluedRow) -> list[Chunk] | None:
    """The parts of a row that splits in one way alone, no column blank."""
    if not row.is_glued():
        return None
    ways = list(islice(_ways(row.stretches(), row.columns), 2))
    return ways[0] if len(ways) == 1 and len(ways[0]) == len(row.columns) else None


def _ways(rest: list[Chunk], columns: Sequence[Column]) -> Iterator[list[Chunk]]:
    """Every way to give each column a number or a blank until nothing is left."""
    if not columns:
        if not rest:
            yield []
        return
    if rest:
        text, at = rest[0]
        for size in range(1, len(text) + 1):
            if _fits(text[:size], columns[0]):
                left = [(text[size:], at + size)] if size < len(text) else []
                for way in _ways([*left, *rest[1:]], columns[1:]):
                    yield [(text[:size], at), *way]
    yield from _ways(rest, columns[1:])


def _fits(text: str, column: Column) -> bool:
    """Whether a text is a number that the form allows in a column."""
    read = read_value(text)
    if read.value is None:
        return False
    money = column.node.unit == MONEY
    signed = text[0].isdecimal() or column.node.signed
    whole = money or read.value == int(read.value)
    return signed and whole and (read.unit is None or (read.unit in MONEY_UNITS) == money)
