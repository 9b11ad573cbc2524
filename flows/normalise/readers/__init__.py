"""The registry of readers by media type, and the types that are recognised and refused.

A reader is a function from bytes to a `Document`. The media type is told from the bytes
alone: names and headers of government sites are wrong too often to be believed.
"""

from collections.abc import Callable

from flows.normalise.document import Document, Refused
from flows.normalise.readers import pdf, text

Reader = Callable[[bytes], Document]

READERS: dict[str, Reader] = {"text/plain": text.read, "application/pdf": pdf.read}

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"{\\rtf", "application/rtf"),
)
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<body", b"<head", b"<div", b"<p>")


def media_type(content: bytes) -> str:
    """The media type that the bytes themselves show."""
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            return name
    head = content[:4096].replace(b"\0", b"").lower()
    return "text/html" if any(mark in head for mark in _MARKUP) else "text/plain"


def read(content: bytes) -> Document:
    """Read a snapshot.

    Raises:
        Refused: the snapshot is empty or of a type that no reader takes.
    """
    if not content.strip(b" \t\r\n\0"):
        raise Refused("the snapshot is empty")
    kind = media_type(content)
    if kind not in READERS:
        raise Refused(f"no reader for {kind}: the snapshot is kept and not read")
    return READERS[kind](content)
