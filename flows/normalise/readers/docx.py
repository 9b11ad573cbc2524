"""Word documents (.docx): paragraphs and tables as Word prints them.

In: the bytes of a package. Out: a piece for every printed line and a grid for every table
that holds data, merged cells as spans; text boxes follow the paragraph they hang on.
Refused: damaged packages and those without a document.

A locator is `docx=<path>:<line>`: the path counts elements from 1 below the root of the
document part, the line counts the printed lines of a paragraph. Without a line it is all
that is printed below the element, which is how a cell is cited.
"""

import re
from collections.abc import Iterator

from lxml import etree

from flows.normalise.clean import clean
from flows.normalise.document import Cell, Document, Grid, Piece, Script
from flows.normalise.readers.numbering import W, value, whole
from flows.normalise.readers.tables import is_own_table, lays_out, trim
from flows.normalise.readers.word import CELL, PARAGRAPH, ROW, TABLE, Word, members
from flows.normalise.script import script_of

_PLACE = re.compile(r"(\d+(?:\.\d+)*)(?::(\d+))?\Z")


def read(content: bytes) -> Document:
    """Read a Word document.

    Raises:
        Refused: the package is damaged or holds no document.
    """
    word = Word(content)
    script = script_of("".join(one.text or "" for one in word.root.iter(f"{W}t")))
    blocks = tuple(_Blocks(word, script).below(word.body))
    has_grid = any(isinstance(block, Grid) for block in blocks)
    return Document(blocks, "utf-8", script, "grid" if has_grid else "lines", 0)


def at(where: str, content: bytes) -> str:
    """The text as printed at a place.

    Raises:
        ValueError: there is no such place.
    """
    match = _PLACE.match(where)
    if not match:
        raise ValueError(f"no place in a Word document: {where}")
    word = Word(content)
    element = word.root
    for step in map(int, match[1].split(".")):
        if not 1 <= step <= len(element):
            raise ValueError(f"no such element in the document: {where}")
        element = element[step - 1]
    if not match[2]:
        return word.text(element)
    lines, _ = word.paragraph(element)
    if not 1 <= int(match[2]) <= len(lines):
        raise ValueError(f"no such line in the document: {where}")
    return lines[int(match[2]) - 1]


def _locator(element: etree._Element) -> str:
    steps = []
    parent = element.getparent()
    while parent is not None:
        steps.append(str(parent.index(element) + 1))
        element, parent = parent, parent.getparent()
    return "docx=" + ".".join(reversed(steps))


class _Blocks:
    """The pieces and grids of a document."""

    def __init__(self, word: Word, script: Script) -> None:
        self._word = word
        self._script: Script = script

    def below(self, parent: etree._Element) -> Iterator[Piece | Grid]:
        """The blocks of a body, a text box or the cell of a layout table."""
        for member in members(parent, PARAGRAPH, TABLE):
            if member.tag == TABLE:
                yield from self._table(member)
                continue
            lines, boxes = self._word.paragraph(member)
            for number, line in enumerate(lines, 1):
                piece = self._piece(line, f"{_locator(member)}:{number}")
                if piece.text:
                    yield piece
            for box in boxes:
                yield from self.below(box)

    def _piece(self, raw: str, locator: str) -> Piece:
        return Piece(raw, clean(raw, self._script), locator)

    def _table(self, table: etree._Element) -> Iterator[Piece | Grid]:
        holds_tables = any(
            is_own_table(sum(1 for _ in nested.iter(CELL)))
            for nested in table.iterdescendants(TABLE)
        )
        grid = None if holds_tables else self._grid(table)
        if grid is None or lays_out(grid):
            for row in _rows(table):
                for cell in members(row, CELL):
                    yield from self.below(cell)
        else:
            yield grid

    def _grid(self, table: etree._Element) -> Grid:
        cells: list[Cell] = []
        above: dict[int, int] = {}
        for row_number, row in enumerate(_rows(table)):
            merged: dict[int, int] = {}
            column = whole(value(row, "trPr/gridBefore"), 0)
            for element in members(row, CELL):
                span = max(whole(value(element, "tcPr/gridSpan"), 1), 1)
                merge = _vertical_merge(element)
                begun = above.get(column, -1) if merge == "continue" else -1
                if begun >= 0 and cells[begun].column_span == span:
                    cells[begun] = cells[begun]._replace(row_span=cells[begun].row_span + 1)
                    merged[column] = begun
                else:
                    if merge:
                        merged[column] = len(cells)
                    piece = self._piece(self._word.text(element), _locator(element))
                    cells.append(Cell(piece, row_number, column, 1, span))
                column += span
            above = merged
        return Grid.of_cells(trim(cells))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table but the deleted and the hidden."""
    for row in members(table, ROW):
        if row.find(f"{W}trPr/{W}del") is None and row.find(f"{W}trPr/{W}hidden") is None:
            yield row


def _vertical_merge(cell: etree._Element) -> str:
    """`restart`, `continue`, or blank for a cell that is not merged downwards."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return "" if merge is None else merge.get(f"{W}val", "continue")
