"""The lines that a browser prints of a page, block by block.

In: a parsed page. Out: the printed lines below any element, each with its place. What a
browser does not show (scripts, hidden elements), and navigation, is left out.

A place is `<path>:<line>`: the path is the element's in the tree, and the line counts the
lines printed in that element itself, its inner blocks left out. A place without a line is
all that is printed below the element, which is how a cell is cited.
"""

import re

from selectolax.lexbor import LexborNode

from flows.normalise.clean import PICTURE
from flows.normalise.readers.markup import AS_TYPED, Block, Page

_BLOCK_NAMES = """
    address article aside blockquote body caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr legend li main
    menu ol p page pre section summary table tbody td text textarea tfoot th thead title tr ul
"""
_UNSEEN_NAMES = """
    audio button canvas datalist iframe nav noframes noscript object rp rt script select
    style svg template video -comment -doctype
"""
_NOT_TYPED_IN_NAMES = """
    button checkbox color file hidden image password radio range reset submit
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_NOT_TYPED_IN = frozenset(_NOT_TYPED_IN_NAMES.split())
_CHAINED = frozenset({"b", "div", "font", "p", "span", "strong"})
_SPACE = re.compile(r"[ \t\n\r\f]+")


# What shows something that is no text: a number may be printed so, and nobody can read it here.
_PICTURES = "img, svg, canvas, object, embed, video, iframe, select, button, script, noscript"


def text_of(page: Page, cell: LexborNode) -> str:
    """All that is printed in a cell, one line below the other, or the mark of a picture."""
    return _text_of(page, cell) or picture_in(cell)


def picture_in(element: LexborNode) -> str:
    """The mark of a picture for an element without text that shows one: it is no blank."""
    first = element.first_child
    is_empty = first is None or (first.tag == "-text" and first.next is None)
    return "" if is_empty or element.css_first(_PICTURES) is None else PICTURE


def _text_of(page: Page, cell: LexborNode) -> str:
    # Nearly every cell is a chain of elements around one text, and half of a page is cells.
    only = _only_child(cell)
    while only is not None:
        tag = only.tag
        if tag == "-text":
            return _squeezed(only.text_content or "")
        if tag not in _CHAINED or only.mem_id in page.hidden:
            break
        only = _only_child(only)
    lines = Lines(page)
    lines.read(cell, Block(""))
    return lines.text()


def _single_text(element: LexborNode) -> str | None:
    """The text of an element that has nothing else in it, as of most paragraphs."""
    first = element.first_child
    if first is None or first.next is not None or first.tag != "-text":
        return None
    return _squeezed(first.text_content or "")


def _only_child(parent: LexborNode) -> LexborNode | None:
    """The one child that prints something, None where there are more, or none."""
    first = parent.first_child
    if first is None or first.next is None:
        return first
    inside = list(parent.iter(include_text=True, skip_empty=True))
    return inside[0] if len(inside) == 1 else None


def _squeezed(text: str) -> str:
    text = text.strip()
    # Most texts have no space, or none but single ones, which is seen faster than replaced.
    if text.isalnum():
        return text
    has_line = "\n" in text or "\t" in text or "\r" in text or "\f" in text
    return _SPACE.sub(" ", text) if has_line or (" " in text and "  " in text) else text


class Lines:
    """The lines printed below an element, each with its place, in reading order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[tuple[str, str]] = []
        self._run: list[str] = []

    def read(self, element: LexborNode, block: Block) -> None:
        """Add the lines of a block element."""
        only = None if block.as_typed else _single_text(element)
        if only is None:
            self._read_inside(element, f"{block.path}." if block.path else "", block)
            self._end_line(block)
        elif only:
            block.lines += 1
            self.found.append((f"{block.path}:{block.lines}", only))

    def text(self) -> str:
        """The lines found so far, one below the other."""
        return "\n".join(raw for _, raw in self.found)

    def read_table(self, table: LexborNode, block: Block) -> None:
        """Add the lines of a table; a reader that knows grids steps in here."""
        self.read(table, block)

    def _read_inside(self, parent: LexborNode, prefix: str, block: Block) -> None:
        hidden = self.page.hidden
        number = 0
        child = parent.first_child
        while child is not None:
            tag = child.tag or "-"
            number += tag[0] != "-"
            if tag == "-text":
                self._read_text(child.text_content or "", block)
            elif tag in _UNSEEN or child.mem_id in hidden:
                pass
            elif tag in _BLOCKS:
                self._end_line(block)
                as_typed = block.as_typed or tag in AS_TYPED
                inner = Block(f"{prefix}{number}", as_typed)
                (self.read_table if tag == "table" else self.read)(child, inner)
            elif tag == "br":
                self._end_line(block)
            else:
                if tag == "input":
                    self._run.append(_typed_in(child))
                edge = [" "] * (child.mem_id in self.page.apart)
                self._run += edge
                self._read_inside(child, f"{prefix}{number}.", block)
                self._run += edge
            child = child.next

    def _read_text(self, text: str, block: Block) -> None:
        if not block.as_typed:
            self._run.append(text)
            return
        *ended, rest = text.split("\n")
        for line in ended:
            self._run.append(line)
            self._end_line(block)
        self._run.append(rest)

    def _end_line(self, block: Block) -> None:
        if not self._run:
            return
        line = "".join(self._run)
        self._run.clear()
        raw = line.strip() if block.as_typed else _squeezed(line)
        if raw:
            block.lines += 1
            self.found.append((f"{block.path}:{block.lines}", raw))


def _typed_in(control: LexborNode) -> str:
    """What a form field shows: where a form was left on the page, the printed value."""
    kind = (control.attributes.get("type") or "text").lower()
    return "" if kind in _NOT_TYPED_IN else control.attributes.get("value") or ""
