"""PDF with a text layer: ruled tables as grids, everything else as paragraphs.

In: the snapshot. Out: blocks page by page from the top down; a table that goes on over a
page break is one grid, where it begins. Each grid also carries the run of its words, read
without the ruled lines. Left out: page numbers, running headers and footers, slanting
text, the residue of editing tools, and the repeated header of a table.

Refused: a scanned PDF, and what `sheets` refuses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flows.normalise.clean import blanked
from flows.normalise.document import Document, Grid, Piece, Refused, Script
from flows.normalise.readers.pdf.glyphs import Glyph
from flows.normalise.readers.pdf.prose import Face, columns, furniture, paragraphs
from flows.normalise.readers.pdf.rules import rulings
from flows.normalise.readers.pdf.sheets import Sheet, sheets
from flows.normalise.readers.pdf.strokes import strokes
from flows.normalise.readers.pdf.tables import Part, goes_on, grid
from flows.normalise.readers.pdf.words import Line, lines, piece
from flows.normalise.script import script_of

_Table = list[Part]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page taken apart: its lines outside tables, and its parts of tables."""

    face: Face
    parts: tuple[Part, ...]


def read(content: bytes) -> Document:
    """Read a PDF snapshot.

    Raises:
        Refused: scanned, cut off, damaged, locked, or too large for a report.
    """
    with sheets(content) as pages:
        leaves = [_leaf(sheet) for sheet in pages]
    items = list(_joined(_items(leaves)))
    if not items:
        raise Refused("a scanned PDF: it has no text; the snapshot is kept and not read")
    text = "".join(_characters(items))
    script = script_of(text)
    blocks = tuple(_blocks(items, leaves, script))
    layout = "ruled" if any(isinstance(block, Grid) for block in blocks) else "lines"
    return Document(blocks, "pdf", script, layout, text.count("\ufffd"))


def _without_residue(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters but for what editing tools left, which a narrow cell breaks anywhere.

    Only in the order in which it was written is such a word whole.
    """
    written = "".join(glyph.text for glyph in glyphs)
    kept = blanked(written)
    if kept == written:
        return glyphs
    return [glyph for glyph, now in zip(glyphs, kept, strict=True) if glyph.text == now]


def _leaf(sheet: Sheet) -> _Leaf:
    tables = rulings(strokes(sheet))
    inside: list[list[Glyph]] = [[] for _ in tables]
    outside: list[Glyph] = []
    for glyph in _without_residue(sheet.glyphs):
        at = next((n for n, table in enumerate(tables) if table.holds(glyph.middle)), None)
        (outside if at is None else inside[at]).append(glyph)
    parts = tuple(
        Part(sheet.number, table, tuple(glyphs))
        for table, glyphs in zip(tables, inside, strict=True)
        if not all(glyph.text.isspace() for glyph in glyphs)
    )
    return _Leaf(Face(sheet.number, sheet.bottom, sheet.top, lines(outside)), parts)


def _items(leaves: Sequence[_Leaf]) -> Iterator[Line | Part]:
    """Lines and parts of tables in reading order, without page furniture."""
    left_out = furniture([leaf.face for leaf in leaves])
    for leaf in leaves:
        kept: list[tuple[float, Line | Part]] = [
            (line.base, line)
            for line in leaf.face.lines
            if (leaf.face.number, line.base) not in left_out
        ]
        kept += [(part.ruling.top, part) for part in leaf.parts]
        yield from (item for _, item in sorted(kept, key=lambda kept: -kept[0]))


def _joined(items: Iterator[Line | Part]) -> Iterator[Line | _Table]:
    """The same with each table in one: a part with nothing before it but a page break."""
    table: _Table = []
    for item in items:
        if isinstance(item, Part):
            if table and item.page == table[-1].page + 1 and goes_on(table, item):
                table.append(item)
                continue
            if table:
                yield table
            table = [item]
        else:
            if table:
                yield table
            table = []
            yield item
    if table:
        yield table


def _characters(items: Sequence[Line | _Table]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Line):
            yield item.raw
        else:
            yield from (glyph.text for part in item for glyph in part.glyphs)


def _blocks(
    items: Sequence[Line | _Table], leaves: Sequence[_Leaf], script: Script
) -> Iterator[Piece | Grid]:
    edges = columns([leaf.face for leaf in leaves])
    for is_line, group in groupby(items, key=lambda item: isinstance(item, Line)):
        together = list(group)
        if is_line:
            rows = [item for item in together if isinstance(item, Line)]
            yield from (piece(spelling, script) for spelling in paragraphs(rows, edges))
        else:
            yield from (grid(item, script) for item in together if isinstance(item, list))
