"""Tables that came as running text, in whatever file: words with places of their own."""

import html
import io

import docx
import pytest

from flows.normalise import read, resolve, words
from tests.printed import form_of, numbers, sheet
from tests.rows import rows_of

TITLE = "青山市财政局2022年政府信息公开工作年度报告"
REQUEST = form_of("request", "2021")
ROWS = [" ".join(row) for row in sheet(REQUEST)]


def in_paragraphs(lines: list[str]) -> bytes:
    return "".join(f"<p>{html.escape(line)}</p>" for line in [TITLE, *lines]).encode()


def in_one_paragraph(lines: list[str]) -> bytes:
    return f"<p>{TITLE}</p><p>{'<br>'.join(map(html.escape, lines))}</p>".encode()


def in_word(lines: list[str]) -> bytes:
    document = docx.Document()
    for line in [TITLE, *lines]:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def in_text(lines: list[str]) -> bytes:
    return "\n".join([TITLE, *lines]).encode()


@pytest.mark.parametrize("printer", [in_paragraphs, in_one_paragraph, in_word, in_text])
def test_table_of_running_text_is_read_cell_by_cell_in_any_file(printer):
    content = printer(ROWS)
    cells = rows_of(content)["cell"]
    found = {(cell["row_code"], cell["column_code"]): cell["raw_text"] for cell in cells}
    assert found == numbers(REQUEST)
    assert all(resolve(cell["fragment"], content) == cell["raw_text"] for cell in cells)


def test_words_of_a_page_lead_back_to_where_they_are_printed():
    content = "<div>规章 <b>1</b>2&nbsp; 3</div><p>合計&amp; 45</p>".encode()
    found = list(words(read(content)))
    assert [piece.raw for piece in found] == ["规章", "12", "3", "合計&", "45"]
    assert [resolve(piece.locator, content) for piece in found] == [p.raw for p in found]


@pytest.mark.parametrize("lines", [1, 4_000])
def test_words_of_a_text_of_any_length_lead_back_to_where_they_are_printed(lines):
    content = in_text([f"行政许可 12 {at}" for at in range(lines)])
    document = read(content)
    found = [*document.lines, *words(document)]
    assert len(found) > 4 * lines
    assert [resolve(piece.locator, content) for piece in found] == [p.raw for p in found]


@pytest.mark.parametrize("part", ["[0-3]", "[2-1]", "[5-6]"])
def test_part_outside_its_line_is_no_place(part):
    (piece,) = read(b"<p>12</p>").blocks
    with pytest.raises(ValueError, match="outside a text of 2 characters"):
        resolve(piece.locator + part, b"<p>12</p>")


def test_table_in_cells_is_not_looked_for_in_the_text_around_it():
    """The page says where its cells are; sentences with the labels in them are no table."""
    row = "<table><tr><td>指标</td><td>数量</td></tr></table>".encode()
    assert rows_of(in_paragraphs(ROWS) + row)["cell"] == []


PAGE = ["11/23/26, 8:39 AM " + TITLE, "https://www.example.gov.cn/2022.html 2/3"]


@pytest.mark.parametrize(
    "furniture",
    [PAGE, ["2026/11/23 08:39 " + TITLE], ["2026/11/23 上午8:39"], ["file:///tmp/2022.html"]],
)
def test_what_a_browser_prints_around_a_page_is_no_word_of_it(furniture):
    lines = ["规章 12", *furniture, "许可 3"]
    found = words(read("\n".join(lines).encode()))
    assert [piece.text for piece in found] == ["规章", "12", "许可", "3"]


@pytest.mark.parametrize(
    "line", ["2026/11/23", "2026年11月23日 8:39", "22/55", "见 https://a.cn/1"]
)
def test_dates_and_numbers_with_a_stroke_are_words(line):
    found = words(read(f"规章 12\n{line}".encode()))
    assert "".join(piece.text for piece in found) == "规章12" + line.replace(" ", "")
