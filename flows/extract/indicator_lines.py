"""Statistics tables whose rows are lines, with labels that a PDF converter tore.

In: the lines of a document. Out: one `IndicatorTable` a header found. The numbers of a row
whose label takes several lines stand among those lines: 主动公开政府信息数(不同渠道和方式公 /
条 5285 / 开相同信息计1条). Such a label is put together where a form knows it; where none
does, nobody can tell where it ends, and the row has no values.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile

from flows.extract.forms import Form, Node, forms
from flows.extract.indicator_run import tables_in_run
from flows.extract.indicator_table import IndicatorTable, read_header
from flows.extract.labels import key, split_ordinal
from flows.extract.lines import Line
from flows.extract.numbers import is_unit
from flows.normalise import Piece, joined

# So many lines of a label stand above its numbers at most, and as many below.
_AROUND = 2


def read_indicator_lines(lines: list[Line], form: Form) -> list[IndicatorTable]:
    """Every statistics table of a document that stands in lines."""
    tokens, torn = _mended(lines, form.blocks[0].header)
    tables = tables_in_run(tokens, form)
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


@cache
def _known() -> frozenset[str]:
    """The keys of all labels of all statistics tables on the shelf."""
    shelf = (form for form in forms() if form.shape == "indicator_rows")
    rows = (row for form in shelf for block in form.blocks for row in block.rows)
    return frozenset(k for row in rows for node in row.all() for k in node.keys)


def _mended(lines: list[Line], header: Node) -> tuple[list[Piece], set[str]]:
    """The words and numbers with labels in one piece, and where a label could not be told."""
    tokens: list[Piece] = []
    torn: set[str] = set()
    waiting: list[Line] = []
    above: list[Line] = []
    used = 0

    def may_belong(line: Line) -> bool:
        return not _is_row(line) and not _is_header(line, header)

    for at, line in enumerate(lines):
        if at < used:
            continue
        if not _is_row(line):
            above = [] if _is_header(line, header) else [*above, line]
            waiting.append(line)
            continue
        below = list(takewhile(may_belong, lines[at + 1 : at + 1 + _AROUND]))
        unit = line.words[-1:] if line.words and is_unit(line.words[-1].text) else []
        words = line.words[: len(line.words) - len(unit)]
        label, lead, tail = _label(above[-_AROUND:], words, below)
        if label is None and _may_go_around(above, words, below):
            torn.update(piece.locator for piece in (*above[-1].words, *words))
        for earlier in waiting[: len(waiting) - lead]:
            tokens += earlier.words
        tokens += [*(words if label is None else [label]), *unit, *line.numbers]
        waiting, above, used = [], [], at + 1 + tail
    for line in waiting:
        tokens += line.words
    return tokens, torn


def _is_row(line: Line) -> bool:
    """Whether a line has numbers, or the unit of a number that is blank."""
    return line.has_numbers() or (bool(line.words) and is_unit(line.words[-1].text))


def _is_header(line: Line, header: Node) -> bool:
    """Whether the columns of a statistics table are named in a line."""
    return read_header(line.words, 0, header) is not None


def _label(
    above: list[Line], words: list[Piece], below: list[Line]
) -> tuple[Piece | None, int, int]:
    """The longest known label around some numbers, and its lines above and below them."""
    ways = [(lead, tail) for lead in range(len(above) + 1) for tail in range(len(below) + 1)]
    for lead, tail in sorted(ways, key=sum, reverse=True):
        lines = [*(line.words for line in above[len(above) - lead :]), words]
        lines += (line.words for line in below[:tail])
        pieces = [piece for line in lines for piece in line]
        if pieces and key("".join(piece.text for piece in pieces)) in _known():
            return joined(pieces), lead, tail
    return None, 0, 0


def _may_go_around(above: Sequence[Line], words: list[Piece], below: Sequence[Line]) -> bool:
    """Whether an unknown label may go on below its numbers.

    What stands above it is its first line then, for numbers stand at the middle of a label.
    """
    if not (above and below and below[0].words):
        return False
    among, level, _ = split_ordinal(below[0].words[0].text)
    return not words or not (among or level)
