"""Workbooks, as openpyxl writes them and as only other programs do."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from flows.normalise.document import Document, Grid, Refused
from flows.normalise.locator import resolve
from flows.normalise.readers import read


def saved(workbook: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def workbook_with(*rows: list[object], name: str = "Sheet1") -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    sheet = first(workbook)
    sheet.title = name
    for row in rows:
        sheet.append(row)
    return workbook


def first(workbook: openpyxl.Workbook) -> Worksheet:
    return workbook.worksheets[0]


def read_back(content: bytes) -> Document:
    """Read, and follow every locator back to its text."""
    document = read(content)
    for grid in grids(document):
        for cell in grid.cells:
            assert resolve(cell.piece.locator, content) == cell.piece.raw
    return document


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def texts(content: bytes) -> list[list[str]]:
    (grid,) = grids(read_back(content))
    return [[cell.piece.raw for cell in row] for row in grid.rows]


@pytest.mark.parametrize(
    ("stored", "written", "printed"),
    [
        (1234, "General", "1234"),
        (1234.0, "General", "1234"),
        (0.1 + 0.2, "General", "0.3"),
        (24252.311082, "General", "24252.311082"),
        (12345678901234, "General", "12345678901234"),
        (3.6, "0", "4"),
        (2.5, "0", "3"),
        (-18, "0", "-18"),
        (1234567, "#,##0", "1,234,567"),
        (75394432.5, "#,##0.00", "75,394,432.50"),
        (0, "0", "0"),
        (18, '0"件"', "18件"),
        (18, "0_ ", "18"),
        (-18, "0_);[Red]\\(0\\)", "-18"),
        (0.256, "0%", "26%"),
        (0.256, "0.0%", "25.6%"),
        (1.5, "# ?/?", "1.5"),
        (date(2024, 1, 31), "yyyy-mm-dd", "2024-01-31"),
        (date(2024, 1, 31), 'yyyy"年"m"月"d"日"', "2024-01-31"),
        ("007", "@", "007"),
        (True, "General", "TRUE"),
        ("=1+1", "General", "=1+1"),
        ("商业\n企业", "General", "商业\n企业"),
        ("　行政许可 ", "General", "行政许可"),
    ],
)
def test_a_cell_is_read_as_the_sheet_prints_it(stored: object, written: str, printed: str) -> None:
    workbook = workbook_with([stored])
    first(workbook)["A1"].number_format = written
    assert texts(saved(workbook)) == [[printed]]


def test_merged_ranges_are_spans_and_the_used_range_is_the_grid() -> None:
    workbook = openpyxl.Workbook()
    sheet = first(workbook)
    sheet["B2"], sheet["D2"], sheet["D3"], sheet["B4"], sheet["D4"] = "甲", "乙", 1, "丙", 2
    sheet.merge_cells("B2:C3")
    (grid,) = grids(read_back(saved(workbook)))
    assert grid.spans_known
    assert [
        (cell.piece.raw, cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in grid.cells
    ] == [
        ("甲", 0, 0, 2, 2),
        ("乙", 0, 2, 1, 1),
        ("1", 1, 2, 1, 1),
        ("丙", 2, 0, 1, 1),
        ("", 2, 1, 1, 1),
        ("2", 2, 2, 1, 1),
    ]
    assert grid.cells[0].piece.locator == "xlsx=Sheet!B2"


def test_blank_cells_are_blank_and_a_row_of_blanks_may_end_a_table() -> None:
    workbook = workbook_with(["甲", None, "丙"])
    first(workbook)["A2"].number_format = "0"
    assert texts(saved(workbook)) == [["甲", "", "丙"], ["", "", ""]]


def test_each_visible_sheet_with_text_is_a_grid() -> None:
    workbook = workbook_with(["甲"], name="表 1!'a")
    workbook.create_sheet("空")
    workbook.create_sheet("乙").append(["乙"])
    hidden = workbook.create_sheet("丙")
    hidden.append(["丙"])
    hidden.sheet_state = "hidden"
    document = read_back(saved(workbook))
    assert [grid.cells[0].piece.raw for grid in grids(document)] == ["甲", "乙"]


def test_a_workbook_without_text_has_no_grid() -> None:
    document = read(saved(openpyxl.Workbook()))
    assert (document.blocks, document.layout) == ((), "lines")


def test_a_sheet_larger_than_any_report_is_refused() -> None:
    workbook = workbook_with(["甲"])
    first(workbook)["XFD1048576"] = "乙"
    with pytest.raises(Refused, match="1048576"):
        read(saved(workbook))


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def bare(sheet: str, strings: str = "", properties: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
            '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}">'
            '<Relationship Id="rId1" Target="/xl/worksheets/s.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/s.xml",
            f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
        )
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
    return stream.getvalue()


@pytest.mark.parametrize(
    ("sheet", "strings", "rows"),
    [
        pytest.param(
            "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
            "",
            [["1", "2"], ["3", ""]],
            id="addresses left out",
        ),
        pytest.param(
            '<row><c t="s"><v>0</v></c><c/><c><v>1</v></c></row>',
            "<si><r><t>行政</t></r><r><t>许可</t></r><rPh><t>xu ke</t></rPh></si>",
            [["行政许可", "", "1"]],
            id="runs are joined, readings left out",
        ),
        pytest.param(
            '<row><c t="inlineStr"><is><t>甲_x000D_\n乙</t></is></c></row>',
            "",
            [["甲\n乙"]],
            id="inline text with an escaped line end",
        ),
        pytest.param(
            '<row><c t="e"><v>#REF!</v></c><c t="str"><f>A1</f><v>丙</v></c></row>',
            "",
            [["#REF!", "丙"]],
            id="errors and formula texts",
        ),
        pytest.param(
            '<row><c><v>1E+3</v></c><c><v>x</v></c><c s="99"><v>1e999</v></c></row>',
            "",
            [["1000", "x", "1e999"]],
            id="numbers in other notations",
        ),
    ],
)
def test_what_other_programs_write_is_read(sheet: str, strings: str, rows: list[list[str]]) -> None:
    assert texts(bare(sheet, strings)) == rows


def test_a_cell_that_was_never_written_to_is_blank() -> None:
    content = bare("<row><c><v>1</v></c></row>")
    assert resolve("xlsx=表!B7", content) == ""


@pytest.mark.parametrize("where", ["", "表", "表!", "表!B", "别!A1", "A1"])
def test_a_locator_that_leads_nowhere_is_an_error(where: str) -> None:
    with pytest.raises(ValueError, match="no such cell"):
        resolve(f"xlsx={where}", bare("<row><c><v>1</v></c></row>"))


def test_a_workbook_that_lost_its_texts_is_refused() -> None:
    with pytest.raises(Refused, match="does not hold"):
        read(bare('<row><c t="s"><v>9</v></c></row>'))


def test_a_workbook_without_its_parts_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}"/>')
    with pytest.raises(Refused, match="holds no workbook"):
        read(stream.getvalue())


@pytest.mark.parametrize("font", [InlineFont(vertAlign="superscript"), InlineFont(strike=True)])
def test_a_run_raised_or_struck_out_is_no_part_of_the_number(font: InlineFont) -> None:
    rich = CellRichText("12", TextBlock(font, "3"))
    assert texts(saved(workbook_with(["规章", rich], ["规范性文件", "4"])))[0] == ["规章", "12 3"]
