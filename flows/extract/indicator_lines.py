"""Statistics tables whose rows are lines, with labels that a PDF converter tore.

In: the lines of a document. Out: one `IndicatorTable` a header found. The numbers of a row
whose label takes several lines stand among those lines: 主动公开政府信息数(不同渠道和方式公 /
条 5285 / 开相同信息计1条). Such a label is put together where a form knows it; where none
does, nobody can tell where it ends, and the row has no values.
"""

from bisect import bisect_left
from dataclasses import replace
from functools import cache
from itertools import accumulate, chain, islice, takewhile
from typing import NamedTuple

from flows.extract.form import Form, Node
from flows.extract.indicator_forms import known_labels
from flows.extract.indicator_run import tables_in_run
from flows.extract.indicator_table import (
    IndicatorTable,
    may_go_on_below,
    opens_label,
    read_header,
    unit_at,
)
from flows.extract.indicators import each_once
from flows.extract.labels import key
from flows.extract.lines import Line, as_one
from flows.extract.numbers import is_unit
from flows.normalise import Piece

# So many lines of a label stand above its numbers at most, and as many below.
_AROUND = 2
# And a label has at most so many words.
_WORDS = 20


def read_indicator_lines(lines: list[Line], form: Form) -> list[IndicatorTable]:
    """Every statistics table of a document that stands in lines, each once."""
    tokens, torn = _mended(lines, form.blocks[0].header)
    tables = each_once(tables_in_run(tokens, form))
    return [
        replace(
            table,
            rows=[
                replace(row, values=None) if row.label.locator in torn else row
                for row in table.rows
            ],
        )
        for table in tables
    ]


def _mended(lines: list[Line], header: Node) -> tuple[list[Piece], set[str]]:
    """The words and numbers with labels in one piece, and where a label could not be told."""
    are_rows = list(map(_is_row, lines))
    heads = _header_lines(lines, header)
    tokens: list[Piece] = []
    torn: set[str] = set()
    at = 0
    for row in (place for place, is_row in enumerate(are_rows) if is_row):
        begins = max((1 + head for head in heads if at <= head < row), default=at)
        below = takewhile(lambda n: not are_rows[n] and n not in heads, range(row + 1, len(lines)))
        near = [lines[n] for n in islice(below, _AROUND)]
        printed = _row(lines[begins:row], lines[row], near)
        label, lead, tail = printed.known_label()
        if label is None and (
            printed.may_go_around() or printed.may_go_on() or (begins > at and printed.is_led())
        ):
            torn.update(piece.locator for piece in (*lines[row - 1].words, *lines[row].words))
        if label is None and printed.stands_above():
            # What comes first of it would be the label of the next row.
            first = [lines[row].words[:1], printed.below[0].words[:1]]
            torn.update(piece.locator for words in first for piece in words)
        # Between a header and the first label that is known stands the rest of the header.
        words_end = begins if label is not None and begins > at else row - lead
        for line in lines[at:words_end]:
            tokens += line.words
        tokens += printed.tokens(label)
        at = row + 1 + tail
    for line in lines[at:]:
        tokens += line.words
    return tokens, torn


def _is_row(line: Line) -> bool:
    """Whether a line has numbers, or the unit of a number that is blank."""
    return line.has_numbers() or (bool(line.words) and is_unit(line.words[-1].text))


def _header_lines(lines: list[Line], header: Node) -> set[int]:
    """The lines in which headers stand, also those torn or with a cell a line."""
    said = [line.tokens() for line in lines]
    tokens = list(chain.from_iterable(said))
    begins = list(accumulate(map(len, said), initial=0))
    found: set[int] = set()
    for at, begin in enumerate(begins[:-1]):
        if named := read_header(tokens, begin, header):
            found.update(range(at, bisect_left(begins, begin + named[1])))
    return found


@cache
def _ways(above: int, below: int) -> list[tuple[int, int]]:
    """How many lines above and below may be a label's, most first."""
    ways = [(lead, tail) for lead in range(above + 1) for tail in range(below + 1)]
    return sorted(ways, key=sum, reverse=True)


class _Row(NamedTuple):
    """The lines of words above and below a row, what of its label is beside its numbers, its unit.

    `words` and `unit` are pieces of its own line, and `numbers` those behind them.
    """

    above: list[Line]
    below: list[Line]
    words: list[Piece]
    unit: list[Piece]
    numbers: list[Piece]

    def tokens(self, label: Piece | None) -> list[Piece]:
        """The row as a run, with its label in one piece where that is known."""
        words = self.words if label is None else [label]
        return [*words, *self.unit, *[piece for piece in self.numbers if piece.text]]

    def known_label(self) -> tuple[Piece | None, int, int]:
        """The longest label of a form around the numbers, and its lines above and below them."""
        for lead, tail in _ways(min(len(self.above), _AROUND), len(self.below)):
            pieces = [p for line in self.above[len(self.above) - lead :] for p in line.words]
            pieces += self.words
            pieces += [piece for line in self.below[:tail] for piece in line.words]
            text = "".join([piece.text for piece in pieces[: _WORDS + 1]])
            if len(pieces) <= _WORDS and key(text) in known_labels():
                return as_one(pieces), lead, tail
        return None, 0, 0

    def is_led(self) -> bool:
        """Whether words stand above that may be this row's, or not."""
        return bool(self.above) and not (self.words and opens_label(self.words[0]))

    def may_go_on(self) -> bool:
        """Whether an unknown label may go on in the line below."""
        return bool(self.below) and may_go_on_below(self.words, self.below[0].words)

    def stands_above(self) -> bool:
        """Whether numbers have no words beside or above them: their label can only be below."""
        return not self.words and not self.above and bool(self.below)

    def may_go_around(self) -> bool:
        """Whether an unknown label may go on below its numbers.

        What stands above it is its first line then, for numbers stand at the middle of a label.
        """
        if not (self.above and self.below):
            return False
        opened = (words[0] for words in (self.words, self.below[0].words) if words)
        return not self.words or not any(map(opens_label, opened))


def _row(above: list[Line], line: Line, below: list[Line]) -> _Row:
    """The row of a line, its words parted from the unit behind them, if one is printed."""
    ends = [line.words[-size:] for size in (2, 1)]
    unit = next((end for end in ends if unit_at(end, 0)[1] == len(end) > 0), [])
    return _Row(above, below, line.words[: len(line.words) - len(unit)], unit, line.numbers)
