"""Plain text: pipe rows, one cell a line, or tags stripped and cells glued.

A run of lines with pipes becomes one grid without spans, each line a row, each pipe a
boundary (a blank between two pipes is a blank cell); what box-drawing characters rule is the
same. A line that is a single cell with a pipe behind it is a line; nothing but a pipe is a
blank cell on a line of its own. Every other line is a piece, but for those that are drawn.

A locator is `bytes=<start>-<end>`, the end not included, in the charset that `dim_report`
names; a blank cell is an empty range where its text would stand.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, count, repeat

import numpy as np
from numpy.typing import NDArray

from flows.normalise.charset import Decoded, decode, offsets, shown
from flows.normalise.clean import clean, clean_lines
from flows.normalise.document import Cell, Document, Grid, Piece, Script, cell_of, piece_of
from flows.normalise.script import script_of

_SPACES = "".join(character for character in map(chr, range(0x3001)) if character.isspace())
# What stands between two cells, and what tables are drawn with.
_BARS = "|│┃║"
_STROKES = "-=─━═"
_CORNERS = frozenset("+" + "".join(map(chr, range(0x250C, 0x2580)))) - {*_BARS, *_STROKES}
_DRAWN = "".join([_SPACES, *_BARS, *_STROKES, *_CORNERS, ":"])
_SEPARATORS = "\r\u2028\u2029\x0b\x0c\x85"
_RANGE = re.compile(r"(\d+)-(\d+)\Z")
# A line with more between two pipes is running text that has a pipe in it.
_LONGEST_CELL = 400
# No label of a table is a sentence.
_STOP = "。"
_PAGE_NUMBER = re.compile(
    r"(?:[-—–]\s*\d{1,3}\s*[-—–]|第\s*\d{1,3}\s*页[,/ ]*(?:共\s*\d{1,3}\s*页)?)\Z"
)
_WORD = re.compile(r"\S+")
# Below a header, and on a line of its own, where as many as four stand for a number not there.
_SHORT_RULE, _LONG_RULE = 2, 6


# A cell as it stands in the text: its place, and what is printed there with the space around it.
_Cell = tuple[int, str]
# A pipe row, a line of its own, or a blank cell on one; and the number of its cells.
_Line = tuple[int, int]
_LINE, _BLANK, _ROW = range(3)


def read(content: bytes) -> Document:
    """Read a text snapshot of any charset; refuses nothing."""
    decoded = decode(content)
    script = script_of(decoded.text)
    lines, cells = _lines(decoded.text)
    # All in one go, for a document is little else than its cells.
    blocks = tuple(_blocks(lines, _pieces(decoded, cells, script)))
    has_grid = any(isinstance(block, Grid) for block in blocks)
    layout = "pipe" if has_grid else "lines"
    return Document(blocks, decoded.charset, script, layout, decoded.damage)


def _pieces(decoded: Decoded, cells: list[_Cell], script: Script) -> list[Piece]:
    raws = [part.strip() for _, part in cells]
    printed = list(map(shown, raws)) if decoded.damage else raws
    starts = [
        at if len(raw) == len(part) else at + part.index(raw)
        for (at, part), raw in zip(cells, raws, strict=True)
    ]
    bytes_before = decoded.offsets()
    # Of the places of all characters, those of the first and the last of each cell.
    first = np.array(starts, np.intp)
    last = first + np.array(list(map(len, raws)), np.intp)
    ranges = zip(bytes_before[first].tolist(), bytes_before[last].tolist(), strict=True)
    places = [f"bytes={start}-{end}" for start, end in ranges]
    return list(map(piece_of, zip(printed, clean_lines(printed, script), places, strict=True)))


def bytes_of(lines: Sequence[Piece], charset: str) -> NDArray[np.int64]:
    """The byte of the snapshot at which each character of some lines of text stands.

    The lines are taken as one text with a line break behind each, whose byte is where the line
    ends.

    Raises:
        ValueError: a line holds damaged bytes, whose places cannot be counted out.
    """
    if not lines:
        return np.zeros(0, np.int64)
    if damaged := next((line for line in lines if "\ufffd" in line.raw), None):
        raise ValueError(f"damaged bytes in {damaged.locator}")
    within = offsets("\n".join([line.raw for line in lines]), charset)
    sizes = [len(line.raw) + 1 for line in lines]
    starts = [int(line.locator[len("bytes=") : line.locator.index("-")]) for line in lines]
    moved = np.subtract(starts, within[np.cumsum([0, *sizes[:-1]])])
    places: NDArray[np.int64] = within + np.repeat(moved, sizes)
    return places


def words(document: Document) -> Iterator[Piece]:
    """The lines of a text document, each split where it has space; page numbers are out."""
    return chain.from_iterable(words_of_lines(document))


def words_of_lines(document: Document) -> Iterator[list[Piece]]:
    """The same line by line."""
    lines = [piece for piece in document.lines() if not is_page_number(piece)]
    places = bytes_of([piece for piece in lines if _has_words(piece)], document.charset)
    at = 0
    for piece in lines:
        if not _has_words(piece):
            yield [piece]
            continue
        yield [
            placed(match[0], text, places.item(at + match.start()), places.item(at + match.end()))
            for match in _WORD.finditer(piece.raw)
            if (text := clean(match[0], document.script))
        ]
        at += len(piece.raw) + 1


def _has_words(piece: Piece) -> bool:
    return " " in piece.text and has_places(piece)


def has_places(piece: Piece) -> bool:
    """Whether a piece is of a text, and every byte of it has its place."""
    return piece.locator.startswith("bytes=") and "\ufffd" not in piece.raw


def placed(raw: str, text: str, first: int, end: int) -> Piece:
    """A piece of a text by the bytes that it is printed in, the end not included."""
    return piece_of((raw, text, f"bytes={first}-{end}"))


def is_page_number(piece: Piece) -> bool:
    """Whether a piece is the number of a page and says so: - 3 -, 第 3 页."""
    return _PAGE_NUMBER.match(piece.text) is not None


def at(where: str, content: bytes) -> str:
    """The text as printed in a range of bytes.

    Raises:
        ValueError: it is no range, or one that lies outside the snapshot.
    """
    match = _RANGE.match(where)
    if not match:
        raise ValueError(f"no range of bytes: {where}")
    start, end = int(match[1]), int(match[2])
    if not start <= end <= len(content):
        raise ValueError(f"{where} lies outside a snapshot of {len(content)} bytes")
    return shown(content[start:end].decode(decode(content).charset, "xxgk-mark"))


def _lines(text: str) -> tuple[list[_Line], list[_Cell]]:
    """The lines of a text, those that only draw a table left out, and the cells of all."""
    lines: list[_Line] = []
    cells: list[_Cell] = []
    start = 0
    bars = [bar for bar in _BARS if bar in text] or ["|"]
    bar = bars[0]
    is_ruled = any(stroke * _SHORT_RULE in text for stroke in _STROKES)
    for line in _broken(text):
        if len(bars) > 1:
            bar = max(bars, key=line.count)
        if bar not in line:
            if line and not (is_ruled and _is_rule(line, _LONG_RULE)):
                lines.append((_LINE, 1))
                cells.append((start, line))
        elif line.index(bar) == len(line.rstrip()) - 1 or _is_running(line, bar):
            lines.append((_BLANK if line.strip() == bar else _LINE, 1))
            cells.append((start, line.rstrip(_SPACES + bar)))
        elif not (is_ruled and _is_rule(line, _SHORT_RULE)):
            row = _row(start, line, bar)
            lines.append((_ROW, len(row)))
            cells += row
        start += len(line) + 1
    return lines, cells


def _is_rule(line: str, least: int) -> bool:
    """Whether a line is drawn: a border with its corners, or dashes of at least some length."""
    if line.strip(_DRAWN):
        return False
    if not _CORNERS.isdisjoint(line):
        return any(stroke * _SHORT_RULE in line for stroke in _STROKES)
    return any(stroke * least in line for stroke in "-=")


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


def _row(start: int, line: str, bar: str) -> list[_Cell]:
    """The cells of a pipe row; a pipe before the first cell is a border."""
    indent = len(line) - len(line.lstrip())
    border = indent + 1 if line[indent] == bar else 0
    cells = []
    at = start + border
    for part in line[border:].split(bar):
        cells.append((at, part))
        at += len(part) + 1
    return cells if cells[-1][1].strip() else cells[:-1]


def _blocks(lines: list[_Line], pieces: list[Piece]) -> Iterator[Piece | Grid]:
    cells: list[Cell] = []
    row = at = 0
    for kind, size in lines:
        if kind == _ROW:
            end = at + size
            places = zip(pieces[at:end], repeat(row), count(), repeat(1), repeat(1))
            cells += map(cell_of, places)
            row += 1
            at = end
            continue
        if cells:
            yield Grid(tuple(cells), spans_known=False)
            cells, row = [], 0
        if pieces[at].text or kind == _BLANK:
            yield pieces[at]
        at += 1
    if cells:
        yield Grid(tuple(cells), spans_known=False)
