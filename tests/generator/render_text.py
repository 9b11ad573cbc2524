"""Text that was HTML or PDF once: what is left of a table when its tags are gone.

- pipe: one row a line, cells closed by pipes, spans lost, rows padded to the full width
- parted: one row a line, cells with pipes or tabs between them and none around
- lines: one cell a line, empty cells gone; lines_blank: a blank line between
- lines_pipe: one cell a line, each closed by a pipe
- lines_edged: the same of cells that hold paragraphs: the pipe on a line of its own, or before
  the row too, or before all cells but the first, or rows filled up by pipes
- markdown: pipe tables with a rule under the first row
- boxed: tables drawn with characters, as terminals and converters do, in columns of one width
- framed: what a data frame writes, which fills spans with their words or with a word for nothing
- spaced: a row a line, label and numbers separated by single spaces, labels broken over lines
- flat: everything concatenated; flat_spaced: with one space between cells
"""

import random
import re
from collections.abc import Callable, Iterator
from itertools import zip_longest
from unicodedata import east_asian_width

from tests.generator.page import Block, Line, Page
from tests.generator.sheets import Sheet, Slot, lattice
from tests.generator.wording import atoms

# Layouts in which a blank cell leaves nothing behind.
LOSSY = frozenset(
    (
        "lines",
        "lines_blank",
        "spaced",
        "flat",
        "flat_spaced",
        "html_text",
        "pdf_text",
        "markdown_torn",
    )
)
_WRAP = 18


def _one_line(text: str, gap: str = "") -> str:
    return text.replace("\n", gap)


def _pipe(sheet: Sheet, rng: random.Random) -> Iterator[str]:
    padded = rng.random() < 0.8
    for at, row in enumerate(sheet.rows):
        pads = sheet.pads(at)
        cells = " ".join(f"{_one_line(slot.text)} |" if slot.text else "|" for slot in row)
        yield cells + (" " + "|" * pads if padded and pads else "")


def _parted(sheet: Sheet, rng: random.Random) -> Iterator[str]:
    bar = rng.choice(("|", " | ", "\t"))
    padded = rng.random() < 0.5
    for at, row in enumerate(sheet.rows):
        pads = [""] * (sheet.pads(at) if padded else 0)
        yield bar.join([*(_one_line(slot.text) for slot in row), *pads])


def _lines(sheet: Sheet, _: random.Random) -> Iterator[str]:
    for row in sheet.rows:
        for slot in row:
            yield from (part for part in slot.text.split("\n") if part.strip())


def _lines_blank(sheet: Sheet, rng: random.Random) -> Iterator[str]:
    for text in _lines(sheet, rng):
        yield text
        yield ""


def _lines_pipe(sheet: Sheet, _: random.Random) -> Iterator[str]:
    for row in sheet.rows:
        for slot in row:
            yield f"{_one_line(slot.text)} |" if slot.text else "|"


def _lines_edged(sheet: Sheet, rng: random.Random) -> Iterator[str]:
    style = rng.choice(("filled", "own_line", "opened", "before"))
    for at, row in enumerate(sheet.rows):
        texts = [_one_line(slot.text) for slot in row]
        pads = "|" * sheet.pads(at)
        if style == "opened":
            yield "| "
            yield from (f" {text}  | " for text in texts[:-1])
            yield f" {texts[-1]}  | {pads}"
        elif style == "before":
            yield from row[0].text.split("\n")
            for slot in row[1:]:
                yield from (f"| {slot.text}".strip()).split("\n")
            yield "|"
        elif style == "own_line":
            yield from (part for text in texts for part in (text, "|"))
        else:
            yield from (f"{text} |" for text in texts)
            yield from filter(None, [pads])


def _markdown(sheet: Sheet, rng: random.Random) -> Iterator[str]:
    gap = rng.choice(("", "<br>", " "))
    padded = rng.random() < 0.5
    escaped = rng.random() < 0.2
    for at, row in enumerate(sheet.rows):
        cells = [_one_line(slot.text, gap) for slot in row]
        if escaped:
            pairs = zip(cells, row, strict=True)
            cells = [t if slot.role == "value" else _escaped(t) for t, slot in pairs]
        # Some converters fill the columns that a span covers, others leave the row short.
        cells += [""] * sheet.pads(at) if padded or at == 0 else []
        yield "| " + " | ".join(cells) + " |"
        if at == 0:
            yield "|" + "---|" * sheet.width


def _escaped(text: str) -> str:
    """A label as converters to Markdown print it."""
    return re.sub(r"([.()])", r"\\\1", text)


# The bar and the stroke of a border, and what stands where they meet, row by row or in the head.
_BORDERS = {"box": ("│", "─", "┼"), "grid": ("|", "-", "+"), "head": ("|", "-", "+")}


def _boxed(sheet: Sheet, rng: random.Random) -> Iterator[str]:
    style = rng.choice(list(_BORDERS))
    bar, stroke, crossing = _BORDERS[style]
    rows = [
        [_one_line(slot.text) for slot in row] + [""] * sheet.pads(at)
        for at, row in enumerate(sheet.rows)
    ]
    widths = [max(map(_width, column)) for column in zip_longest(*rows, fillvalue="")]
    border = crossing + crossing.join(stroke * (width + 2) for width in widths) + crossing
    yield border
    for at, row in enumerate(rows):
        cells = (f" {t}{' ' * (w - _width(t))} " for t, w in zip_longest(row, widths, fillvalue=""))
        yield bar + bar.join(cells) + bar
        if style != "head" or at in (0, len(rows) - 1):
            yield border


