"""DOCX from raw WordprocessingML, with what Word and its users leave in a file.

Vertical merges, runs split in the middle of a number, a tracked deletion that must not be
read, a text box whose content stands twice (choice and fallback), headings numbered by
Word alone, cells inside content controls, a minus that is an element of its own.
"""

import io
import random
import zipfile
from xml.sax.saxutils import escape

from tests.generator.page import Line, Page
from tests.generator.sheets import Sheet, Slot, lattice

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORDML}.document.main+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{_WORDML}.numbering+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/relationships/numbering" Target="numbering.xml"/></Relationships>'
    ),
    "word/numbering.xml": (
        f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    ),
}


class DocxWriter:
    """Writes the body of one document."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.splits = rng.random() < 0.6
        self.tracked = rng.random() < 0.25
        self.numbered = rng.random() < 0.3
        self.boxed = rng.random() < 0.3
        self.controls = rng.random() < 0.15
        self.hyphens = rng.random() < 0.15

    def body(self, page: Page) -> str:
        """All blocks, in order."""
        return "".join(
            self._line(block) if isinstance(block, Line) else self._table(block)
            for block in page.blocks
        )

    def _run(self, text: str) -> str:
        lines = text.split("\n")
        minus = ""
        if self.hyphens and text.startswith("-"):
            # What Word makes of Ctrl+Shift+Hyphen: a minus sign that is no text.
            minus, lines[0] = "<w:noBreakHyphen/>", lines[0][1:]
        inner = minus + "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in lines
        )
        return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{inner}</w:r>'

    def _runs(self, text: str) -> str:
        if not text:
            return ""
        if self.tracked and text.isdigit() and self.rng.random() < 0.05:
            gone = f"<w:r><w:delText>{self.rng.randint(1, 99)}</w:delText></w:r>"
            author = 'w:id="7" w:author="x" w:date="2024-01-05T00:00:00Z"'
            return f"<w:del {author}>{gone}</w:del><w:ins {author}>{self._run(text)}</w:ins>"
        if self.splits and len(text) > 1 and "\n" not in text and self.rng.random() < 0.3:
            at = self.rng.randrange(1, len(text))
            mark = self.rng.choice(("", '<w:proofErr w:type="spellStart"/>'))
            return self._run(text[:at]) + mark + self._run(text[at:])
        return self._run(text)

    def _paragraph(self, text: str, properties: str = "") -> str:
        return f"<w:p><w:pPr>{properties}</w:pPr>{self._runs(text)}</w:p>"

    def _line(self, line: Line) -> str:
        if line.kind == "title" and self.boxed:
            inner = f"<w:txbxContent>{self._paragraph(line.text)}</w:txbxContent>"
            return (
                '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp>'
                f"<wps:txbx>{inner}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback>"
                f"<w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
                "</mc:AlternateContent></w:r></w:p>"
            )
        if line.kind == "heading" and self.numbered and line.text[1:2] == "、":
            number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
            return self._paragraph(line.text[2:], number)
        return self._paragraph(line.text)

    def _table(self, sheet: Sheet) -> str:
        columns = "<w:gridCol/>" * sheet.width
        rows = []
        for y, places in enumerate(lattice(sheet)):
            cells, x = [], 0
            while x < sheet.width:
                place = places[x]
                if place is None:
                    x += 1
                    continue
                cells.append(self._cell(place[0], begins=place[1] == y))
                x += place[0].columns
            rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
        return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"

    def _cell(self, slot: Slot, *, begins: bool) -> str:
        properties = f'<w:gridSpan w:val="{slot.columns}"/>' if slot.columns > 1 else ""
        if slot.rows > 1:
            properties += '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
        text = self._paragraph(slot.text if begins else "")
        cell = f"<w:tc><w:tcPr>{properties}</w:tcPr>{text}</w:tc>"
        if self.controls and slot.role == "value" and self.rng.random() < 0.2:
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{cell}</w:sdtContent></w:sdt>"
        return cell


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip file whose bytes depend on its content alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2024, 1, 31, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def render_docx(page: Page, rng: random.Random) -> bytes:
    """A page as DOCX."""
    body = DocxWriter(rng).body(page)
    document = f"<w:document {_NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
    parts = {**_PARTS, "word/document.xml": document}
    return zipped({name: (_HEAD + text).encode() for name, text in parts.items()})
