"""Plain text: pipe rows, one cell a line, or tags stripped and cells glued.

A run of lines with pipes becomes one grid without spans, each line a row, each pipe a
boundary (a blank between two pipes is a blank cell). A line that is a single cell with a
pipe behind it is a line; nothing but a pipe is a blank cell on a line of its own. Every
other line is a piece.

A locator is `bytes=<start>-<end>`, the end not included, in the charset that `dim_report`
names; a blank cell is an empty range where its text would stand.
"""

import re
from collections.abc import Iterable, Iterator

from flows.normalise.charset import Decoded, decode, shown
from flows.normalise.clean import clean, script_of
from flows.normalise.document import Cell, Document, Grid, Piece, Script

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_SINGLE = re.compile(r"[^|]*\|?\s*\Z")
_RANGE = re.compile(r"(\d+)-(\d+)\Z")
# A line with more between two pipes is running text that has a pipe in it.
_LONGEST_CELL = 400
_PAGE_NUMBER = re.compile(r"[-—–]\s*\d{1,3}\s*[-—–]\Z")
_WORD = re.compile(r"\S+")
_FENCE = re.compile(r"\s*\|?(\s*:?-{2,}:?\s*\|)+\s*(:?-{2,}:?)?\s*\Z")


class _Text:
    """The decoded snapshot with a cursor that counts bytes, so that locators cost once."""

    def __init__(self, decoded: Decoded, script: Script) -> None:
        self._text = decoded.text
        self._size = decoded.size
        self._shown = shown if decoded.damage else str
        self._script: Script = script
        self._at_character = 0
        self._at_byte = decoded.start
        # Most of what is passed is numbers and pipes, whose bytes need no encoding to count.
        self._narrow = not decoded.charset.startswith("utf-16")

    def pieces(self, start: int, parts: Iterable[str]) -> list[Piece]:
        """The pieces of a stretch in parts, one character between them, space around them left out.

        `start` is the first character of the first part. All in one go, for a document is little
        else than such parts.
        """
        narrow, size, script = self._narrow, self._size, self._script
        character, byte = self._at_character, self._at_byte
        pieces: list[Piece] = []
        for part in parts:
            raw = part.strip()
            at = start + part.index(raw)
            gap = self._text[character:at]
            first = byte + (len(gap) if narrow and gap.isascii() else size(gap))
            byte = first + (len(raw) if narrow and raw.isascii() else size(raw))
            character = at + len(raw)
            start += len(part) + 1
            printed = self._shown(raw)
            pieces.append(Piece(printed, clean(printed, script), f"bytes={first}-{byte}"))
        self._at_character, self._at_byte = character, byte
        return pieces


def read(content: bytes) -> Document:
    """Read a text snapshot of any charset; refuses nothing."""
    decoded = decode(content)
    script = script_of(shown(decoded.text))
    blocks = tuple(_blocks(_Text(decoded, script), decoded.text))
    has_grid = any(isinstance(block, Grid) for block in blocks)
    layout = "pipe" if has_grid else "lines"
    return Document(blocks, decoded.charset, script, layout, decoded.damage)


def parts(piece: Piece, spans: Iterable[tuple[int, int]], charset: str) -> Iterator[Piece]:
    """The parts of a text piece between some printed characters, without clean text.

    `spans` are their starts and ends, one behind the other.

    Raises:
        ValueError: the piece holds damaged bytes, whose places cannot be counted out.
    """
    if "\ufffd" in piece.raw:
        raise ValueError(f"damaged bytes in {piece.locator}")
    byte = int(piece.locator[len("bytes=") : piece.locator.index("-")])
    character = 0
    for start, end in spans:
        raw = piece.raw[start:end]
        first = byte + len(piece.raw[character:start].encode(charset))
        byte, character = first + len(raw.encode(charset)), end
        yield Piece(raw, raw, f"bytes={first}-{byte}")


def words(document: Document) -> Iterator[Piece]:
    """The lines of a text document, each split where it has space; page numbers are out."""
    for piece in document.lines():
        if is_page_number(piece):
            continue
        is_text = piece.locator.startswith("bytes=")
        if not is_text or " " not in piece.text or "\ufffd" in piece.raw:
            yield piece
            continue
        found = (match.span() for match in _WORD.finditer(piece.raw))
        for word in parts(piece, found, document.charset):
            if text := clean(word.raw, document.script):
                yield Piece(word.raw, text, word.locator)


def is_page_number(piece: Piece) -> bool:
    """Whether a piece is the number of a page between its dashes: - 3 -."""
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


def _blocks(text: _Text, characters: str) -> Iterator[Piece | Grid]:
    rows: list[list[Piece]] = []
    for match in _LINE.finditer(characters):
        line = match.group()
        if "|" not in line or _SINGLE.match(line) or max(map(len, line.split("|"))) > _LONGEST_CELL:
            if rows:
                yield _grid(rows)
                rows = []
            (piece,) = text.pieces(match.start(), [line.rstrip(" |\t　")])
            if piece.text or line.strip() == "|":
                yield piece
        elif not _FENCE.match(line):
            rows.append(_row(text, match.start(), line))
    if rows:
        yield _grid(rows)


def _row(text: _Text, start: int, line: str) -> list[Piece]:
    """The cells of a pipe row; a pipe before the first cell is a border."""
    indent = len(line) - len(line.lstrip())
    at = start + indent + 1 if line[indent] == "|" else start
    cells = text.pieces(at, line[at - start :].split("|"))
    return cells[:-1] if not cells[-1].raw else cells


def _grid(rows: list[list[Piece]]) -> Grid:
    cells = (
        Cell(piece, row, column)
        for row, pieces in enumerate(rows)
        for column, piece in enumerate(pieces)
    )
    return Grid(tuple(cells), spans_known=False)