def _width(text: str) -> int:
    """The room that a text takes where a Chinese character takes two."""
    return sum(1 + (east_asian_width(character) in "WF") for character in text)


def _framed(sheet: Sheet, rng: random.Random) -> Iterator[str]:
    says_again = rng.random() < 0.5
    break_mark = rng.choice(("", " ", "\\n"))
    yield "| " + " | ".join(map(str, range(sheet.width))) + " |"
    yield "|" + ":---|" * sheet.width
    for at, places in enumerate(lattice(sheet)):
        texts = [
            _one_line(place[0].text, break_mark)
            if place and (says_again or place[1:] == (at, column))
            else ""
            for column, place in enumerate(places)
        ]
        yield "| " + " | ".join(text or "NaN" for text in texts) + " |"


def _wrapped(text: str, width: int = _WRAP) -> Iterator[str]:
    for line in text.split("\n"):
        part = ""
        for atom in atoms(line.strip()):
            if len(part) + len(atom) > width and part:
                yield part.strip()
                part = ""
            part += atom
        if part:
            yield part


def _spaced(sheet: Sheet, rng: random.Random) -> Iterator[str]:
    yield from _spaced_header(sheet.rows[: sheet.header])
    for row in sheet.rows[sheet.header :]:
        first = list(row)
        if first and first[0].rows > 10:
            # The narrow cell at the side is read from top to bottom, a character a line.
            yield from atoms(first.pop(0).text.replace("\n", ""))
        values = " ".join(s.text for s in first if s.role in ("value", "unit") and s.text)
        labels = [s.text for s in first if s.role not in ("value", "unit") and s.text]
        parts = list(_wrapped(" ".join(labels)))
        yield from parts[:-1]
        last = [*parts[-1:], *([values] if values else [])]
        if last:
            yield " ".join(last)
        if rng.random() < 0.02:
            yield f"- {rng.randint(2, 9)} -"


def _spaced_header(rows: tuple[tuple[Slot, ...], ...]) -> Iterator[str]:
    for row in rows:
        short = [slot.text for slot in row if slot.text]
        if len(row) > 4 and all(len(text) < 6 for text in short):
            yield " ".join(_one_line(text) for text in short)
        else:
            yield from (part for text in short for part in _wrapped(text))


def _flat(sheet: Sheet, rng: random.Random) -> str:
    texts = [_one_line(slot.text) for row in sheet.rows for slot in row]
    # Here and there a line break of the source was kept as a space, always between cells.
    loose = rng.random() < 0.25
    return "".join(text + (" " if loose and rng.random() < 0.03 else "") for text in texts)


def _flat_spaced(sheet: Sheet, _: random.Random) -> str:
    return " ".join(_one_line(s.text, " ") for row in sheet.rows for s in row if s.text)


_BY_LINE: dict[str, Callable[[Sheet, random.Random], Iterator[str]]] = {
    "pipe": _pipe,
    "parted": _parted,
    "lines": _lines,
    "lines_blank": _lines_blank,
    "lines_pipe": _lines_pipe,
    "lines_edged": _lines_edged,
    "markdown": _markdown,
    "boxed": _boxed,
    "framed": _framed,
    "spaced": _spaced,
}
TEXT_LAYOUTS = (*_BY_LINE, "flat", "flat_spaced")


def typed(sheet: Sheet, rng: random.Random, layout: str) -> list[str]:
    """The lines of a table in a layout that has lines."""
    return list(_BY_LINE[layout](sheet, rng))


def _joined(page: Page, rng: random.Random, layout: str) -> str:
    gap = "" if layout == "flat" else " "
    write = _flat if layout == "flat" else _flat_spaced
    # The head of such a dump keeps its lines, or not even that; behind it everything is one.
    ends = " " if layout == "flat_spaced" and rng.random() < 0.3 else "\n"
    at = next((n for n, b in enumerate(page.blocks) if not _is_head(b)), len(page.blocks))
    head, rest = page.blocks[:at], page.blocks[at:]
    body = [b.text if isinstance(b, Line) else write(b, rng) for b in rest]
    return ends.join([*(b.text for b in head if isinstance(b, Line)), gap.join(body)])


def _is_head(block: Block) -> bool:
    return isinstance(block, Line) and block.kind in ("field", "title", "chrome")


def render_text(page: Page, rng: random.Random, layout: str) -> str:
    """A page as text of a layout."""
    if layout in ("flat", "flat_spaced"):
        return _joined(page, rng, layout)
    wrap = layout == "spaced"
    out: list[str] = []
    for block in page.blocks:
        out += _block(block, rng, layout, wrap)
        if "page_numbers" in page.noise and rng.random() < 0.1:
            out.append(f"- {rng.randint(1, 12)} -")
        if layout == "lines_blank":
            out.append("")
    return "\n".join(out) + rng.choice(("", "\n"))


def _block(block: Block, rng: random.Random, layout: str, wrap: bool) -> list[str]:
    if isinstance(block, Sheet):
        return typed(block, rng, layout)
    if layout == "markdown" and block.kind in ("title", "heading"):
        mark = "# " if block.kind == "title" else "## "
        return [mark + block.text]
    return list(_wrapped(block.text, 30)) if wrap and block.kind == "text" else [block.text]
