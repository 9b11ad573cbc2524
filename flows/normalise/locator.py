"""Locators: where in the raw bytes a printed text stands.

A locator is `<sha256>#<fragment>`. For text the fragment is `bytes=<start>-<end>`, the end
not included, in the charset that `dim_report` names; a blank cell is an empty range where
its text would stand. For a PDF it is `pdf=` and what `pdf_locator` says.
"""

import re

from flows.normalise import pdf_locator
from flows.normalise.charset import decode, shown

_BYTES = re.compile(r"bytes=(\d+)-(\d+)\Z")


def bytes_fragment(start: int, end: int) -> str:
    """The fragment of a byte range."""
    return f"bytes={start}-{end}"


def resolve(fragment: str, content: bytes) -> str:
    """The text that a fragment points at, as printed.

    Raises:
        ValueError: the fragment is of no known kind or lies outside the snapshot.
    """
    kind, _, place = fragment.partition("=")
    if kind == "pdf":
        return pdf_locator.printed(place, content)
    match = _BYTES.match(fragment)
    if not match:
        raise ValueError(f"unknown kind of locator: {fragment}")
    start, end = int(match[1]), int(match[2])
    if not start <= end <= len(content):
        raise ValueError(f"{fragment} lies outside a snapshot of {len(content)} bytes")
    return shown(content[start:end].decode(decode(content).charset, "xxgk-mark"))
