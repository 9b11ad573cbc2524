"""Locators: where in the raw bytes a printed text stands.

A locator is `<sha256>#<fragment>` and a fragment `<kind>=<place>`. Each reader has a kind
of its own and describes its places: `bytes=<start>-<end>` in plain text, `html=<path>` and
`docx=<path>` in the tree of a page or a Word document, `xlsx=<sheet>!<cell>` in a workbook,
`pdf=<page>:<characters>` on the pages of a PDF. Behind any of them `[<start>-<end>]` is a part
of the text that stands there, by its characters, the end not included.
"""

import re

from flows.normalise.readers import PLACES

_PART = re.compile(r"\[(\d+)-(\d+)\]\Z")


def resolve(fragment: str, content: bytes) -> str:
    """The text that a fragment points at, as printed, from the raw bytes alone.

    Raises:
        ValueError: the fragment is of no known kind or lies outside the snapshot.
    """
    part = _PART.search(fragment)
    kind, _, place = fragment[: part.start() if part else None].partition("=")
    if kind not in PLACES:
        raise ValueError(f"unknown kind of locator: {fragment}")
    printed = PLACES[kind](place, content)
    if part is None:
        return printed
    start, end = int(part[1]), int(part[2])
    if not start <= end <= len(printed):
        raise ValueError(f"{fragment} lies outside a text of {len(printed)} characters")
    return printed[start:end]
