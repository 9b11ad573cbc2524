"""Plain text: pipe rows, one cell a line, or tags stripped and cells glued.

A run of pipe rows becomes one grid without spans, each line a row. Every other line is a piece,
one without text where it is a blank cell.

A locator is `bytes=<start>-<end>`, the end not included, in the charset that `dim_report`
names; a blank cell is an empty range where its text would stand.
"""

import re

import numpy as np

from flows.normalise.charset import Decoded, decode, shown
from flows.normalise.clean import clean_lines
from flows.normalise.document import Document, Grid, Piece, Script, piece_of
from flows.normalise.ranges import byte_ranges
from flows.normalise.readers.rows import Lines, lines_in
from flows.normalise.script import script_of

_RANGE = re.compile(r"(\d+)-(\d+)\Z")


def read(content: bytes) -> Document:
    """Read a text snapshot of any charset; refuses nothing."""
    decoded = decode(content)
    script = script_of(decoded.text)
    lines = lines_in(decoded.text)
    # All in one go, for a document is little else than its cells.
    blocks = _blocks(lines, _pieces(decoded, lines, script))
    layout = "pipe" if lines.rows else "lines"
    return Document(tuple(blocks), decoded.charset, script, layout, decoded.damage)


def _pieces(decoded: Decoded, lines: Lines, script: Script) -> list[Piece]:
    raws = list(map(str.strip, lines.cells))
    printed = list(map(shown, raws)) if decoded.damage else raws
    starts = [
        start if raw is cell else start + cell.index(raw)
        for start, cell, raw in zip(lines.starts, lines.cells, raws, strict=True)
    ]
    bytes_before = decoded.offsets()
    # Of the places of all characters, those of the first and the last of each cell.
    first = np.fromiter(starts, np.intp, len(starts))
    last = first + np.fromiter(map(len, raws), np.intp, len(raws))
    places = byte_ranges(bytes_before[first], bytes_before[last])
    return list(map(piece_of, zip(printed, clean_lines(printed, script), places, strict=True)))


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


def _blocks(lines: Lines, pieces: list[Piece]) -> list[Piece | Grid]:
    """Rows that follow each other as grids, and between them the lines that say something."""
    blocks: list[Piece | Grid] = []
    grid: list[list[Piece]] = []
    at = 0
    for first, end in lines.rows:
        if at < first:
            blocks += [Grid(grid)] if grid else []
            blocks += _said(pieces, at, first, lines.blanks)
            grid = []
        grid.append(pieces[first:end])
        at = end
    blocks += [Grid(grid)] if grid else []
    return blocks + _said(pieces, at, len(pieces), lines.blanks)


def _said(pieces: list[Piece], first: int, end: int, blanks: set[int]) -> list[Piece]:
    """The pieces from one to before another that say something or are blank cells."""
    some = pieces[first:end]
    if not blanks:
        return [piece for piece in some if piece.text]
    return [piece for at, piece in enumerate(some, first) if piece.text or at in blanks]
