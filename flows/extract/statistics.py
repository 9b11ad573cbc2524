"""Which statistics tables a document prints, however their cells came.

In: a `Document`, and the same as running text. Out: `IndicatorTable`s in printed order.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from flows.extract.flat_text import FlatText
from flows.extract.forms import forms_shaped
from flows.extract.indicator_flat import read_flat_indicators
from flows.extract.indicator_lines import read_indicator_lines
from flows.extract.indicator_table import IndicatorTable
from flows.extract.indicators import read_indicators
from flows.extract.lines import lines_of
from flows.normalise import Cell, Document, Grid, is_page_number

# Between two grids a number alone is the page's, too.
_PAGE_NUMBER = re.compile(r"[-—–\s]*(第?\s*\d{1,3}\s*页?)[-—–\s]*\Z")


def read_statistics(document: Document, flat: FlatText) -> list[IndicatorTable]:
    """Statistics tables cell by cell, else in lines whose cells stand behind each other.

    Last, of text whose cells ran together, the table of known labels.
    """
    grids = list(joined_grids(document))
    (form,) = forms_shaped("indicators")
    tokens = [piece for piece in document.run() if not is_page_number(piece.text)]
    found = read_indicators(tokens, grids, form)
    if document.is_text() and not _are_whole(found):
        in_lines = read_indicator_lines(lines_of(document), form)
        found = in_lines if _are_whole(in_lines) else found or in_lines
    if found:
        return found
    glued = read_flat_indicators(flat, form, forms_shaped("indicator_rows"))
    return [glued] if glued else []


def _are_whole(tables: list[IndicatorTable]) -> bool:
    """Whether there are tables, each with rows below its header."""
    return bool(tables) and all(table.has_values() for table in tables)


def joined_grids(document: Document) -> Iterator[Grid]:
    """The grids of a document, those with nothing but a page break between them as one."""
    parts: list[Grid] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            parts.append(block)
        elif parts and block.text and not _PAGE_NUMBER.match(block.text):
            yield _as_one(parts)
            parts = []
    if parts:
        yield _as_one(parts)


def _as_one(parts: list[Grid]) -> Grid:
    """Grids one below the other."""
    if len(parts) == 1:
        return parts[0]
    rows: list[list[Cell]] = []
    for part in parts:
        below = rows[-1][0].row + 1 if rows else 0
        rows += [[cell._replace(row=cell.row + below) for cell in row] for row in part.rows]
    run = tuple([piece for part in parts for piece in part.run or ()])
    return replace(parts[0], run=run or None).with_rows(rows)
