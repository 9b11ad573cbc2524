"""PDF bytes to characters with places: what `charset` is for plain text.

In: the snapshot. Out: page by page the printed characters, each with the number that PDFium
gives it on its page, its box, its baseline and its size in points, turned so that the
text reads upright. A page is turned by the direction of its own text, which covers pages
that are rotated, pages drawn sideways, and both at once.

Left out: characters that PDFium makes up (spaces, line ends), and slanting text (a
watermark). A character that its font maps to nothing is U+FFFD.

Refused: a PDF that is cut off, damaged, locked, or beyond the bounds below.
"""

import ctypes
import math
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw as pdfium

from flows.normalise.document import Refused
from flows.normalise.readers.pdf import fonts

# Bounds are counts and not seconds, so that the same bytes meet the same fate on a slow
# night. A report has some 10 pages and 10,000 characters; these keep a reading under 5 s.
MOST_PAGES = 200
MOST_CHARACTERS = 200_000
# A writer may put a signature or blank bytes behind the end mark, but not more than this.
_TAIL = 2048
# Characters of one string leave no more than this between them, in their own size.
_TOUCHING = 0.1
# Characters smaller than this, in points, are not there to be read.
_SMALLEST = 0.5
# PDFium keeps its state in globals: two threads inside it at once crash.
_ONE_AT_A_TIME = threading.Lock()
_FONTS = fonts.install()


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


class Sheet(NamedTuple):
    """A page in hand: its number from 1, PDFium's handle, its turn, edges and characters.

    `turn` counts the quarter turns that bring the text upright; all places but those
    inside PDFium are already turned.
    """

    number: int
    page: Any
    turn: int
    bottom: float
    top: float
    glyphs: list[Glyph]


@contextmanager
def sheets(content: bytes) -> Iterator[Iterator[Sheet]]:
    """The pages of a PDF, one after the other, as long as the context lasts.

    Raises:
        Refused: the PDF is cut off, damaged, locked, or beyond the bounds.
    """
    with opened(content) as pdf:
        if len(pdf) > MOST_PAGES:
            raise Refused(f"a PDF of {len(pdf)} pages is no report")
        yield _sheets(pdf)


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF in PDFium's hands, and this thread the only one there.

    Raises:
        Refused: the PDF is cut off, damaged or locked.
    """
    with _ONE_AT_A_TIME:
        pdf = _open(content)
        try:
            yield pdf
        finally:
            pdf.close()


def _open(content: bytes) -> pypdfium2.PdfDocument:
    # PDFium patches up a torn file and shows what is left of it: that must not look whole.
    if b"%%EOF" not in content.rstrip(b"\0 \t\r\n")[-_TAIL:]:
        raise Refused("a PDF that is cut off: its end mark is missing")
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise Refused("an encrypted PDF: it opens with a password only") from None
        raise Refused("a damaged PDF: it cannot be opened") from None


def _sheets(pdf: pypdfium2.PdfDocument) -> Iterator[Sheet]:
    characters = 0
    for number in range(1, len(pdf) + 1):
        page, text = page_of(pdf, number)
        characters += text.count_chars()
        if characters > MOST_CHARACTERS:
            raise Refused(f"a PDF of over {MOST_CHARACTERS} characters is no report")
        turn, glyphs = upright(number, text)
        corners = [turned(x, y, turn) for x, y in _corners(page.get_bbox())]
        heights = [y for _, y in corners]
        yield Sheet(number, page, turn, min(heights), max(heights), glyphs)


def page_of(pdf: pypdfium2.PdfDocument, number: int) -> tuple[Any, Any]:
    """A page by its number from 1, and its text.

    Raises:
        Refused: the page is damaged.
    """
    try:
        page = pdf[number - 1]
        return page, page.get_textpage()
    except pypdfium2.PdfiumError:
        raise Refused(f"a damaged PDF: page {number} cannot be read") from None


def _corners(box: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    left, bottom, right, top = box
    return [(left, bottom), (right, top)]


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A place on the page as drawn, after so many quarter turns clockwise."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def upright(number: int, text: Any) -> tuple[int, list[Glyph]]:
    """The quarter turns that most characters ask for, and all of them so turned."""
    found = [
        (index, *placed)
        for index in range(text.count_chars())
        if not pdfium.FPDFText_IsGenerated(text, index)
        and (placed := _placed(text, index)) is not None
    ]
    turns = Counter(turn for _, turn, _, _ in found)
    turn = turns.most_common(1)[0][0] if turns else 0
    glyphs = [
        _glyph(number, index, turn, character_at(text, index), place, em)
        for index, _, place, em in found
    ]
    return turn, _strung(glyphs, text)


def _strung(glyphs: list[Glyph], text: Any) -> list[Glyph]:
    """The characters, each with the number of the string that it was shown in."""
    strung: list[Glyph] = []
    shown_before = 0
    for glyph in glyphs:
        item = pdfium.FPDFText_GetTextObject(text, glyph.number)
        shown = ctypes.addressof(item.contents) if item else 0
        last = strung[-1] if strung else glyph
        if shown == shown_before and _touch(last, glyph):
            glyph = glyph._replace(string=last.string)
        strung.append(glyph)
        shown_before = shown
    return strung


def _touch(a: Glyph, b: Glyph) -> bool:
    near = _TOUCHING * b.em
    return abs(b.left - a.right) <= near and abs(b.base - a.base) <= near


def _placed(text: Any, index: int) -> tuple[int, tuple[float, ...], float] | None:
    """Quarter turn, box and origin, and size of a character; none for slanting lines."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    quarter = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
    if abs(quarter - round(quarter)) > 0.1:
        return None
    em = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    if em < _SMALLEST:
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    return round(quarter) % 4, (*_box(text, index, em), x.value, y.value), em


def _box(text: Any, index: int, em: float) -> tuple[float, float, float, float]:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, index, box)
    if max(box.right - box.left, box.top - box.bottom) <= 3 * em:
        return box.left, box.bottom, box.right, box.top
    # PDFium does not scale the roomy box of a font for vertical writing: take the ink.
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(text, index, *sides)
    left, right, bottom, top = (side.value for side in sides)
    return left, bottom, right, top


def _glyph(
    page: int, index: int, turn: int, text: str, place: tuple[float, ...], em: float
) -> Glyph:
    x0, y0 = turned(place[0], place[1], turn)
    x1, y1 = turned(place[2], place[3], turn)
    _, base = turned(place[4], place[5], turn)
    low, high = min(y0, y1), max(y0, y1)
    # What stays sideways (a label set on end) has no baseline here: its foot stands for it.
    base = base if low <= base <= high else low
    return Glyph(page, index, index, text, min(x0, x1), low, max(x0, x1), high, base, em)


def character_at(text: Any, index: int) -> str:
    """The character of that number on a page, U+FFFD where its font does not say."""
    code = pdfium.FPDFText_GetUnicode(text, index)
    if pdfium.FPDFText_IsHyphen(text, index):
        # PDFium gives a code of its own to a hyphen that ends a line.
        return "-"
    unmapped = pdfium.FPDFText_HasUnicodeMapError(text, index)
    control = code < 0x20 and not chr(code).isspace()
    return "\ufffd" if unmapped or control or 0xD800 <= code < 0xE000 else chr(code)
