"""A parsed page and the lines that a browser prints of it.

In: the text of a page. Out: its tree, and the printed lines below any element, each with
the block it stands in. What a browser does not show (scripts, hidden elements), and
navigation, is left out.

A place is `<path>:<line>`: the path counts element children from 1 as a browser does,
beginning below the root element (`2.1` is the first element of the body), and the line
counts the lines printed in that element itself, its inner blocks left out. A place
without a line is all that is printed below the element, which is how a cell is cited.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.normalise.document import Refused
from flows.normalise.readers.tables import is_own_table

_BLOCK_NAMES = """
    address article aside blockquote body caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr legend li main
    menu ol p pre section summary table tbody td textarea tfoot th thead title tr ul
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
_AS_TYPED = frozenset({"pre", "textarea"})
_CHAINED = frozenset({"b", "div", "font", "p", "span", "strong"})
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# A footnote mark and what was struck out are no part of the number beside them: 12¹ is no 121.
_APART = 'sup, sub, del, s, strike, [style*="line-through" i], [style*="vertical-align" i]'
_APART_STYLE = re.compile(r"line-through|vertical-align\s*:\s*(?:super|sub|text-)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page, with the elements that CSS finds faster than a walk does.

    `hidden` are the elements that are not shown, `apart` those set off from the text around
    them, `layout` the tables that hold others,
    `spans` the row and column spans as written, of the cells that have any.
    """

    root: LexborNode
    hidden: frozenset[int]
    apart: frozenset[int]
    layout: frozenset[int]
    spans: dict[int, tuple[str, str]]


Placed = tuple[LexborNode, str]


@dataclass(slots=True)
class Block:
    """A block element, with the number of lines that were printed in it so far."""

    path: str
    as_typed: bool = False
    lines: int = 0


def parse(text: str) -> Page:
    """Parse a page or a fragment of one.

    Raises:
        Refused: nothing is left of it.
    """
    root = LexborHTMLParser(text).root
    if root is None:
        raise Refused("the page is empty")
    hidden = frozenset(
        element.mem_id
        for element in root.css('[hidden], [style*="display" i], [style*="visibility" i]')
        if "hidden" in element.attributes or _HIDING.search(element.attributes["style"] or "")
    )
    apart = frozenset(
        element.mem_id
        for element in root.css(_APART)
        if element.tag in _APART.split(", ")
        or _APART_STYLE.search(element.attributes.get("style") or "")
    )
    spans = {
        cell.mem_id: (attributes.get("rowspan") or "", attributes.get("colspan") or "")
        for cell in root.css("[rowspan], [colspan]")
        for attributes in (cell.attributes,)
    }
    return Page(root, hidden, apart, frozenset(_layout(root)), spans)


def _layout(root: LexborNode) -> Iterator[int]:
    for nested in root.css("table table"):
        if is_own_table(len(nested.css("td, th"))):
            around = nested.parent
            while around is not None:
                if around.tag == "table":
                    yield around.mem_id
                around = around.parent


def find(page: Page, path: str) -> tuple[LexborNode, Block]:
    """The element at a path.

    Raises:
        ValueError: there is none.
    """
    element, as_typed = page.root, False
    for step in map(int, path.split(".")):
        children = list(_elements(element))
        if not 1 <= step <= len(children):
            raise ValueError(f"no child {step} in <{element.tag}>")
        element = children[step - 1]
        as_typed = as_typed or element.tag in _AS_TYPED
    return element, Block(path, as_typed)


def _elements(parent: LexborNode) -> Iterator[LexborNode]:
    return (child for child in parent.iter() if child.is_element_node)


def shown(page: Page, parent: LexborNode, path: str, tags: str) -> Iterator[Placed]:
    """The children of some kinds that are not hidden, each with its path."""
    wanted = tags.split()
    number = 0
    for child in parent.iter():
        tag = child.tag or "-"
        number += tag[0] != "-"
        if tag in wanted and child.mem_id not in page.hidden:
            yield child, f"{path}.{number}"


def text_of(page: Page, cell: LexborNode, path: str) -> str:
    """All that is printed in a cell, one line below the other."""
    # Nearly every cell is a chain of elements around one text, and half of a page is cells.
    inside = _inside(cell)
    while len(inside) == 1 and inside[0].mem_id not in page.hidden:
        only = inside[0]
        if only.tag == "-text":
            return _squeezed(only.text_content or "")
        if only.tag not in _CHAINED:
            break
        inside = _inside(only)
    if not inside:
        return ""
    lines = Lines(page)
    lines.read(cell, Block(path))
    return lines.text()


def _inside(parent: LexborNode) -> list[LexborNode]:
    """The children that print something."""
    first = parent.first_child
    if first is not None and first.next is None:
        return [first]
    return list(parent.iter(include_text=True, skip_empty=True))


def _squeezed(text: str) -> str:
    if text.isalnum():
        return text  # Nearly every cell: a label or a number, without any space.
    return _SPACE.sub(" ", text).strip()


class Lines:
    """The lines printed below an element, each with its place, in reading order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[tuple[str, str]] = []
        self._run: list[str] = []

    def read(self, element: LexborNode, block: Block) -> None:
        """Add the lines of a block element."""
        self._read_inside(element, f"{block.path}." if block.path else "", block)
        self._end_line(block)

    def text(self) -> str:
        """The lines found so far, one below the other."""
        return "\n".join(raw for _, raw in self.found)

    def read_table(self, table: LexborNode, block: Block) -> None:
        """Add the lines of a table; a reader that knows grids steps in here."""
        self.read(table, block)

    def _read_inside(self, parent: LexborNode, prefix: str, block: Block) -> None:
        number = 0
        child = parent.first_child
        while child is not None:
            tag = child.tag or "-"
            number += tag[0] != "-"
            if tag == "-text":
                self._read_text(child.text_content or "", block)
            elif tag in _UNSEEN or child.mem_id in self.page.hidden:
                pass
            elif tag in _BLOCKS:
                self._end_line(block)
                as_typed = block.as_typed or tag in _AS_TYPED
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
