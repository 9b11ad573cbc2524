"""The parts of a table on its pages to one grid.

In: for each page the ruling of a table and the characters in it. A part that follows
another over a page break is laid beneath it, its repeated header left out, and the lattice
is read from the whole: a row or a label cut by the break, with no line drawn on either side
of it, is one cell again, and one that was closed on both pages is two.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from flows.normalise.document import Cell, Grid, Piece, Script
from flows.normalise.readers.pdf.breaks import whole_rows
from flows.normalise.readers.pdf.fields import Field
from flows.normalise.readers.pdf.glyphs import Glyph
from flows.normalise.readers.pdf.locator import box_fragment
from flows.normalise.readers.pdf.rules import Lattice, Ruling
from flows.normalise.readers.pdf.run import run
from flows.normalise.readers.pdf.words import (
    Line,
    lines,
    piece,
    wrapped,
)

# Edges of one column may stand this far apart on two pages, in points.
_SAME_EDGE = 4.0
# Text set flush in a cell stands this near to its side.
_PADDING = 8.0


@dataclass(frozen=True, slots=True)
class Part:
    """What one page shows of a table, and how far it was moved to lie under the last."""

    page: int
    ruling: Ruling
    glyphs: tuple[Glyph, ...]
    right: float = 0.0
    up: float = 0.0

    @property
    def lattice(self) -> Lattice:
        """The cells of the part."""
        return self.ruling.lattice

    def below(self, other: "Part") -> "Part":
        """This part laid beneath another one."""
        right = other.ruling.left - self.ruling.left
        up = other.ruling.bottom - self.ruling.top
        glyphs = tuple(_moved(glyph, right, up) for glyph in self.glyphs)
        return Part(self.page, self.ruling.moved(right, up), glyphs, right, up)

    def without_head(self, rows: int) -> "Part":
        """This part from the given row on."""
        top = self.lattice.ys[rows]
        kept = tuple(glyph for glyph in self.glyphs if glyph.middle[1] < top)
        return replace(self, ruling=self.ruling.cropped(top), glyphs=kept)


def _moved(glyph: Glyph, right: float, up: float) -> Glyph:
    return glyph._replace(
        left=glyph.left + right,
        right=glyph.right + right,
        bottom=glyph.bottom + up,
        top=glyph.top + up,
        base=glyph.base + up,
    )


def goes_on(parts: list[Part], after: Part) -> bool:
    """Whether a part has the width of a table and column edges of one of its parts."""
    return any(
        abs(_width(part) - _width(after)) <= _SAME_EDGE
        and (_among(columns, _columns(after)) or _among(_columns(after), columns))
        for part, columns in ((part, _columns(part)) for part in parts)
    )


def _width(part: Part) -> float:
    return part.ruling.right - part.ruling.left


def _columns(part: Part) -> list[float]:
    return [x - part.ruling.left for x in part.lattice.xs]


def _among(few: list[float], many: list[float]) -> bool:
    return all(any(abs(a - b) <= _SAME_EDGE for b in many) for a in few)


def grid(parts: list[Part], script: Script) -> Grid:
    """One grid of the parts of a table, in page order."""
    laid = [parts[0]]
    for part in parts[1:]:
        rows = _repeated_head(parts[0], part)
        laid.append((part.without_head(rows) if rows else part).below(laid[-1]))
    edges = (_whole(laid) if len(laid) > 1 else laid[0].ruling).lattice
    texts = _texts(edges, (glyph for part in laid for glyph in part.glyphs))
    whole = whole_rows(edges, texts, (part.ruling.top for part in laid[1:]))
    cells = tuple(
        Cell(_piece(text, edges, cell, laid, script), *cell) for cell, text in whole.items()
    )
    words = run([part.glyphs for part in parts])
    by_place = tuple(piece(word.spelling, script) for word in words)
    return Grid.of_cells(cells, by_place)


def _whole(laid: list[Part]) -> Ruling:
    """The ruling of parts laid end to end."""
    return Ruling(
        tuple(stroke for part in laid for stroke in part.ruling.strokes),
        min(part.ruling.left for part in laid),
        laid[-1].ruling.bottom,
        max(part.ruling.right for part in laid),
        laid[0].ruling.top,
    )


def _texts(edges: Lattice, glyphs: Iterable[Glyph]) -> dict[Field, list[Line]]:
    """The lines of each cell.

    A character belongs where its middle stands; a string that runs over a line belongs
    whole to the cell that it is set in, where that can be told.
    """
    owner = {
        (row, column): cell
        for cell in edges.fields
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    falling = [-y for y in edges.ys]
    strings: dict[tuple[int, int], list[tuple[Glyph, Field]]] = {}
    for glyph in glyphs:
        x, y = glyph.middle
        row = min(max(bisect_right(falling, -y) - 1, 0), len(falling) - 2)
        column = min(max(bisect_right(edges.xs, x) - 1, 0), len(edges.xs) - 2)
        placed = strings.setdefault((glyph.page, glyph.string), [])
        placed.append((glyph, owner[row, column]))
    found: dict[Field, list[Glyph]] = {}
    for placed in strings.values():
        home = _home(edges, placed)
        for glyph, cell in placed:
            found.setdefault(home or cell, []).append(glyph)
    return {cell: lines(inside) for cell, inside in found.items()}


def _home(edges: Lattice, placed: list[tuple[Glyph, Field]]) -> Field | None:
    """The one cell that a string is set in: flush left, flush right or in the middle."""
    cells = {cell for _, cell in placed}
    if len(cells) == 1:
        return None
    left, right = placed[0][0].left, placed[-1][0].right
    for cell in sorted(cells):
        from_left, from_right = left - edges.box(cell)[0], edges.box(cell)[2] - right
        if (
            0 <= from_left <= _PADDING
            or 0 <= from_right <= _PADDING
            or abs(from_left - from_right) <= _SAME_EDGE
        ):
            return cell
    return None


def _piece(
    text: list[Line], edges: Lattice, cell: Field, laid: list[Part], script: Script
) -> Piece:
    left, bottom, right, top = edges.box(cell)
    if text:
        return piece(wrapped(text, left, right), script)
    # A blank cell has no characters to name: it is named by its place on its first page.
    part = next(part for part in laid if part.ruling.bottom < top)
    bottom = max(bottom, part.ruling.bottom)
    box = (left - part.right, bottom - part.up, right - part.right, top - part.up)
    return Piece("", "", box_fragment(part.page, box))


def _repeated_head(first: Part, later: Part) -> int:
    """How many rows at the top of a later part print the top of the first one again."""
    heads, again = _rows(first), _rows(later)
    most, reach = 0, 0
    for rows in range(1, min(len(heads), len(again))):
        row = again[rows - 1]
        if heads[rows - 1] != row:
            break
        reach = max(reach, *(rows - 1 + span for span, _ in row)) if row else reach
        if reach <= rows and any(text for _, text in row):
            most = rows
    return most


def _rows(part: Part) -> list[list[tuple[int, str]]]:
    """Row by row, over how many rows each cell goes and what it says."""
    texts = _texts(part.lattice, part.glyphs)
    rows: list[list[tuple[int, str]]] = [[] for _ in part.lattice.ys[1:]]
    for cell in part.lattice.fields:
        said = "".join(line.raw for line in texts.get(cell, []))
        rows[cell.row].append((cell.row_span, said))
    return rows
