"""Grids that a data frame was on the way: what stands there and nobody printed.

In: a document. Out: the document without it. Data frames know no spans and no blanks, so what
writes them (to Markdown, to a sheet, to a page) prints the words of a span once more in each
cell that it covers, a word for nothing in each blank, and numbers over the columns.

Words are taken for a span's only in a grid where some stand three times beside each other, which
no form does: headers cut short look alike too (本年新制作数量, 本年新公开数量).
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, compress, groupby
from operator import eq

from flows.extract.numbers import is_unit, is_value
from flows.normalise import Cell, Document, Grid

# What pandas writes where nothing stands, and over columns without a name.
_NOTHING = frozenset(("NaN", "nan", "None", "NaT", "<NA>")) | frozenset(
    f"Unnamed: {column}{level}"
    for column in range(40)
    for level in ("", *(f"_level_{level}" for level in range(6)))
)
_SHORTEST_WORD = 2
_TIMES = 3


def unfilled(document: Document) -> Document:
    """A document as it was before a data frame filled its grids; nearly always itself."""
    changed = {id(grid): new for grid in document.grids if (new := _unfilled(grid)) is not grid}
    if not changed:
        return document
    return replace(document, blocks=tuple([changed.get(id(b), b) for b in document.blocks]))


def _unfilled(grid: Grid) -> Grid:
    texts = list(chain.from_iterable(grid.texts))
    has_nothing = not _NOTHING.isdisjoint(texts)
    said_again = compress(texts, map(eq, texts, texts[1:]))
    has_spans = max(map(len, said_again), default=0) > _SHORTEST_WORD
    if not (has_nothing or has_spans):
        return grid
    rows = [list(map(_emptied, row)) for row in grid.rows] if has_nothing else grid.rows
    return grid.with_rows(list(_once(rows)) if has_spans else rows)


def _emptied(cell: Cell) -> Cell:
    piece = cell.piece
    return cell._replace(piece=piece._replace(text="")) if piece.text in _NOTHING else cell


def _once(rows: list[list[Cell]]) -> Iterator[list[Cell]]:
    """The rows of a grid, what each span says once, if any says it several times.

    Below a label that spans columns a number is said again too. Labels under different labels
    are different ones, whatever they say.
    """
    if not any(map(_has_filled_span, rows)):
        yield from rows
        return
    above: dict[int, str] = {}
    spanned: set[int] = set()
    for row in rows:
        texts = [cell.piece.text for cell in row]
        if len(row) > 1 and texts == list(map(str, range(len(row)))):
            continue
        is_header = sum(map(bool, texts)) > 1 and not any(map(is_value, texts))
        over = [above.get(cell.column, "") for cell in row]
        said = list(zip(texts, over, strict=True))
        beside = list(map(eq, said, [None, *said]))
        if is_header:
            labelled = zip(row, texts, beside, strict=True)
            spanned = {cell.column for cell, text, same in labelled if same and text}
        yield [
            cell
            for cell, is_beside, label in zip(row, beside, over, strict=True)
            if not _is_again(cell, label, is_beside=is_beside, spanned=spanned)
        ]
        above = dict(zip((cell.column for cell in row), texts, strict=True)) if is_header else {}


def _is_again(cell: Cell, label: str, *, is_beside: bool, spanned: set[int]) -> bool:
    """Whether a cell says what its neighbour or the label above it says, and is covered by it."""
    text = cell.piece.text
    if is_beside and cell.column in spanned:
        return True
    return _is_word(text) and (is_beside or text == label)


def _has_filled_span(row: list[Cell]) -> bool:
    runs = (list(run) for _, run in groupby(row, key=lambda cell: cell.piece.text))
    return any(len(run) >= _TIMES and _is_word(run[0].piece.text) for run in runs)


def _is_word(text: str) -> bool:
    """Whether a text is neither a value nor a unit: 不涉及 and 万元 stand side by side too."""
    return len(text) >= _SHORTEST_WORD and not is_value(text) and not is_unit(text)
