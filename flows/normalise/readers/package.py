"""Office packages: zip files of XML, opened without trusting them.

In: the bytes of a zip file. Out: its media type, told by the parts inside, and the parts
as XML trees. Refused: damaged packages, parts that unpack to more than a report ever
does, XML that declares entities.
"""

import re
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from flows.normalise.document import Refused

_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
OFD = "application/ofd"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DAMAGED = "application/zip; damaged"

# Word names a document that was saved online document2.xml.
WORD_DOCUMENT = re.compile(r"word/document\d*\.xml\Z")
_KINDS = (
    (WORD_DOCUMENT, DOCX),
    (re.compile(r"xl/workbook\.xml\Z"), XLSX),
    (re.compile(r"OFD\.xml\Z"), OFD),
)
_LARGEST_PART = 64 * 2**20


def media_type(content: bytes) -> str | None:
    """The type of a package, None where it is some other archive."""
    try:
        package = Package(content)
    except Refused:
        return DAMAGED
    for name, kind in _KINDS:
        if package.find(name):
            return kind
    declared = package.declared_type()
    return declared if declared in (ODT, ODS) else None


class Package:
    """An open package, its parts read one by one."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Refused(f"the file is a damaged zip package: {error}") from None

    def find(self, name: re.Pattern[str]) -> str | None:
        """The name of the first part whose name matches."""
        return next(filter(name.match, self._zip.namelist()), None)

    def declared_type(self) -> str:
        """What an OpenDocument package says of itself, blank elsewhere."""
        if "mimetype" not in self._zip.namelist():
            return ""
        return self._part("mimetype").decode("ascii", "replace").strip()

    def tree(self, name: str) -> etree._Element | None:
        """A part as a tree, None where the package has no such part.

        Raises:
            Refused: the part is damaged, too large, or declares entities.
        """
        if name not in self._zip.namelist():
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(self._part(name), parser)
        except etree.XMLSyntaxError as error:
            raise Refused(f"{name} in the package is not XML: {error.msg}") from None
        # Office writes no document type; the only use of one here is an entity bomb.
        if root.getroottree().docinfo.internalDTD is not None:
            raise Refused(f"{name} in the package declares a document type")
        return root

    def _part(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as part:
                content = part.read(_LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            raise Refused(f"{name} in the package is damaged: {error}") from None
        if len(content) > _LARGEST_PART:
            raise Refused(f"{name} in the package unpacks to more than 64 MB")
        return content
