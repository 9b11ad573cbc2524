"""Plain text: pipe rows, one cell a line, or tags stripped and cells glued.

A run of pipe rows becomes one grid without spans, each line a row. Every other line is a piece,
one without text where it is a blank cell.

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
from flows.normalise.readers.rows import BLANK, ROW, Line, Placed, lines_in
from flows.normalise.script import script_of

_RANGE = re.compile(r"(\d+)-(\d+)\Z")
_PAGE_NUMBER = re.compile(
    r"(?:[-—–]\s*\d{1,3}\s*[-—–]|第\s*\d{1,3}\s*页[,/ ]*(?:共\s*\d{1,3}\s*页)?"
    r"|(?:https?|file)://\S+\s+\d{1,3}/\d{1,3})\Z"
)
_WORD = re.compile(r"\S+")


def read(content: bytes) -> Document:
    """Read a text snapshot of any charset; refuses nothing."""
    decoded = decode(content)
    script = script_of(decoded.text)
    lines, cells = lines_in(decoded.text)
    # All in one go, for a document is little else than its cells.
    blocks = tuple(_blocks(lines, _pieces(decoded, cells, script)))
    has_grid = Grid in map(type, blocks)
    layout = "pipe" if has_grid else "lines"
    return Document(blocks, decoded.charset, script, layout, decoded.damage)


def _pieces(decoded: Decoded, cells: list[Placed], script: Script) -> list[Piece]:
    raws = [part.strip() for _, part in cells]
    printed = list(map(shown, raws)) if decoded.damage else raws
    starts = [
        at if raw is part else at + part.index(raw)
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
    """Whether a piece is the number of a page and says so: - 3 -, 第 3 页, an address and 3/5."""
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


def _blocks(lines: list[Line], pieces: list[Piece]) -> Iterator[Piece | Grid]:
    cells: list[Cell] = []
    row = at = 0
    for kind, size in lines:
        if kind == ROW:
            end = at + size
            places = zip(pieces[at:end], repeat(row), count(), repeat(1), repeat(1))
            cells += map(cell_of, places)
            row += 1
            at = end
            continue
        if cells:
            yield Grid(tuple(cells), spans_known=False)
            cells, row = [], 0
        if pieces[at].text or kind == BLANK:
            yield pieces[at]
        at += 1
    if cells:
        yield Grid(tuple(cells), spans_known=False)
