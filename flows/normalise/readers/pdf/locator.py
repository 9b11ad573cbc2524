"""Locators into a PDF: which characters of which page, in which order.

`pdf=3:120-124,130/140-150` is page 3, characters 120 to 124 and so on as PDFium numbers
them, both ends included. `,` joins two ranges as is, `+` by a space, `/` by a line break; a
new page number may stand before any range. `pdf=3:box,310.0,82.7,341.6,103.3` is what
stands in a box (left, bottom, right, top in points, the page turned so that its text reads
upright): the place of a blank cell, which has no characters to name.
"""

import re
from collections.abc import Iterator
from typing import Any

import pypdfium2

from flows.normalise.readers.pdf.glyphs import Glyph, character_at, upright
from flows.normalise.readers.pdf.sheets import opened, page_of

# Characters, each with what stands between it and the one before: "", " " or a break.
Spelling = list[tuple[str, Glyph]]

_SIGNS = {"": ",", " ": "+", "\n": "/"}
_JOINTS = {"": ""} | {sign: joint for joint, sign in _SIGNS.items()}
_STEP = re.compile(r"([,+/]?)(?:(\d+):)?(\d+)(?:-(\d+))?")
_STEPS = re.compile(r"\d+:\d+(?:-\d+)?(?:[,+/](?:\d+:)?\d+(?:-\d+)?)*\Z")
_BOX = re.compile(r"(\d+):box((?:,-?\d+\.\d+){4})\Z")


def fragment(spelling: Spelling) -> str:
    """The fragment of these characters in this order."""
    ranges: list[tuple[str, int, int, int]] = []
    for joint, glyph in spelling:
        sign, page, first, last = ranges[-1] if ranges else ("", 0, 0, 0)
        if ranges and not joint and glyph.page == page and glyph.number == last + 1:
            ranges[-1] = (sign, page, first, glyph.number)
        else:
            new = _SIGNS[joint] if ranges else ""
            ranges.append((new, glyph.page, glyph.number, glyph.number))
    parts, page = [], 0
    for sign, number, first, last in ranges:
        turned = f"{number}:" if number != page else ""
        parts.append(f"{sign}{turned}{first}" + (f"-{last}" if last > first else ""))
        page = number
    return "pdf=" + "".join(parts)


def box_fragment(page: int, box: tuple[float, float, float, float]) -> str:
    """The fragment of a place on a page."""
    return f"pdf={page}:box," + ",".join(f"{side:.1f}" for side in box)


def printed(place: str, content: bytes) -> str:
    """The text at a place, what follows `pdf=`: characters by number, or those in a box.

    Raises:
        ValueError: the place is malformed or outside the PDF.
    """
    boxed = _BOX.match(place)
    if not boxed and not _STEPS.match(place):
        raise ValueError(f"not a locator into a PDF: {place}")
    with opened(content) as pdf:
        if boxed:
            _, glyphs = upright(1, _text_of(pdf, int(boxed[1])))
            return "".join(_inside(boxed[2], glyphs)).strip()
        return "".join(_walk(place, pdf))


def _inside(box: str, glyphs: list[Glyph]) -> Iterator[str]:
    left, bottom, right, top = map(float, box.split(",")[1:])
    for glyph in glyphs:
        x, y = glyph.middle
        if left <= x < right and bottom <= y < top:
            yield glyph.text


def _walk(steps: str, pdf: pypdfium2.PdfDocument) -> Iterator[str]:
    text = None
    for joint, page, first, last in _STEP.findall(steps):
        if page:
            text = _text_of(pdf, int(page))
        span = range(int(first), int(last or first) + 1)
        if text is None or span.stop > text.count_chars():
            raise ValueError(f"pdf={steps} lies outside the snapshot")
        yield _JOINTS[joint]
        yield from (character_at(text, at) for at in span)


def _text_of(pdf: pypdfium2.PdfDocument, number: int) -> Any:
    if not 1 <= number <= len(pdf):
        raise ValueError(f"page {number} lies outside a PDF of {len(pdf)} pages")
    return page_of(pdf, number)[1]
