"""A parsed page: its tree, and where in it an element stands.

In: the text of a page. Out: its elements, each with what a browser would not show of it and
the path that leads to it. A path counts element children from 1 as a browser does,
beginning below the root element (`2.1` is the first element of the body).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.normalise.document import Refused
from flows.normalise.readers.tables import is_own_table

AS_TYPED = frozenset({"pre", "textarea"})
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# A footnote mark and what was struck out are no part of the number beside them: 12¹ is no 121.
_APART = 'sup, sub, del, s, strike, [style*="line-through" i], [style*="vertical-align" i]'
_APART_STYLE = re.compile(r"line-through|vertical-align\s*:\s*(?:super|sub|text-)", re.IGNORECASE)


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


def parse(text: str | bytes) -> Page:
    """Parse a page or a fragment of one, as text or in UTF-8.

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
        as_typed = as_typed or element.tag in AS_TYPED
    return element, Block(path, as_typed)


def _elements(parent: LexborNode) -> Iterator[LexborNode]:
    return (child for child in parent.iter() if child.is_element_node)


def shown(page: Page, parent: LexborNode, path: str, tags: frozenset[str]) -> Iterator[Placed]:
    """The children of some kinds that are not hidden, each with its path."""
    hidden = page.hidden
    number = 0
    for child in parent.iter():
        tag = child.tag or "-"
        if tag[0] != "-":
            number += 1
            if tag in tags and (not hidden or child.mem_id not in hidden):
                yield child, f"{path}.{number}"
