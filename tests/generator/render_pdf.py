"""PDF with text: ruled tables over page breaks, narrow label cells, page numbers.

Rows are drawn as they come, so a table is broken wherever the page ends: spans are closed
there and begin anew, their label printed again or left out, the header repeated or not. Some
writers break rows too, closed on both pages: a label goes on, its numbers stand on one of them.
Fonts are named, not embedded, so a machine without Chinese fonts has no outlines for them:
PDFium then drops text objects of a single character, the vertical labels above all.
"""

import io
import random
from collections.abc import Iterator
from dataclasses import replace

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import FILL_EVEN_ODD, Canvas

from tests.generator.page import Line, Page
from tests.generator.sheets import Sheet, Slot, cut, halved, lattice
from tests.generator.wording import atoms

_FONTS = {"hans": "STSong-Light", "hant": "MSung-Light", "hant_tw": "MSung-Light"}
_WIDTH, _HEIGHT = 595, 842
_MARGIN, _TOP, _BOTTOM = 50, 780, 70
# A value of as many characters may go over two lines itself.
_NARROW = 6
_SIZES = {"request": 7.5, "review": 7.0}
_WIDTHS = {
    "request": (20, 44, 128, 40, 40, 40, 43, 43, 40, 40),
    "review": (33,) * 15,
    "task": (30, 290, 110, 65),
}


class _FilledFrames(Canvas):
    """A canvas whose frames are filled between two boxes, as some browsers draw borders."""

    def rect(self, x: float, y: float, width: float, height: float, **_: object) -> None:
        path = self.beginPath()
        path.rect(x, y, width, height)
        path.rect(x + 0.5, y + 0.5, width - 1, height - 1)
        self.drawPath(path, stroke=0, fill=1, fillMode=FILL_EVEN_ODD)


