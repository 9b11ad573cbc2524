"""Each trap of a Word document in a small package of its own."""

import io
import zipfile

import docx as python_docx
import pytest

from flows.extract.numbers import read_value
from flows.normalise.document import Document, Grid, Refused
from flows.normalise.locator import resolve
from flows.normalise.readers import read

NAMES = (
    " ".join(
        f'xmlns:{prefix}="http://schemas.{name}"'
        for prefix, name in {
            "w": "openxmlformats.org/wordprocessingml/2006/main",
            "mc": "openxmlformats.org/markup-compatibility/2006",
            "wps": "microsoft.com/office/word/2010/wordprocessingShape",
        }.items()
    )
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
CONTINUED = "<w:vMerge/>"
RESTARTED = '<w:vMerge w:val="restart"/>'


def package(body: str, **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def wide(span: int) -> str:
    return f'<w:gridSpan w:val="{span}"/>'


def read_back(content: bytes) -> Document:
    """Read, and follow every locator back to its text."""
    document = read(content)
    pieces = list(document.lines)
    for block in document.blocks:
        if isinstance(block, Grid):
            pieces += [one.piece for one in block.cells]
    assert [resolve(one.locator, content) for one in pieces] == [one.raw for one in pieces]
    assert len({one.locator for one in pieces}) == len(pieces)
    return document


def lines(content: bytes) -> list[str]:
    return [line.raw for line in read_back(content).lines]


def grid(body: str) -> list[list[tuple[str, int, int, int]]]:
    (block,) = read_back(package(body)).blocks
    assert isinstance(block, Grid) and block.spans_known
    return [
        [(one.piece.raw, one.column, one.row_span, one.column_span) for one in cells]
        for cells in block.rows
    ]


def box(text: str) -> str:
    inside = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><wps:txbx>{inside}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(f"<w:p>{run('收到6')}{run('9件')}</w:p>", ["收到69件"], id="runs are joined"),
        pytest.param(
            "<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p>",
            ["一", "二\t三"],
            id="break ends a line, tab stays",
        ),
        pytest.param(
            f"<w:p>{run('一')}<w:ins>{run('二')}</w:ins>"
            "<w:del><w:r><w:delText>三</w:delText></w:r></w:del>"
            f"<w:hyperlink>{run('四')}</w:hyperlink></w:p>",
            ["一二四"],
            id="inserted and linked text stays, deleted goes",
        ),
        pytest.param(
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>"
            '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>1</w:t></w:r></w:p>',
            ["1"],
            id="hidden text goes",
        ),
        pytest.param(
            f"<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>{run('3')}</w:p>",
            ["3"],
            id="field code goes, its result stays",
        ),
        pytest.param(
            f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('一')}</w:sdtContent></w:sdt>"
            f"<w:p><w:sdt><w:sdtContent>{run('二')}</w:sdtContent></w:sdt></w:p>",
            ["一", "二"],
            id="content controls print what they hold",
        ),
        pytest.param(
            f"<w:p>{run('前')}{box('框')}{run('后')}</w:p>",
            ["前后", "框"],
            id="text box is taken once, after its paragraph",
        ),
        pytest.param(
            '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>' + run("一") + "</w:p>",
            ["一"],
            id="tab stops print nothing",
        ),
    ],
)
def test_a_paragraph_prints_its_lines(body: str, expected: list[str]) -> None:
    assert lines(package(body)) == expected


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        pytest.param(
            table(row(cell("甲", wide(2))), row(cell("乙"), cell("1"))),
            [[("甲", 0, 1, 2)], [("乙", 0, 1, 1), ("1", 1, 1, 1)]],
            id="cells merged across",
        ),
        pytest.param(
            table(
                row(cell("甲", RESTARTED), cell("1")),
                row(cell("", CONTINUED), cell("2")),
                row(cell("", CONTINUED), cell("3")),
                row(cell("乙", RESTARTED), cell("4")),
            ),
            [
                [("甲", 0, 3, 1), ("1", 1, 1, 1)],
                [("2", 1, 1, 1)],
                [("3", 1, 1, 1)],
                [("乙", 0, 1, 1), ("4", 1, 1, 1)],
            ],
            id="cells merged down",
        ),
        pytest.param(
            table(
                row(cell("甲", wide(2) + RESTARTED), cell("1")),
                row(cell("乙", CONTINUED), cell("2"), cell("3")),
            ),
            [
                [("甲", 0, 1, 2), ("1", 2, 1, 1)],
                [("乙", 0, 1, 1), ("2", 1, 1, 1), ("3", 2, 1, 1)],
            ],
            id="a merge that does not fit is none",
        ),
        pytest.param(
            table(
                row(cell("甲"), cell("1")),
                '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("2") + "</w:tr>",
                "<w:tr><w:trPr><w:del/></w:trPr>" + cell("乙") + cell("3") + "</w:tr>",
            ),
            [[("甲", 0, 1, 1), ("1", 1, 1, 1)], [("2", 1, 1, 1)]],
            id="indented row stands right, deleted row goes",
        ),
        pytest.param(
            table(
                row(cell("甲"), f"<w:tc>{paragraph('1')}{paragraph('件')}</w:tc>"),
                row(cell("乙"), f"<w:tc>{table(row(cell('2')))}<w:p/></w:tc>"),
                row(cell("丙"), f"<w:tc><w:p>{box('3')}</w:p></w:tc>"),
                row(cell("丁"), "<w:tc><w:p/></w:tc>"),
            ),
            [
                [("甲", 0, 1, 1), ("1\n件", 1, 1, 1)],
                [("乙", 0, 1, 1), ("2", 1, 1, 1)],
                [("丙", 0, 1, 1), ("3", 1, 1, 1)],
                [("丁", 0, 1, 1), ("", 1, 1, 1)],
            ],
            id="paragraphs, a tiny table, a text box and nothing in cells",
        ),
        pytest.param(
            table(f"<w:sdt><w:sdtContent>{row(cell('甲'), cell('1'))}</w:sdtContent></w:sdt>"),
            [[("甲", 0, 1, 1), ("1", 1, 1, 1)]],
            id="a row in a content control",
        ),
    ],
)
def test_a_table_becomes_a_grid(body: str, rows: object) -> None:
    assert grid(body) == rows


