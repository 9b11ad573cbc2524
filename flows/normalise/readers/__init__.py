"""The registry of readers by media type, and the types that are recognised and refused.

A reader is a function from bytes to a `Document`, and another from a place that its
locators name to the text printed there. The media type is told from the bytes alone: names
and headers of government sites are wrong too often to be believed.
"""

import re
from collections.abc import Callable

from flows.normalise.document import Document, Refused
from flows.normalise.readers import archive, docx, html, package, pdf, text, xlsx

READERS: dict[str, Callable[[bytes], Document]] = {
    "text/plain": text.read,
    "text/html": html.read,
    archive.MHT: archive.read,
    package.DOCX: docx.read,
    package.XLSX: xlsx.read,
    "application/pdf": pdf.read,
}
PLACES: dict[str, Callable[[str, bytes], str]] = {
    "bytes": text.at,
    "html": archive.at,
    "docx": docx.at,
    "xlsx": xlsx.at,
    "pdf": pdf.at,
}

_OLE = "application/x-ole-storage"
_ZIP = "application/zip"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLE),
    (b"PK\x03\x04", _ZIP),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"{\\rtf", "application/rtf"),
)
# Streams that tell the kinds of OLE file apart, by their names in the directory.
_STREAMS = (
    ("EncryptedPackage", "application/encrypted"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
)
_MARKUP = re.compile(rb"<(!doctype html|html|pdf2xml|head|body|table|div|p)[\s>]", re.IGNORECASE)

_SAVE_AS = "open it in a word processor, save it as {} and add that file"
_UNPACK = "unpack it and add the files inside"
_SCAN = "a scanned image ({}) without text: add a text version if the publisher has one"
_REFUSED = {
    "application/msword": f"a legacy Word .doc: {_SAVE_AS.format('.docx')}",
    "application/vnd.ms-excel": f"a legacy Excel .xls: {_SAVE_AS.format('.xlsx')}",
    "application/encrypted": "an Office file with a password: add it without one",
    "application/rtf": f"a rich text .rtf: {_SAVE_AS.format('.docx')}",
    _OLE: f"an Office file from before 2007: {_SAVE_AS.format('.docx or .xlsx')}",
    package.OFD: "an OFD page description: add the page or the Word file it was made from",
    package.ODT: f"an OpenDocument text .odt: {_SAVE_AS.format('.docx')}",
    package.ODS: f"an OpenDocument sheet .ods: {_SAVE_AS.format('.xlsx')}",
    package.DAMAGED: "a zip file that is damaged or cut off: fetch it again",
    _ZIP: f"a zip archive: {_UNPACK}",
    "application/vnd.rar": f"a RAR archive: {_UNPACK}",
    "application/x-7z-compressed": f"a 7-Zip archive: {_UNPACK}",
    "application/gzip": f"a gzip archive: {_UNPACK}",
    "image/png": _SCAN.format("PNG"),
    "image/jpeg": _SCAN.format("JPEG"),
    "image/gif": _SCAN.format("GIF"),
    "image/tiff": _SCAN.format("TIFF"),
}


def media_type(content: bytes) -> str:
    """The media type that the bytes themselves show."""
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            return _inside(content, name)
    if archive.is_archive(content):
        return archive.MHT
    head = content[:4096].replace(b"\0", b"")
    return "text/html" if _MARKUP.search(head) else "text/plain"


def _inside(content: bytes, container: str) -> str:
    """The type of what a container holds, or the container's own."""
    if container == _ZIP:
        return package.media_type(content) or container
    if container == _OLE:
        for stream, name in _STREAMS:
            if stream.encode("utf-16-le") in content:
                return name
    return container


def read(content: bytes) -> Document:
    """Read a snapshot.

    Raises:
        Refused: the snapshot is empty, damaged or of a type that no reader takes.
    """
    return read_as(media_type(content), content)


def read_as(kind: str, content: bytes) -> Document:
    """Read a snapshot of a media type that is known already.

    Raises:
        Refused: as `read`.
    """
    if not content.strip(b" \t\r\n\0"):
        raise Refused("the snapshot is empty")
    if kind not in READERS:
        raise Refused(f"the snapshot is {_REFUSED[kind]}")
    return READERS[kind](content)
