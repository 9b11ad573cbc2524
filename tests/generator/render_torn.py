"""Text that was PDF once: what stands at one height is a line, so that labels come in pieces.

- pdf_text: a line of text each, as extractors give it that know words and not tables
- markdown_torn: the same where a converter made pipe rows of whatever ends in a number
"""

import random
from collections.abc import Iterator
from itertools import groupby

from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.generator.page import Page
from tests.generator.render_pdf import draw

# What stands no further apart counts as one height.
_TOLERANCE = 3


class _Paper:
    """A canvas that keeps the words that are drawn on it, and forgets the lines."""

    def __init__(self) -> None:
        self.sheet = 0
        self.font: tuple[str, float] = ("", 0.0)
        self.words: list[tuple[int, float, float, str]] = []

    def setFont(self, name: str, size: float) -> None:  # noqa: N802
        self.font = (name, size)

    def setLineWidth(self, _: float) -> None:  # noqa: N802
        pass

    def rect(self, *_: float) -> None:
        pass

    def drawString(self, x: float, y: float, text: str) -> None:  # noqa: N802
        self.words.append((self.sheet, -y, x, text))

    def drawCentredString(self, x: float, y: float, text: str) -> None:  # noqa: N802
        self.drawString(x - stringWidth(text, *self.font) / 2, y, text)

    def showPage(self) -> None:  # noqa: N802
        self.sheet += 1

    def lines(self) -> Iterator[list[str]]:
        """The words from top to bottom, those at one height from left to right."""
        for _, words in groupby(sorted(self.words), key=lambda word: word[0]):
            line: list[tuple[float, str]] = []
            height = 0.0
            for _, y, x, text in words:
                if line and y - height > _TOLERANCE:
                    yield [text for _, text in sorted(line)]
                    line = []
                height = y if not line else height
                line.append((x, text.strip()))
            yield [text for _, text in sorted(line)]


def render_torn(page: Page, rng: random.Random, script: str, layout: str) -> str:
    """A page as text of a layout."""
    paper = _Paper()
    draw(page, rng, script, paper)
    out: list[str] = []
    is_fresh = True
    for line in paper.lines():
        words = [word for word in line if word]
        is_row = layout == "markdown_torn" and len(words) > 1 and words[-1][-1:].isdecimal()
        out.append(f"| {' | '.join(words)} |" if is_row else " ".join(words))
        if is_row and is_fresh:
            out.append("|" + "---|" * len(words))
        is_fresh = not is_row
    return "\n".join(out) + rng.choice(("", "\n"))
