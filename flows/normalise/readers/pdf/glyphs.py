"""The characters of a PDF page and where they stand: what `charset` is for plain text.

In: the text of a page, in PDFium's hands. Out: its printed characters, each with the number
that PDFium gives it, its box, its baseline and its size in points, turned so that the text
reads upright. A page is turned by the direction of its own text, which covers pages that
are rotated, pages drawn sideways, and both at once.

Left out: characters that PDFium makes up (spaces, line ends), and slanting text (a
watermark). A character that its font maps to nothing is U+FFFD.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from pypdfium2 import raw as pdfium

# Characters of one string leave no more than this between them, in their own size.
_TOUCHING = 0.1
# Characters smaller than this, in points, are not there to be read.
_SMALLEST = 0.5


_Box = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """A printed character: page and number name it; the rest says where it stands.

    `string` numbers what was shown in one go and touches, by its first character.
    """

    page: int
    number: int
    string: int
    text: str
    left: float
    bottom: float
    right: float
    top: float
    base: float
    em: float

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A place on the page as drawn, after so many quarter turns clockwise."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


class _Mark(NamedTuple):
    """A character as PDFium places it, on the page as drawn.

    `shown` is the address of what was shown in one go with it; then come its quarter turns,
    its size, its box and its origin.
    """

    number: int
    shown: int
    turn: int
    em: float
    box: _Box
    x: float
    y: float


def upright(number: int, text: Any) -> tuple[int, list[Glyph]]:
    """The quarter turns that most characters ask for, and all of them so turned."""
    marks = list(_marks(text))
    turns = Counter(mark.turn for mark in marks)
    turn = turns.most_common(1)[0][0] if turns else 0
    return turn, list(_glyphs(number, turn, marks, text))


def _marks(text: Any) -> Iterator[_Mark]:
    """Every printed character; those of slanting lines and those too small are left out."""
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    set_in: tuple[int, float] | None = None
    last = 0
    for index in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text, index):
            continue
        item = pdfium.FPDFText_GetTextObject(text, index)
        shown = ctypes.addressof(item.contents) if item else 0
        # What is shown in one go is set in one direction and one size.
        if shown != last or not shown:
            set_in, last = _set_in(text, index), shown
        if set_in is None:
            continue
        turn, em = set_in
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        sides = box.left, box.bottom, box.right, box.top
        if max(sides[2] - sides[0], sides[3] - sides[1]) > 3 * em:
            # PDFium does not scale the roomy box of a font for vertical writing: take the ink.
            sides = _ink(text, index)
        yield _Mark(index, shown, turn, em, sides, x.value, y.value)


def _set_in(text: Any, index: int) -> tuple[int, float] | None:
    """Quarter turns and size of a character; none for slanting lines and the smallest."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    quarter = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
    em = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    if abs(quarter - round(quarter)) > 0.1 or em < _SMALLEST:
        return None
    return round(quarter) % 4, em


def _ink(text: Any, index: int) -> _Box:
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(text, index, *sides)
    left, right, bottom, top = (side.value for side in sides)
    return left, bottom, right, top


def _glyphs(page: int, turn: int, marks: list[_Mark], text: Any) -> Iterator[Glyph]:
    """The characters turned, each with the number of the string that it was shown in."""
    shown_before = 0
    last: Glyph | None = None
    for number, shown, _, em, (left, bottom, right, top), x, y in marks:
        if turn:
            (left, bottom), (right, top) = turned(left, bottom, turn), turned(right, top, turn)
            _, y = turned(x, y, turn)
        if left > right:
            left, right = right, left
        if bottom > top:
            bottom, top = top, bottom
        # Writing that goes down the page has no baseline: its foot stands for it. A dash or a
        # quotation mark stands above its own, and some fonts give no more than its ink.
        base = y if bottom - em <= y <= top else bottom
        near = _TOUCHING * em
        touches = last and abs(left - last.right) <= near and abs(base - last.base) <= near
        string = last.string if last and touches and shown == shown_before else number
        printed = character_at(text, number)
        last = Glyph(page, number, string, printed, left, bottom, right, top, base, em)
        yield last
        shown_before = shown


def character_at(text: Any, index: int) -> str:
    """The character of that number on a page, U+FFFD where its font does not say."""
    code = pdfium.FPDFText_GetUnicode(text, index)
    if pdfium.FPDFText_IsHyphen(text, index):
        # PDFium gives a code of its own to a hyphen that ends a line.
        return "-"
    unmapped = pdfium.FPDFText_HasUnicodeMapError(text, index)
    control = code < 0x20 and not chr(code).isspace()
    return "\ufffd" if unmapped or control or 0xD800 <= code < 0xE000 else chr(code)
