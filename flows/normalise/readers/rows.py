"""The lines of a text and the cells that they hold, before anything is said of their words.

In: a text. Out: the cells of its lines as they stand, and which make a pipe row or are a blank
cell on a line; any other is a line of its own. In a row each pipe is a boundary (a blank between
two pipes is a blank cell); what box-drawing characters part is the same. A line that is a single
cell with a pipe behind it is a line; nothing but a pipe is a blank cell. Lines that only draw a
table are left out.

Where most rows have pipes between their cells alone, a pipe at an end of one that has no more
is no border: its first or last cell is blank. So it is with tabs, which part the cells of what was
copied from a page or a sheet; where they only set lines in, or in order, they are space.
"""

from typing import NamedTuple

_SPACES = "".join(character for character in map(chr, range(0x3001)) if character.isspace())
# What stands between two cells, and what tables are drawn with.
_BARS = "|│┃║"
_TAB = "\t"
_STROKES = "-=─━═"
_CORNERS = frozenset("+" + "".join(map(chr, range(0x250C, 0x2580)))) - {*_BARS, *_STROKES}
_DRAWN = "".join([_SPACES, *_BARS, *_STROKES, *_CORNERS, ":"])
_SEPARATORS = "\r\u2028\u2029\x0b\x0c\x85"
# A line with more between two pipes is running text that has a pipe in it.
_LONGEST_CELL = 400
# No label of a table is a sentence.
_STOP = "。"
_EDGES = tuple(stroke * 2 for stroke in _STROKES)
# The fence of a header, and a line without corners: a few dashes stand for a number not there.
_FENCES = ("--", "==")
_LONG_EDGES = tuple(stroke * 6 for stroke in _STROKES)
# Where a wiki's table begins, its rows are parted by |-.
_WIKI, _ROW_OF_WIKI = "{|", "|-"


class Lines(NamedTuple):
    """The cells of some lines, and which of them are not just a line each.

    `starts` says where each stands in the text, and `cells` what is printed there with the space
    around it; `rows` are those that make a pipe row, from one to before another, and `blanks`
    those that are blank.
    """

    starts: list[int]
    cells: list[str]
    rows: list[tuple[int, int]]
    blanks: set[int]


def lines_in(text: str) -> Lines:
    """The lines of a text, those that only draw a table left out."""
    lines = Lines([], [], [], set())
    starts, cells = lines.starts, lines.cells
    following = 0
    broken = _broken(text)
    between = {bar: _between(broken, bar) for bar in (*_BARS, _TAB) if bar in text}
    is_ruled = any(map(text.__contains__, _EDGES))
    is_wiki = _WIKI in text
    for line, bar in zip(broken, _bars_in(broken, between), strict=True):
        start, following = following, following + len(line) + 1
        if bar is None:
            if line and not (is_ruled and _is_rule(line, _LONG_EDGES)):
                starts.append(start)
                cells.append(line)
            continue
        bars = line.count(bar)
        if (bars == 1 and _is_cell(line, bar, between[bar])) or _is_running(line, bar):
            if line.strip() == bar:
                lines.blanks.add(len(cells))
            starts.append(start)
            cells.append(line.rstrip(_SPACES + bar))
        elif not (is_ruled and _is_rule(line, _FENCES)) and not (
            is_wiki and line.startswith(_ROW_OF_WIKI)
        ):
            begin, row = _row(start, line, bar, has_border=bars not in between[bar])
            lines.rows.append((len(cells), len(cells) + len(row)))
            starts += begin
            cells += row
    return lines


def _between(lines: list[str], bar: str) -> set[int]:
    """How many bars rows have that are without any at their ends, if most rows are."""
    space = _SPACES.replace(bar, "")
    rows = [line.strip(space) for line in lines if bar in line]
    bare = [row for row in rows if bar not in (row[0], row[-1])]
    if bar == _TAB:
        # Several in one place set columns in order, where full rows have other numbers of them.
        full = {row.count(bar) for row in bare if bar * 2 not in row}
        bare = [row for row in bare if row.count(bar) in full]
    return {row.count(bar) for row in bare} if len(bare) * 2 > len(rows) else set()


def _bars_in(lines: list[str], between: dict[str, set[int]]) -> list[str | None]:
    """What parts the cells of each line, if anything does."""
    if len(between) == 1 and _TAB not in between:
        (only,) = between
        return [only if only in line else None for line in lines]
    return [_bar_in(line, between) for line in lines] if between else [None] * len(lines)


def _bar_in(line: str, between: dict[str, set[int]]) -> str | None:
    """Of several bars the most frequent, and tabs only where there is none."""
    bars = [bar for bar in between if bar in line]
    if len(bars) > 1:
        return max([bar for bar in bars if bar != _TAB], key=line.count)
    if bars == [_TAB] and not _has_tabbed_cells(line, between[_TAB]):
        return None
    return bars[0] if bars else None


def _has_tabbed_cells(line: str, between: set[int]) -> bool:
    """Whether the tabs of a line part cells, and do not only set it in or stand in a sentence.

    A task of a work plan is a sentence, and stands in a row that has as many as others.
    """
    tabs = line.count(_TAB)
    is_row = _STOP not in line or (tabs > 1 and tabs in between)
    return bool(between) and _TAB in line.strip() and is_row


def _is_cell(line: str, bar: str, between: set[int]) -> bool:
    """Whether the one bar of a line stands behind a single cell, and not before a blank one."""
    return line.rstrip().endswith(bar) and 1 not in between


def _is_rule(line: str, edges: tuple[str, ...]) -> bool:
    """Whether a line is drawn: a border with its corners, or one that has one of some edges."""
    if line.strip(_DRAWN):
        return False
    has_corners = not _CORNERS.isdisjoint(line)
    return any(map(line.__contains__, _EDGES if has_corners else edges))


def _broken(text: str) -> list[str]:
    """The lines of a text, one character between them."""
    for separator in _SEPARATORS:
        if separator in text:
            text = text.replace(separator, "\n")
    return text.split("\n")


def _is_running(line: str, bar: str) -> bool:
    """Whether a line is running text with a pipe in it, or sentences before empty cells."""
    if _STOP in line and bar not in line.rstrip(_SPACES + bar):
        return True
    return (
        len(line) > _LONGEST_CELL and max(map(len, map(str.strip, line.split(bar)))) > _LONGEST_CELL
    )


def _row(at: int, line: str, bar: str, *, has_border: bool) -> tuple[list[int], list[str]]:
    """Where the cells of a pipe row begin, and what they are without the rest of a border."""
    border = 1 + line.index(bar) if has_border and line.lstrip()[0] == bar else 0
    cells = line[border:].split(bar)
    if has_border and not cells[-1].strip():
        cells.pop()
    starts = []
    start = at + border
    for cell in cells:
        starts.append(start)
        start += len(cell) + 1
    return starts, cells