def test_a_box_around_the_article_is_no_grid_and_the_table_in_it_is() -> None:
    inner = table(*[row(cell("行政许可"), cell("3"))] * 4)
    body = table(row(f"<w:tc>{paragraph('一、总体情况')}{inner}<w:p/></w:tc>", cell("栏")))
    blocks = read_back(package(body)).blocks
    assert [type(block).__name__ for block in blocks] == ["Piece", "Grid", "Piece"]


def level(depth: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


NUMBERING = (
    f"<w:numbering {NAMES}>"
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>')
    + level(1, "chineseCountingThousand", "（%2）", '<w:suff w:val="nothing"/>')
    + level(2, "decimal", "%3.", '<w:suff w:val="space"/>')
    + level(3, "decimal", "%3.%4")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
    + level(0, "bullet", "\uf0b7")
    + level(1, "hebrew1", "%2.")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)
STYLES = (
    f'<w:styles {NAMES}><w:style w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/>'
    '</w:numPr></w:pPr></w:style><w:style w:styleId="head"><w:basedOn w:val="base"/>'
    "</w:style></w:styles>"
)


def numbered(text: str, depth: int, number: int = 1) -> str:
    return paragraph(
        text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def test_list_numbers_are_printed_as_word_prints_them() -> None:
    body = (
        numbered("总体", 0)
        + numbered("公开", 1)
        + numbered("甲", 2)
        + numbered("乙", 2)
        + numbered("丙", 3)
        + numbered("申请", 1)
        + numbered("丁", 2)
        + paragraph("文", '<w:pStyle w:val="head"/>')
        + numbered("五", 0, 3)
        + paragraph("无", '<w:pStyle w:val="head"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    content = package(body, numbering=NUMBERING, styles=STYLES)
    assert lines(content) == [
        "一、总体",
        "（一）公开",
        "1. 甲",
        "2. 乙",
        "2.1\t丙",
        "（二）申请",
        "1. 丁",
        "二、文",
        "五、五",
        "无",
    ]


def test_chinese_numerals_go_past_ten() -> None:
    content = package("".join(numbered("", 0) for _ in range(21)), numbering=NUMBERING)
    printed = lines(content)
    assert [printed[at] for at in (9, 10, 19, 20)] == [
        "十、",
        "十一、",
        "二十、",
        "二十一、",
    ]


def test_a_list_number_that_cannot_be_known_is_left_out() -> None:
    content = package(numbered("点", 0, 2) + numbered("希", 1, 2), numbering=NUMBERING)
    assert lines(content) == ["点", "希"]


def test_a_cell_with_nothing_but_a_list_number_prints_it() -> None:
    first = f"<w:tc>{numbered('', 2)}</w:tc>"
    (block,) = read_back(package(table(row(first, cell("甲"))), numbering=NUMBERING)).blocks
    assert isinstance(block, Grid)
    assert [one.piece.raw for one in block.cells] == ["1.", "甲"]


def test_a_document_that_python_docx_wrote_is_read() -> None:
    written = python_docx.Document()
    written.add_paragraph("一、总体情况")
    cells = written.add_table(rows=3, cols=3)
    cells.cell(0, 0).merge(cells.cell(1, 1)).text = "甲"
    cells.cell(2, 2).text = "18"
    stream = io.BytesIO()
    written.save(stream)
    document = read_back(stream.getvalue())
    title, block = document.blocks
    assert isinstance(block, Grid) and title == document.lines[0]
    shapes = {
        one.piece.raw: (one.row, one.column, one.row_span, one.column_span)
        for one in block.cells
        if one.piece.raw
    }
    assert shapes == {"甲": (0, 0, 2, 2), "18": (2, 2, 1, 1)}


BOMB = (
    '<!DOCTYPE a [<!ENTITY b "1">]>'
    f"<w:document {NAMES}><w:body><w:p>{run('&b;')}</w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (BOMB, "declares a document type"),
        ("<w:document", "is not XML"),
        (f"<w:document {NAMES}/>", "holds no document"),
        (" " * (64 * 2**20 + 1), "more than 64 MB"),
    ],
    ids=["entities", "broken XML", "no body", "too large"],
)
def test_a_dangerous_or_broken_package_is_refused(document: str, why: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    with pytest.raises(Refused, match=why):
        read(stream.getvalue())


def archive_of(name: str, content: str = "x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), r"legacy Word \.doc.*save it as \.docx"),
        (OLE + "Workbook".encode("utf-16-le"), r"legacy Excel \.xls.*save it as \.xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE, "before 2007"),
        (b"\xff\xd8\xff\xe0", r"scanned image \(JPEG\)"),
        (b"II*\0", r"scanned image \(TIFF\)"),
        (b"{\\rtf1", "rich text"),
        (archive_of("OFD.xml"), "OFD"),
        (archive_of("mimetype", "application/vnd.oasis.opendocument.text"), r"\.odt"),
        (archive_of("报告.doc"), "zip archive: unpack"),
        (archive_of("word/document.xml")[:60], "damaged or cut off"),
    ],
    # An archive holds the time it was made at: every worker would name the test otherwise.
    ids=lambda value: "file" if isinstance(value, bytes) else None,
)
def test_a_file_of_another_type_is_refused_by_name(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read(content)


@pytest.mark.parametrize("where", ["", "9", "1.9", "1.1:9", "0", "x"])
def test_a_locator_that_leads_nowhere_is_an_error(where: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        resolve(f"docx={where}", package(paragraph("一")))


@pytest.mark.parametrize(
    ("properties", "printed"),
    [
        ('<w:vertAlign w:val="superscript"/>', "12 3"),
        ('<w:vertAlign w:val="baseline"/>', "123"),
        ("<w:strike/>", "12 3"),
        ("<w:dstrike/>", "12 3"),
        ('<w:strike w:val="0"/>', "123"),
    ],
)
def test_a_run_raised_or_struck_out_is_no_part_of_the_number(properties: str, printed: str) -> None:
    run = f"<w:r><w:rPr>{properties}</w:rPr><w:t>3</w:t></w:r>"
    assert lines(package(f"<w:p><w:r><w:t>12</w:t></w:r>{run}</w:p>")) == [printed]


@pytest.mark.parametrize(
    "shown", ["<w:drawing/>", "<w:pict/>", "<w:object/>", '<w:sym w:font="Symbol" w:char="F031"/>']
)
def test_a_cell_that_shows_no_text_but_a_picture_is_no_blank(shown: str) -> None:
    pictured = f"<w:tc><w:p><w:r>{shown}</w:r></w:p></w:tc>"
    (grid,) = read_back(package(table(row(cell("规章"), pictured, cell(""))))).grids
    statuses = [read_value(one.piece.text).status for one in grid.cells]
    assert statuses == ["unreadable", "unreadable", "blank"]
