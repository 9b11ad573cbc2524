"""HTML pages: what a browser prints, block by block, tables as grids with their spans.

In: the bytes of a page or of a fragment, in any charset. Out: a piece for every printed
line (the runs inside a block joined with nothing between them), one without text for an
empty block among blocks like it, and a grid for every table
that holds data; the furniture of the page stays, in pieces. Refused: a page nested deeper
than browsers go. Locators are `html=<place>`, as `printed` describes places.
"""

import json
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from flows.normalise import charset
from flows.normalise.charset import Decoded, decode
from flows.normalise.clean import clean, clean_lines
from flows.normalise.document import Document, Grid, Piece, Refused, Script, piece_of
from flows.normalise.readers.markup import Block, Page, find, parse, shown
from flows.normalise.readers.printed import Lines, picture_in, text_of
from flows.normalise.readers.tables import Printed, lays_out, place
from flows.normalise.script import script_of

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_PLACE = re.compile(r"(\d+(?:\.\d+)*)(:\d+)?\Z")
_LEADING_NUMBER = re.compile(r"\s*(\d+)")
_OPENS_JSON = ("{", "[")
_CAPTIONS = frozenset({"caption"})
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_ROWS = frozenset({"tr"})
_CELLS = frozenset({"td", "th"})
# The limits of the HTML standard.
_WIDEST, _TALLEST = 1_000, 65_534


def read(content: bytes) -> Document:
    """Read a page.

    Raises:
        Refused: the page is empty, or nested deeper than browsers go.
    """
    decoded, page = _parse(content)
    script = script_of(page.root.text())
    article = _Article(page, script)
    try:
        article.read(page.root, Block(""))
        article.settle()
    except RecursionError:
        raise Refused("the page is nested too deep to be read") from None
    blocks = tuple(article.blocks)
    has_grid = any(isinstance(block, Grid) for block in blocks)
    layout = "grid" if has_grid else "lines"
    return Document(blocks, decoded.charset, script, layout, decoded.damage)


def at(where: str, content: bytes) -> str:
    """The text as printed at a place.

    Raises:
        ValueError: there is no such place.
    """
    match = _PLACE.match(where)
    if not match:
        raise ValueError(f"no place in a page: {where}")
    path, line = match.groups()
    _, page = _parse(content)
    lines = Lines(page)
    element, block = find(page, path)
    lines.read(element, block)
    if not line:
        return lines.text() or picture_in(element)
    for found, raw in lines.found:
        if found == where:
            return raw
    raise ValueError(f"no such line in the page: {where}")


def _parse(content: bytes) -> tuple[Decoded, Page]:
    match = _DECLARED.search(content, 0, 4096)
    decoded = decode(content, match[1].decode("ascii", "replace") if match else "")
    text = charset.shown(decoded.text) if decoded.damage else decoded.text
    if text[:1] in _OPENS_JSON and (page := _in_json(text)):
        return decoded, parse(page)
    # The parser reads UTF-8, which most pages are in already.
    is_utf8 = decoded.charset == "utf-8" and not decoded.damage
    return decoded, parse(content[decoded.start :] if is_utf8 else text)


def _in_json(text: str) -> bytes:
    """The page in what a website's own interface answers: its strings, one below the other."""
    try:
        strings = list(_strings(json.loads(text)))
    except (ValueError, RecursionError):
        return b""
    # Half of a pair of surrogates, written as an escape, is no character.
    return "".join(f"<div>{string}</div>" for string in strings).encode("utf-8", "replace")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _strings(member)


class _Article(Lines):
    """The lines of a page as pieces, with its data tables as grids between them."""

    def __init__(self, page: Page, script: Script) -> None:
        super().__init__(page)
        self._script: Script = script
        self.blocks: list[Piece | Grid] = []

    def read(self, element: LexborNode, block: Block) -> None:
        """Add the lines of a block element, or the blank cell that it is."""
        super().read(element, block)
        if element.first_child is None and _is_cell(element):
            self.found.append((block.path, ""))

    def read_table(self, table: LexborNode, block: Block) -> None:
        """Add a table, as a grid if it holds data."""
        if table.mem_id not in self.page.layout:
            grid = place(self._sections(table, block.path))
            if not lays_out(grid):
                self._read_caption(table, block.path)
                self.settle()
                self.blocks.append(grid)
                return
        self.read(table, block)

    def settle(self) -> None:
        """Turn the lines found so far into pieces."""
        texts = clean_lines([raw for _, raw in self.found], self._script)
        lines = zip(self.found, texts, strict=True)
        self.blocks += [
            piece_of((raw, text, f"html={where}"))
            for (where, raw), text in lines
            if text or not raw
        ]
        self.found.clear()

    def _read_caption(self, table: LexborNode, path: str) -> None:
        for caption, caption_path in shown(self.page, table, path, _CAPTIONS):
            self.read(caption, Block(caption_path))

    def _sections(self, table: LexborNode, path: str) -> Iterator[list[list[Printed]]]:
        for section, section_path in shown(self.page, table, path, _SECTIONS):
            rows = shown(self.page, section, section_path, _ROWS)
            yield [self._row(row, row_path) for row, row_path in rows]

    def _row(self, row: LexborNode, path: str) -> list[Printed]:
        page, script = self.page, self._script
        cells: list[Printed] = []
        for cell, cell_path in shown(page, row, path, _CELLS):
            raw = text_of(page, cell)
            piece = piece_of((raw, clean(raw, script), f"html={cell_path}"))
            spans = page.spans.get(cell.mem_id)
            cells.append((piece, *_spans(*spans)) if spans else (piece, 1, 1))
        return cells


def _spans(rows: str, columns: str) -> tuple[int, int]:
    """The row and column span of a cell as written, 1 where nothing is.

    A column span of 0 means nothing, a row span of 0 the rest of the section.
    """
    return _span(rows, _TALLEST) if rows else 1, (_span(columns, _WIDEST) or 1) if columns else 1


def _is_cell(element: LexborNode) -> bool:
    """Whether an element has neighbours just like it, as the cells of a row of `div` have."""
    like = (element.tag, element.attributes)
    beside = [one for one in (element.prev, element.next) if one is not None]
    return bool(element.attributes) and any((one.tag, one.attributes) == like for one in beside)


def _span(written: str, limit: int) -> int:
    """A span as browsers read it: its leading digits (`2%` is 2), 1 without any."""
    match = _LEADING_NUMBER.match(written)
    return min(int(match[1]), limit) if match else 1
