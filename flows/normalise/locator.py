"""Locators: where in the raw bytes a printed text stands.

A locator is `<sha256>#<fragment>` and a fragment `<kind>=<place>`. Each reader has a kind
of its own and describes its places: `bytes=<start>-<end>` in plain text, `html=<path>` and
`docx=<path>` in the tree of a page or a Word document, `xlsx=<sheet>!<cell>` in a workbook,
`pdf=<page>:<characters>` on the pages of a PDF.
"""

from flows.normalise.readers import PLACES


def resolve(fragment: str, content: bytes) -> str:
    """The text that a fragment points at, as printed, from the raw bytes alone.

    Raises:
        ValueError: the fragment is of no known kind or lies outside the snapshot.
    """
    kind, _, place = fragment.partition("=")
    if kind not in PLACES:
        raise ValueError(f"unknown kind of locator: {fragment}")
    return PLACES[kind](place, content)
