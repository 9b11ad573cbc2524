"""PDF bytes to pages in hand, one after the other.

In: the snapshot. Out: page by page PDFium's handle and the printed characters. Refused: a
PDF that is cut off, damaged, locked, or beyond the bounds below.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw as pdfium

from flows.normalise.document import Refused
from flows.normalise.readers.pdf import fonts
from flows.normalise.readers.pdf.glyphs import Glyph, turned, upright

# Bounds are counts and not seconds, so that the same bytes meet the same fate on a slow
# night. A report has some 10 pages and 10,000 characters; these keep a reading under 5 s.
MOST_PAGES = 200
MOST_CHARACTERS = 200_000
# A writer may put a signature or blank bytes behind the end mark, but not more than this.
_TAIL = 2048
# PDFium keeps its state in globals: two threads inside it at once crash.
_ONE_AT_A_TIME = threading.Lock()
_FONTS = fonts.install()


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
