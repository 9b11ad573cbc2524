"""An open Word document and the text that its elements print.

In: the bytes of a package. Out: its body, and the printed lines of a paragraph or of all
below an element, list numbers included. Insertions are kept; deletions, hidden text,
field codes, notes, headers and footers are left out. Refused: damaged packages and those
without a document.
"""

from collections.abc import Iterator

from lxml import etree

from flows.normalise.clean import PICTURE
from flows.normalise.document import Refused
from flows.normalise.readers.numbering import Numbering, W
from flows.normalise.readers.package import WORD_DOCUMENT, Package

PARAGRAPH, TABLE, ROW, CELL = (W + name for name in ("p", "tbl", "tr", "tc"))

# What shows something that is no text of the document's.
_PICTURES = (
    *(W + name for name in ("drawing", "pict", "object", "sym")),
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
)
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATE = f"{_MC}AlternateContent"
_BOX = f"{W}txbxContent"
_WRAPPERS = frozenset(
    W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
)
_UNSEEN = frozenset(
    W + name for name in ("pPr", "rPr", "del", "moveFrom", "delText", "instrText", "rt", "sdtPr")
)
_CHARACTERS = {
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}noBreakHyphen": "-",
}
_RUN_PROPERTIES, _VANISH = f"{W}rPr", f"{W}vanish"
_OFF = frozenset({"0", "false", "off"})


class Word:
    """An open document and the text that its elements print."""

    def __init__(self, content: bytes) -> None:
        package = Package(content)
        name = package.find(WORD_DOCUMENT)
        root = package.tree(name) if name else None
        body = None if root is None else root.find(f"{W}body")
        if root is None or body is None:
            raise Refused("the Word package holds no document")
        self.root, self.body = root, body
        numbering = Numbering(package.tree("word/numbering.xml"), package.tree("word/styles.xml"))
        # Numbers count through the whole document, so they are known before any text is.
        self._labels = {
            paragraph: numbering.label(paragraph)
            for paragraph in root.iter(PARAGRAPH)
            if next(paragraph.iterancestors(f"{_MC}Fallback"), None) is None
        }

    def paragraph(self, paragraph: etree._Element) -> tuple[list[str], list[etree._Element]]:
        """The printed lines of a paragraph, and the text boxes that hang on it."""
        boxes: list[etree._Element] = []
        printed = self._labels.get(paragraph, "") + "".join(_runs(paragraph, boxes))
        lines = (line.strip() for line in printed.split("\n"))
        return [line for line in lines if line], boxes

    def text(self, element: etree._Element) -> str:
        """All that is printed below an element, one line below the other, or a picture's mark."""
        printed = "\n".join(self._lines(element))
        is_picture = not printed and next(element.iter(*_PICTURES), None) is not None
        return PICTURE if is_picture else printed

    def _lines(self, element: etree._Element) -> Iterator[str]:
        for paragraph in members(element, PARAGRAPH, TABLE, ROW, CELL):
            if paragraph.tag != PARAGRAPH:
                yield from self._lines(paragraph)
                continue
            lines, boxes = self.paragraph(paragraph)
            yield from lines
            for box in boxes:
                yield from self._lines(box)


def _chosen(alternate: etree._Element) -> etree._Element | None:
    """What a modern Word shows of content that is written twice, for old ones too."""
    choice = alternate.find(f"{_MC}Choice")
    return choice if choice is not None else alternate.find(f"{_MC}Fallback")


def members(parent: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The children of some kinds, out of the wrappers that print nothing themselves."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from members(child, *tags)
        elif child.tag == _ALTERNATE and (chosen := _chosen(child)) is not None:
            yield from members(chosen, *tags)


def _runs(parent: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    """The characters of a paragraph; its text boxes are put aside."""
    for child in parent:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == _BOX:
            boxes.append(child)
        elif child.tag == _ALTERNATE:
            if (chosen := _chosen(child)) is not None:
                yield from _runs(chosen, boxes)
        elif child.tag not in _UNSEEN and not _has(child, _VANISH):
            edge = " " if _is_apart(child) else ""
            yield edge
            yield from _runs(child, boxes)
            yield edge


def _is_apart(run: etree._Element) -> bool:
    """Whether a run is struck out or raised: no part of the number beside it."""
    for properties in run.iterchildren(_RUN_PROPERTIES):
        raised = properties.find(f"{W}vertAlign")
        lifted = raised is not None and raised.get(f"{W}val") != "baseline"
        return lifted or _has(run, f"{W}strike") or _has(run, f"{W}dstrike")
    return False


def _has(run: etree._Element, name: str) -> bool:
    """Whether a run has a property that is switched on."""
    for properties in run.iterchildren(_RUN_PROPERTIES):
        for found in properties.iterchildren(name):
            return found.get(f"{W}val", "1") not in _OFF
    return False
