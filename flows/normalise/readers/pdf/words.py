"""Characters to lines, words and pieces, by nothing but where they stand.

A line is what shares a baseline. Within a line a gap is a space only where it is wider than
justified setting makes it; printed spaces count where they take room. Lines of one piece
are kept apart by a line break: a number set in two lines is never made into one.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.normalise.clean import clean
from flows.normalise.document import Piece, Script
from flows.normalise.readers.pdf.glyphs import Glyph
from flows.normalise.readers.pdf.locator import Spelling, fragment

# Shares of the size of a character. Baselines of mixed fonts differ by less, a raised
# footnote mark stands higher.
_SAME_BASE = 0.25
# Digits of one number stand close; Chinese set wide across a line may stand far apart.
_GAP_NARROW, _GAP_MIXED, _GAP_WIDE = 0.3, 0.28, 0.8
# Beyond this a gap parts columns, not words.
_GAP_COLUMN = 1.5
# A printed space that leaves less room than this was overprinted.
_ROOM = 0.1
# What starts further back than this was printed over the last word, and is another one.
_OVERPRINT = 0.5
# Text set flush in a cell stands this near to its side, in points.
_PADDING = 8.0
# Bold made by printing twice: the double stands nearer than any neighbour.
_DOUBLE = 0.25


class Line(NamedTuple):
    """Characters on one baseline, left to right."""

    spelling: Spelling
    left: float
    right: float
    base: float
    em: float

    @property
    def raw(self) -> str:
        """The line as printed."""
        return printed(self.spelling)

    @property
    def middle(self) -> float:
        """The height at which the eye takes the line to run."""
        return self.base + 0.35 * self.em


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines that the characters form, top to bottom; blank ones left out."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.base):
        first = rows[-1][0] if rows else None
        if first and first.base - glyph.base <= _SAME_BASE * min(first.em, glyph.em):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [line_of(spelling) for row in rows if (spelling := _spell(row))]


def line_of(spelling: Spelling) -> Line:
    """The line that a spelling makes."""
    glyphs = [glyph for _, glyph in spelling]
    em = max(glyph.em for glyph in glyphs)
    return Line(spelling, glyphs[0].left, glyphs[-1].right, glyphs[0].base, em)


def _spell(row: list[Glyph]) -> Spelling:
    """The characters of a line in order, spaces only where there is room for one."""
    spelling: Spelling = []
    spaces: list[Glyph] = []
    starts: dict[int, float] = {}
    for glyph in row:
        starts[glyph.string] = min(glyph.left, starts.get(glyph.string, glyph.left))
    # String by string: one that runs over into the next cell is not to mix with its text.
    for glyph in sorted(row, key=lambda glyph: (starts[glyph.string], glyph.left)):
        if glyph.text.isspace():
            spaces.append(glyph)
            continue
        last = spelling[-1][1] if spelling else None
        if last and last.text == glyph.text and _doubled(last, glyph):
            continue
        gap = (glyph.left - last.right) / min(last.em, glyph.em) if last else 0.0
        if spaces and gap > _ROOM:
            spelling += [("", space) for space in spaces]
            gap = 0.0
        wide = gap > _GAP_NARROW and last and gap > _widest_gap(last, glyph)
        apart = wide or (last and gap < -_OVERPRINT)
        spelling.append((" " if apart else "", glyph))
        spaces = []
    return spelling


def _doubled(a: Glyph, b: Glyph) -> bool:
    return b.left - a.left < _DOUBLE * min(a.right - a.left, b.right - b.left)


def _widest_gap(a: Glyph, b: Glyph) -> float:
    """The gap between two characters, in their own size, that is no space yet."""
    narrow = (ord(a.text) < 0x2000) + (ord(b.text) < 0x2000)
    return (_GAP_WIDE, _GAP_MIXED, _GAP_NARROW)[narrow]


def stacked(rows: Sequence[Line]) -> Spelling:
    """Lines as one spelling with breaks between them."""
    return [
        ("\n" if at == 0 and row is not rows[0] else joint, glyph)
        for row in rows
        for at, (joint, glyph) in enumerate(row.spelling)
    ]


def room(rows: Sequence[Line], left: float, right: float) -> float:
    """How wide the lines of a cell may be.

    How far text stays from the sides shows where it comes nearest to them.
    """
    nearest = min(min(row.left - left, right - row.right) for row in rows)
    return right - left - 2 * min(max(0.0, nearest), _PADDING)


def is_full(line: Line, following: Line, space: float) -> bool:
    """Whether a line had no room for the first character of the following one."""
    first = following.spelling[0][1]
    return line.right - line.left + first.right - first.left > space


def wrapped(rows: Sequence[Line], left: float, right: float) -> Spelling:
    """The lines of a cell as one spelling; a line that had no room for more runs on.

    Breaks stay within numbers, and where there was room.
    """
    space = room(rows, left, right)
    spelling = list(rows[0].spelling)
    for above, row in pairwise(rows):
        before, (_, first) = above.spelling[-1][1], row.spelling[0]
        full = is_full(above, row, space)
        joint = "" if full and not (before.text + first.text).isascii() else "\n"
        spelling += [(joint, first), *row.spelling[1:]]
    return spelling


def run_on(before: Spelling, after: Spelling) -> Spelling:
    """A line and its continuation, as Chinese is set: without a space.

    Between letters or digits the break stays: whether `1` and `2` are `12` is not told.
    """
    a, b = before[-1][1].text, after[0][1].text
    joint = "\n" if a.isascii() and b.isascii() and (a + b).isalnum() else ""
    return [*before, (joint, after[0][1]), *after[1:]]


def printed(spelling: Spelling) -> str:
    """The text of a spelling."""
    return "".join(joint + glyph.text for joint, glyph in spelling)


def piece(spelling: Spelling, script: Script) -> Piece:
    """A spelling as a piece whose locator resolves to just this text."""
    raw = printed(spelling)
    return Piece(raw, clean(raw, script), fragment(spelling))


def columns_of(line: Line) -> list[Spelling]:
    """The parts of a line that stand as far from each other as columns do."""
    columns: list[Spelling] = []
    last: Glyph | None = None
    for joint, glyph in line.spelling:
        if glyph.text.isspace():
            columns[-1].append((joint, glyph))
            continue
        if last and glyph.left - last.right <= _GAP_COLUMN * last.em:
            columns[-1].append((joint, glyph))
        else:
            columns.append([("", glyph)])
        last = glyph
    return [_trimmed(column) for column in columns]


def _trimmed(spelling: Spelling) -> Spelling:
    while spelling[-1][1].text.isspace():
        spelling = spelling[:-1]
    return spelling


def words(line: Line) -> Iterator[Line]:
    """The words of a line, told apart by spaces."""
    word: Spelling = []
    for joint, glyph in line.spelling:
        if word and (joint or glyph.text.isspace()):
            yield line_of(word)
            word = []
        if not glyph.text.isspace():
            word.append(("", glyph))
    if word:
        yield line_of(word)


def above_each_other(a: Line, b: Line) -> bool:
    """Whether two words share a part of the width of the page."""
    return a.left < b.right and b.left < a.right


def joined(rows: Sequence[Line]) -> Line:
    """The lines of one label as one, half way down them."""
    first, last = rows[0], rows[-1]
    return Line(
        stacked(rows),
        min(row.left for row in rows),
        max(row.right for row in rows),
        (first.base + last.base) / 2,
        first.em,
    )