class PdfWriter:
    """Writes pages from top to bottom."""

    def __init__(self, canvas: Canvas, font: str, rng: random.Random, title: str) -> None:
        self.canvas, self.font, self.rng = canvas, font, rng
        self.y = float(_TOP)
        self.page = 1
        self.number = rng.choice(("- {} -", "{}", "第 {} 页", "http://www.bj.gov.cn/art.html {}/9"))
        self.running = title if rng.random() < 0.4 else ""
        self.repeat_header = rng.random() < 0.5
        self.repeat_label = rng.random() < 0.4
        self.cuts_rows = rng.random() < 0.5

    def finish_page(self) -> None:
        """Number the page and turn it."""
        self.canvas.setFont(self.font, 9)
        self.canvas.drawCentredString(_WIDTH / 2, 40, self.number.format(self.page))
        if self.running:
            self.canvas.drawCentredString(_WIDTH / 2, 810, self.running)
        self.canvas.showPage()
        self.page += 1
        self.y = float(_TOP)

    def line(self, line: Line) -> None:
        """A paragraph, broken at the margin."""
        size = 16 if line.kind == "title" else 11
        for part in self.wrap(line.text, _WIDTH - 2 * _MARGIN, size):
            if self.y < _BOTTOM:
                self.finish_page()
            self.canvas.setFont(self.font, size)
            self.canvas.drawString(_MARGIN, self.y - size, part)
            self.y -= size * 1.6

    def wrap(self, text: str, width: float, size: float) -> Iterator[str]:
        """The text broken wherever the width ends, as Chinese is."""
        for line in text.split("\n"):
            part, used = "", 0.0
            for atom in atoms(line):
                step = pdfmetrics.stringWidth(atom, self.font, size)
                if used + step > width and part:
                    yield part
                    part, used = "", 0.0
                part, used = part + atom, used + step
            yield part

    def table(self, sheet: Sheet) -> None:
        """A table, continued on as many pages as it takes."""
        widths = _WIDTHS.get(sheet.table_code) or _even(sheet.width)
        size = _SIZES.get(sheet.table_code, 9.0)
        if None in lattice(sheet)[-1]:
            # A page ends between rows: half a row would look like one with blanks.
            sheet = replace(sheet, rows=sheet.rows[:-1])
        while True:
            heights = self._heights(sheet, widths, size)
            fit = 0
            while fit < len(heights) and self.y - sum(heights[: fit + 1]) > _BOTTOM:
                fit += 1
            if fit == len(heights):
                self._draw(sheet, widths, heights, size)
                self.y -= 14
                return
            if self.cuts_rows and fit > sheet.header:
                whole, sheet = sheet, self._halved(sheet, fit, self.y - sum(heights[:fit]), size)
                fit += sheet is not whole
                heights = self._heights(sheet, widths, size)
            if fit > sheet.header:
                first, sheet = cut(
                    sheet,
                    fit,
                    repeat_header=self.repeat_header,
                    repeat_label=self.repeat_label,
                )
                first, sheet = self._flowing(first, sheet, widths, heights[:fit], size)
                self._draw(first, widths, heights[:fit], size)
            self.finish_page()

    def _halved(self, sheet: Sheet, at: int, space: float, size: float) -> Sheet:
        """The table with the row that the page has no room for in two halves, if any line fits."""
        widths = _WIDTHS.get(sheet.table_code) or _even(sheet.width)
        room = int((space - _BOTTOM - size * 0.6) / (size * 1.2) - 0.01)
        lower_values = self.rng.random() < 0.3

        def texts(slot: Slot, column: int) -> tuple[str, str]:
            lines = list(self.wrap(slot.text, _across(widths, column, slot), size))
            if slot.role == "value":
                return ("", slot.text) if lower_values else (slot.text, "")
            return "".join(lines[:room]), "".join(lines[room:])

        values = [slot for slot in sheet.rows[at] if slot.role == "value"]
        told = all(slot.text and len(slot.text) < _NARROW for slot in values)
        return halved(sheet, at, texts) if room > 0 and values and told else sheet

    def _flowing(
        self,
        first: Sheet,
        rest: Sheet,
        widths: tuple[float, ...],
        heights: list[float],
        size: float,
    ) -> tuple[Sheet, Sheet]:
        """The parts of a broken table, labels too tall for the first going on in the second.

        A word processor sets as many lines of a label as its cell has room for.
        """
        tops, ends = list(first.rows), list(rest.rows)
        starts = {x: s for s, y, x in _places(lattice(rest)[rest.header]) if y == rest.header}
        for slot, y, x in _places(lattice(first)[-1]):
            lines = list(self.wrap(slot.text, _across(widths, x, slot), size))
            room = int((sum(heights[y:]) - size * 0.6) / (size * 1.2) + 0.01)
            if len(lines) > room and x in starts:
                after = replace(starts[x], text="".join(lines[room:]))
                ends[rest.header] = _swapped(ends[rest.header], starts[x], after)
                before = replace(slot, text="".join(lines[:room]))
                tops[y] = _swapped(tops[y], slot, before)
        return replace(first, rows=tuple(tops)), replace(rest, rows=tuple(ends))

    def _heights(self, sheet: Sheet, widths: tuple[float, ...], size: float) -> list[float]:
        heights = [size * 1.8] * len(sheet.rows)
        spanning = []
        for y, row in enumerate(lattice(sheet)):
            for x, place in enumerate(row):
                if place is None or place[1:] != (y, x):
                    continue
                slot = place[0]
                lines = len(list(self.wrap(slot.text, _across(widths, x, slot), size)))
                need = lines * size * 1.2 + size * 0.6
                if slot.rows == 1:
                    heights[y] = max(heights[y], need)
                else:
                    spanning.append((y, slot.rows, need))
        for y, rows, need in spanning:
            last = min(y + rows, len(heights)) - 1
            heights[last] += max(0.0, need - sum(heights[y : last + 1]))
        return heights

    def _draw(
        self, sheet: Sheet, widths: tuple[float, ...], heights: list[float], size: float
    ) -> None:
        left = (_WIDTH - sum(widths)) / 2
        self.canvas.setLineWidth(0.5)
        self.canvas.setFont(self.font, size)
        for y, row in enumerate(lattice(sheet)):
            for x, place in enumerate(row):
                if place is None or place[1:] != (y, x):
                    continue
                slot = place[0]
                top = self.y - sum(heights[:y])
                high = sum(heights[y : y + slot.rows])
                wide = sum(widths[x : x + slot.columns])
                at = left + sum(widths[:x])
                self.canvas.rect(at, top - high, wide, high)
                lines = list(self.wrap(slot.text, _across(widths, x, slot), size))
                base = top - (high - len(lines) * size * 1.2) / 2 - size
                for number, part in enumerate(lines):
                    if part:
                        self.canvas.drawCentredString(
                            at + wide / 2, base - number * size * 1.2, part
                        )
        self.y -= sum(heights)


def _places(row: list[tuple[Slot, int, int] | None]) -> list[tuple[Slot, int, int]]:
    return list(dict.fromkeys(place for place in row if place))


def _swapped(row: tuple[Slot, ...], old: Slot, new: Slot) -> tuple[Slot, ...]:
    return tuple(new if slot is old else slot for slot in row)


def _across(widths: tuple[float, ...], x: int, slot: Slot) -> float:
    return sum(widths[x : x + slot.columns]) - 6


def _even(columns: int) -> tuple[float, ...]:
    # The first column holds the labels.
    first = 200.0
    return (first, *((_WIDTH - 2 * _MARGIN - first) / (columns - 1),) * (columns - 1))


def draw(page: Page, rng: random.Random, script: str, canvas: Canvas) -> None:
    """Draw a page on a canvas, sheet by sheet of paper."""
    font = _FONTS[script]
    if font not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(font))
    writer = PdfWriter(canvas, font, rng, page.title)
    for block in page.blocks:
        if isinstance(block, Line):
            writer.line(block)
        else:
            writer.table(block)
    writer.finish_page()


def render_pdf(page: Page, rng: random.Random, script: str) -> bytes:
    """A page as PDF."""
    buffer = io.BytesIO()
    kind = _FilledFrames if rng.random() < 0.2 else Canvas
    canvas = kind(buffer, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    draw(page, rng, script, canvas)
    canvas.save()
    return buffer.getvalue()
