"""A PDF in, the pieces and grids a reader of the page would see out."""

import io
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from flows.normalise import Document, Grid, Piece, Refused, read, resolve
from flows.normalise.clean import clean
from flows.normalise.readers.pdf import glyphs
from flows.normalise.readers.pdf.words import lines as word_lines

SONG = "STSong-Light"
PAGE = (595, 842)
Draw = Callable[[Canvas], None]
# Column edges of a narrow table 3: two label columns, three of values.
XS = (60, 100, 260, 330, 400, 470)


def pdf(*pages: Draw, **options: object) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=PAGE, **options)
    for page in pages:
        canvas.setFont(SONG, 10)
        canvas.setLineWidth(0.5)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def text(canvas: Canvas, x: float, y: float, words: str, size: float = 10) -> None:
    canvas.setFont(SONG, size)
    canvas.drawString(x, y, words)


def rows(canvas: Canvas, tops: list[float], labels: list[str], values: list[str]) -> None:
    """Rows of a label in the second column and values, all sides of their cells drawn."""
    for top, bottom, label, value in zip(tops, tops[1:], labels, values, strict=False):
        text(canvas, XS[1] + 3, (top + bottom) / 2 - 3, label)
        for x, number in zip(XS[2:], value.split(), strict=False):
            text(canvas, x + 30, (top + bottom) / 2 - 3, number)
        canvas.line(XS[1], bottom, XS[-1], bottom)
    for x in XS[1:]:
        canvas.line(x, tops[0], x, tops[-1])


def head(canvas: Canvas, top: float) -> None:
    """Two header rows: a corner over both, one cell over all values, one each below it."""
    for y in (top, top - 40):
        canvas.line(XS[0], y, XS[-1], y)
    canvas.line(XS[2], top - 20, XS[-1], top - 20)
    for x in (XS[0], XS[2], XS[-1]):
        canvas.line(x, top, x, top - 40)
    for x in XS[3:-1]:
        canvas.line(x, top - 20, x, top - 40)
    text(canvas, 340, top - 13, "申请人情况")
    for x, name in zip(XS[2:], ("自然人", "商业企业", "总计"), strict=False):
        text(canvas, x + 15, top - 33, name)


def upright(canvas: Canvas, label: str, top: float, bottom: float) -> None:
    """A label set down the first column, with the sides of its cell."""
    for at, character in enumerate(label):
        text(canvas, XS[0] + 15, top - 14 - 11 * at, character)
    canvas.line(XS[0], top, XS[0], bottom)
    canvas.line(XS[0], bottom, XS[1], bottom)


def table(canvas: Canvas) -> None:
    head(canvas, 760)
    tops = [720, 700, 680, 660, 640]
    rows(
        canvas,
        tops,
        ["予以公开", "部分公开", "其他处理", "总计"],
        ["1 2 3", "0 0 0", "10 0 10", "11 2 13"],
    )
    upright(canvas, "办理结果", 720, 640)


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def lines(document: Document) -> list[str]:
    return [piece.text for piece in document.lines]


def words(grid: Grid) -> list[list[str]]:
    return [[cell.piece.text for cell in row] for row in grid.rows]


def run(grid: Grid) -> list[str]:
    return [piece.text for piece in grid.run or ()]


def all_pieces(document: Document) -> Iterator[Piece]:
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from (cell.piece for cell in block.cells)
            yield from block.run or ()
        else:
            yield block


def spans(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    return {
        cell.piece.text: (cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in grid.cells
    }


def test_a_cell_reaches_as_far_as_no_line_divides_it() -> None:
    (grid,) = grids(read(pdf(table)))
    assert grid.spans_known
    where = spans(grid)
    assert where[""] == (0, 0, 2, 2)
    assert where["申请人情况"] == (0, 2, 1, 3)
    assert where["商业企业"] == (1, 3, 1, 1)
    assert where["予以公开"] == (2, 1, 1, 1)
    assert words(grid)[4] == ["其他处理", "10", "0", "10"]


def test_a_label_set_down_a_column_reads_from_top_to_bottom() -> None:
    (grid,) = grids(read(pdf(table)))
    assert spans(grid)["办 理 结 果"] == (2, 0, 4, 1)


def test_the_run_tells_rows_by_places_alone() -> None:
    (grid,) = grids(read(pdf(table)))
    said = run(grid)
    at = said.index("其他处理")
    assert said[at : at + 4] == ["其他处理", "10", "0", "10"]


def test_the_run_does_not_need_the_lines_that_the_cells_need() -> None:
    def without_a_line(canvas: Canvas) -> None:
        canvas.rect(60, 600, 300, 80)
        canvas.line(200, 600, 200, 680)
        text(canvas, 70, 655, "行政处罚")
        text(canvas, 250, 655, "4119")
        text(canvas, 70, 615, "行政强制")
        text(canvas, 250, 615, "195")

    (grid,) = grids(read(pdf(without_a_line)))
    assert words(grid) == [["行政处罚 行政强制", "4119 195"]]
    assert run(grid) == ["行政处罚", "4119", "行政强制", "195"]


def test_a_wrapped_label_comes_whole_before_its_numbers_in_the_run() -> None:
    def wrapped(canvas: Canvas) -> None:
        rows(
            canvas,
            [700, 680, 640, 620],
            ["重复申请", "", "总计"],
            ["1 2 3", "4 5 6", "5 7 9"],
        )
        text(canvas, XS[1] + 3, 664, "要求行政机关确认")
        text(canvas, XS[1] + 3, 651, "或重新出具")
        canvas.line(XS[1], 700, XS[-1], 700)

    (grid,) = grids(read(pdf(wrapped)))
    assert words(grid)[1] == ["要求行政机关确认 或重新出具", "4", "5", "6"]
    said = run(grid)
    assert said[4:9] == ["要求行政机关确认", "或重新出具", "4", "5", "6"]


def test_a_header_of_several_rows_comes_level_by_level_in_the_run() -> None:
    (grid,) = grids(read(pdf(table)))
    assert run(grid)[:4] == ["申请人情况", "自然人", "商业企业", "总计"]


def test_a_header_label_beside_taller_ones_keeps_its_level_in_the_run() -> None:
    def reviews(canvas: Canvas) -> None:
        canvas.grid([60, 110, 160, 210, 260], [640, 670])
        for x, name in (
            (64, "结果维持"),
            (114, "结果纠正"),
            (164, "结果维持"),
            (214, "结果纠正"),
        ):
            text(canvas, x, 694 if x < 160 else 681, name)
        text(canvas, 90, 726, "行政复议")
        text(canvas, 190, 726, "行政诉讼")
        text(canvas, 175, 705, "复议后起诉")
        for x, number in ((80, "1"), (130, "0"), (180, "0"), (230, "5")):
            text(canvas, x, 651, number)
        for y in (720, 740):
            canvas.line(60, y, 260, y)
        canvas.line(160, 696, 260, 696)
        for x, top in ((60, 740), (110, 720), (160, 740), (210, 696), (260, 740)):
            canvas.line(x, 670, x, top)

    (grid,) = grids(read(pdf(reviews)))
    assert run(grid) == [
        *("行政复议", "行政诉讼", "结果维持", "结果纠正", "复议后起诉"),
        *("结果维持", "结果纠正", "1", "0", "0", "5"),
    ]


def test_a_group_with_a_space_in_its_second_line_keeps_its_place_in_the_run() -> None:
    columns = (200, 260, 320, 380, 440, 500, 560)

    def applicants(canvas: Canvas) -> None:
        canvas.grid(columns, [700, 720])
        for y, left, right in ((787, 200, 560), (765, 200, 500), (743, 320, 500)):
            canvas.line(left, y, right, y)
        for x in columns:
            canvas.line(x, 720, x, 743 if 320 < x < 500 else 787 if x in (200, 500, 560) else 765)
        group = [(408, 756.8, "法人"), (394, 747.8, "或其他"), (420, 747.8, "组织")]
        singles = [(360, 770.2, "申请人情况"), (220, 741, "总计"), (275, 741, "自然人")]
        others = [(460, 729.8, "企业"), (520, 752.2, "备注"), (520, 743.2, "说明")]
        lines = ((734.2, "某某"), (725.2, "机构"))
        halves = [(x, y, word) for x in (335, 395) for y, word in lines]
        for x, y, word in [*singles, *halves, *others, *group]:
            text(canvas, x, y, word, 7.5)
        for x, number in zip(columns, "123456", strict=False):
            text(canvas, x + 25, 711, number)

    (grid,) = grids(read(pdf(applicants)))
    said = [word.replace(" ", "") for word in run(grid)]
    begin = said.index("总计")
    assert said[begin : begin + 3] == ["总计", "自然人", "法人或其他组织"]


def test_an_outer_label_along_several_rows_is_one_word_of_the_run() -> None:
    (grid,) = grids(read(pdf(table)))
    assert "办 理 结 果" in run(grid)


def over_a_break(*, closed: bool, repeated: bool) -> bytes:
    def first(canvas: Canvas) -> None:
        head(canvas, 160)
        rows(canvas, [120, 100, 80], ["予以公开", "部分公开"], ["1 2 3", "4 5 9"])
        if not closed:
            canvas.setStrokeColorRGB(1, 1, 1)
        upright(canvas, "办理", 120, 80)
        text(canvas, 290, 40, "- 1 -")

    def second(canvas: Canvas) -> None:
        top = 780
        if repeated:
            head(canvas, top)
            top -= 40
        elif closed:
            canvas.line(XS[0], top, XS[-1], top)
        rows(canvas, [top, top - 20], ["其他处理"], ["0 7 7"])
        upright(canvas, "结", top, top - 20)
        canvas.line(XS[0], top, XS[0], top - 20)
        text(canvas, 290, 40, "- 2 -")

    return pdf(first, second)


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_over_a_page_break_is_one_grid_that_loses_no_row(repeated: bool) -> None:
    document = read(over_a_break(closed=True, repeated=repeated))
    (grid,) = grids(document)
    assert lines(document) == []
    assert [row[-3:] for row in words(grid)[2:]] == [
        ["1", "2", "3"],
        ["4", "5", "9"],
        ["0", "7", "7"],
    ]
    assert sum(cell.piece.text == "申请人情况" for cell in grid.cells) == 1


def test_a_row_cut_in_two_by_a_page_break_is_one_row() -> None:
    def frame(canvas: Canvas, top: float, bottom: float) -> None:
        for x in (60, 260, 400):
            canvas.line(x, top, x, bottom)

    def first(canvas: Canvas) -> None:
        frame(canvas, 120, 60)
        for y in (120, 100):
            canvas.line(60, y, 400, y)
        text(canvas, 70, 106, "重复申请")
        text(canvas, 300, 106, "2")
        text(canvas, 70, 82, "要求行政机关确认或重新")
        text(canvas, 300, 82, "3")

    def second(canvas: Canvas) -> None:
        frame(canvas, 780, 740)
        for y in (760, 740):
            canvas.line(60, y, 400, y)
        text(canvas, 70, 766, "出具已获取信息")
        text(canvas, 70, 746, "总计")
        text(canvas, 300, 746, "5")

    content = pdf(first, second)
    (grid,) = grids(read(content))
    assert words(grid) == [
        ["重复申请", "2"],
        ["要求行政机关确认或重新 出具已获取信息", "3"],
        ["总计", "5"],
    ]
    assert_all_resolve(content)


def test_a_heading_after_a_page_break_parts_two_tables() -> None:
    def second(canvas: Canvas) -> None:
        text(canvas, 60, 790, "四、行政复议")
        table(canvas)

    assert len(grids(read(pdf(table, second)))) == 2


def test_borders_may_be_thin_filled_boxes_in_pieces() -> None:
    def boxes(canvas: Canvas) -> None:
        for y in (700, 680, 660):
            for x in range(60, 360, 30):
                canvas.rect(x, y, 30, 0.48, stroke=0, fill=1)
        for x in (60, 200, 360):
            for y in (660, 680):
                canvas.rect(x, y, 0.48, 20.4, stroke=0, fill=1)
        for y, label, number in ((686, "规章", "0"), (666, "行政许可", "-18")):
            text(canvas, 70, y, label)
            text(canvas, 250, y, number)

    (grid,) = grids(read(pdf(boxes)))
    assert words(grid) == [["规章", "0"], ["行政许可", "-18"]]


def test_shading_in_the_colour_of_the_paper_divides_nothing() -> None:
    def shaded(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(260, 641, 2, 78, stroke=0, fill=1)
        canvas.setFillColorRGB(0.8, 0.9, 1)
        canvas.rect(61, 661, 400, 18, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        table(canvas)

    assert words(grids(read(pdf(shaded)))[0]) == words(grids(read(pdf(table)))[0])


def test_digits_placed_one_by_one_make_one_number() -> None:
    def placed(canvas: Canvas) -> None:
        canvas.grid([60, 200, 300], [660, 680, 700])
        text(canvas, 70, 686, "行政处罚")
        for x, digit in ((232, "9"), (220, "4"), (226, "1"), (214, "1")):
            canvas.setFont("Times-Roman", 12)
            canvas.drawString(x, 686, digit)
        text(canvas, 70, 666, "行政强制")
        text(canvas, 220, 666, "12")
        text(canvas, 260, 666, "3")

    (grid,) = grids(read(pdf(placed)))
    assert words(grid) == [["行政处罚", "1419"], ["行政强制", "12 3"]]
    assert run(grid) == ["行政处罚", "1419", "行政强制", "12", "3"]


def test_digits_on_two_lines_of_a_cell_are_never_made_one_number() -> None:
    def two(canvas: Canvas) -> None:
        canvas.grid([60, 200, 300], [660, 700])
        text(canvas, 70, 676, "采购总金额")
        text(canvas, 220, 684, "7539")
        text(canvas, 220, 668, "44")

    (grid,) = grids(read(pdf(two)))
    assert words(grid) == [["采购总金额", "7539 44"]]


def test_the_residue_of_an_editing_tool_in_a_narrow_cell_hides_no_number() -> None:
    def narrow(canvas: Canvas) -> None:
        canvas.grid([60, 200, 236, 272, 308], [660, 690])
        text(canvas, 70, 671, "行政处罚")
        for x, number in ((216, "1"), (288, "3")):
            text(canvas, x, 671, number)
        text(canvas, 240, 677, "窗体底")
        text(canvas, 240, 665, "端 2")

    content = pdf(narrow)
    (grid,) = grids(read(content))
    assert words(grid) == [["行政处罚", "1", "2", "3"]]
    assert run(grid) == ["行政处罚", "1", "2", "3"]
    assert_all_resolve(content)


def test_a_number_below_its_row_is_one_of_it_only_where_the_row_has_none() -> None:
    def close(canvas: Canvas) -> None:
        canvas.grid([60, 200, 236, 272], [640, 654, 690])
        text(canvas, 70, 671, "规章")
        text(canvas, 216, 671, "1")
        text(canvas, 250, 664, "2")
        text(canvas, 70, 644, "总计")
        for x, number in ((216, "3"), (250, "4")):
            text(canvas, x, 644, number)

    (grid,) = grids(read(pdf(close)))
    assert run(grid) == ["规章", "1", "2", "总计", "3", "4"]


@pytest.mark.parametrize(
    ("second", "said"),
    [("区市场监管局、区府", "区财政局、区市场监管局、区府办"), ("区府", "区财政局、 区府 办")],
)
def test_a_line_that_fills_its_cell_runs_on_and_a_short_one_does_not(
    second: str, said: str
) -> None:
    def wrapped(canvas: Canvas) -> None:
        canvas.grid([60, 120, 218], [640, 690])
        text(canvas, 70, 661, "1")
        for y, line in ((676, "区财政局、"), (661, second), (646, "办")):
            text(canvas, 124, y, line)

    (grid,) = grids(read(pdf(wrapped)))
    expected = said.replace("、区市", "、 区市")
    assert words(grid) == [["1", expected]]


def test_a_number_printed_twice_for_boldness_is_one_number() -> None:
    def bold(canvas: Canvas) -> None:
        canvas.grid([60, 200, 300], [660, 680])
        text(canvas, 70, 666, "总计")
        for shift in (0, 0.3):
            for x, digit in ((220, "1"), (225, "1")):
                text(canvas, x + shift, 666, digit)

    assert words(grids(read(pdf(bold)))[0]) == [["总计", "11"]]


def test_a_label_wider_than_its_cell_stays_out_of_the_value_beside_it() -> None:
    def wide(canvas: Canvas) -> None:
        canvas.grid([60, 120, 200, 280], [660, 680])
        text(canvas, 66, 666, "要求提供公开出版物的申请")
        text(canvas, 150, 666, "10")
        text(canvas, 230, 666, "3")

    content = pdf(wide)
    (grid,) = grids(read(content))
    assert words(grid) == [["要求提供公开出版物的申请", "10", "3"]]
    assert_all_resolve(content)


def test_a_lone_character_is_read_although_the_pdf_carries_no_font_for_it() -> None:
    def lone(canvas: Canvas) -> None:
        canvas.grid([60, 120, 200], [660, 680])
        text(canvas, 66, 666, "规章")
        text(canvas, 150, 666, "５")

    assert words(grids(read(pdf(lone)))[0]) == [["规章", "5"]]


def test_a_radical_is_matched_as_the_character_it_looks_like() -> None:
    assert clean("⼈⺠政府⻚⼀、⻄⻔", "hans") == "人民政府页一、西门"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_seen(turn: int) -> None:
    def rotated(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.saveState()
        canvas.rotate(turn)
        canvas.translate(*{90: (0, -595), 180: (-595, -842), 270: (-842, 0)}[turn])
        table(canvas)
        text(canvas, 60, 780, "三、收到和处理申请情况")
        canvas.restoreState()

    content = pdf(rotated)
    document = read(content)
    assert lines(document) == ["三、收到和处理申请情况"]
    assert words(grids(document)[0]) == words(grids(read(pdf(table)))[0])
    assert_all_resolve(content)


def test_a_table_drawn_sideways_on_an_upright_page_is_read() -> None:
    def sideways(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.translate(0, -775)
        table(canvas)

    assert words(grids(read(pdf(sideways)))[0]) == words(grids(read(pdf(table)))[0])


def test_a_drawing_placed_as_one_is_read_where_it_is_placed() -> None:
    def placed(canvas: Canvas) -> None:
        canvas.beginForm("drawing")
        table(canvas)
        canvas.endForm()
        canvas.translate(20, -50)
        canvas.doForm("drawing")

    assert words(grids(read(pdf(placed)))[0]) == words(grids(read(pdf(table)))[0])


def prose(canvas: Canvas) -> None:
    text(canvas, 220, 700, "年度报告", 16)
    text(canvas, 92, 660, "本报告由办公室根据条例要求编制".ljust(40, "甲"))
    text(canvas, 72, 640, "乙" * 42)
    text(canvas, 72, 620, "至年末止。")
    text(canvas, 92, 600, "一、总体情况")
    text(canvas, 92, 580, "受理申请2件。")


def test_lines_of_a_paragraph_are_one_piece_and_headings_their_own() -> None:
    first, paragraph, *rest = lines(read(pdf(prose)))
    assert first == "年度报告"
    assert paragraph.startswith("本报告由")
    assert paragraph.endswith("乙至年末止。")
    assert rest == ["一、总体情况", "受理申请2件。"]


def test_a_table_without_rules_gives_its_words_row_by_row() -> None:
    def bare(canvas: Canvas) -> None:
        for y, label, values in ((700, "规章", "000"), (680, "行政许可", "123")):
            text(canvas, 60, y, label)
            for x, value in zip((200, 300, 400), values, strict=True):
                text(canvas, x, y, value)

    document = read(pdf(bare))
    assert document.layout == "lines"
    assert lines(document) == ["规章", "0", "0", "0", "行政许可", "1", "2", "3"]


@pytest.mark.parametrize("form", ["- {} -", "{}", "第{}页", "第 {} 页 共 2 页", "{}/2"])
def test_page_numbers_are_left_out(form: str) -> None:
    def page(number: int, words: str) -> Draw:
        def draw(canvas: Canvas) -> None:
            text(canvas, 72, 700, words)
            text(canvas, 290, 40, form.format(number))

        return draw

    assert lines(read(pdf(page(1, "甲"), page(2, "乙")))) == ["甲", "乙"]


def test_running_headers_are_left_out_and_a_number_in_the_body_stays() -> None:
    def page(words: str) -> Draw:
        def draw(canvas: Canvas) -> None:
            text(canvas, 72, 800, "某区政府信息公开年度报告")
            text(canvas, 72, 700, words)
            text(canvas, 290, 400, "2")

        return draw

    assert lines(read(pdf(page("甲"), page("乙")))) == ["甲", "2", "乙", "2"]


def test_text_across_the_page_is_left_out() -> None:
    def watermarked(canvas: Canvas) -> None:
        table(canvas)
        canvas.translate(250, 600)
        canvas.rotate(45)
        text(canvas, 0, 0, "内部资料", 40)

    assert words(grids(read(pdf(watermarked)))[0]) == words(grids(read(pdf(table)))[0])


def assert_all_resolve(content: bytes) -> None:
    for piece in all_pieces(read(content)):
        assert resolve(piece.locator, content) == piece.raw


@pytest.mark.parametrize(
    "content",
    [
        pdf(table),
        pdf(prose),
        over_a_break(closed=True, repeated=True),
        over_a_break(closed=False, repeated=False),
    ],
)
def test_every_locator_leads_back_to_the_printed_text(content: bytes) -> None:
    assert_all_resolve(content)


@pytest.mark.parametrize(
    "fragment", ["pdf=1:99999", "pdf=7:0-1", "pdf=0:0", "pdf=1:box,1,2", "pdf=", "pdf=1:3-"]
)
def test_a_locator_outside_the_pdf_is_an_error(fragment: str) -> None:
    with pytest.raises(ValueError, match=r"locator|outside"):
        resolve(fragment, pdf(table))


def scanned(canvas: Canvas) -> None:
    canvas.setFillGray(0.5)
    canvas.rect(50, 50, 400, 700, stroke=0, fill=1)


def numbered(canvas: Canvas) -> None:
    scanned(canvas)
    text(canvas, 290, 40, "- 1 -")


@pytest.mark.parametrize("page", [scanned, numbered])
def test_a_scanned_pdf_is_refused_by_name(page: Draw) -> None:
    with pytest.raises(Refused, match="scanned PDF"):
        read(pdf(page))


@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
def test_a_truncated_pdf_is_refused(share: float) -> None:
    content = pdf(table, prose)
    with pytest.raises(Refused, match="cut off"):
        read(content[: int(len(content) * share)])


def test_a_damaged_pdf_is_refused() -> None:
    with pytest.raises(Refused, match="damaged"):
        read(b"%PDF-1.4\n" + b"x" * 500 + b"\n%%EOF\n")


def test_a_locked_pdf_is_refused() -> None:
    with pytest.raises(Refused, match="password"):
        read(pdf(table, encrypt="secret"))


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    with pytest.raises(Refused, match="pages"):
        read(pdf(*[lambda canvas: text(canvas, 72, 700, "甲")] * 201))


Cells = tuple[str, ...]


def cells(canvas: Canvas, top: float, printed: list[Cells], high: float = 20) -> None:
    """Closed cells row by row, all rows of one height."""
    edges = (60, 200, 300, 400)
    for row in printed:
        for (left, right), said in zip(pairwise(edges), row, strict=True):
            canvas.rect(left, top - high, right - left, high)
            text(canvas, left + 5, top - 14, said)
        top -= high


def on_two_pages(above: list[Cells], below: list[Cells]) -> bytes:
    """A table of which some rows stand at the foot of a page, and some at the top of the next."""
    return pdf(lambda canvas: cells(canvas, 120, above), lambda canvas: cells(canvas, 780, below))


def over_two_pages(above: Cells, below: list[Cells]) -> list[list[str]]:
    """The cells of such a table below a header."""
    head = ("第二十条第五项", "本年新制作数量", "对外公开总数量")
    content = on_two_pages([head, above], below)
    (grid,) = grids(read(content))
    assert_all_resolve(content)
    return words(grid)[1:]


# A line of thirteen characters fills the first column.
@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("要求行政机关确认或重新出具", "1", "2"), ("已获取信息", "", "")),
        (("要求行政机关确认或重新出具", "", ""), ("已获取信息", "1", "2")),
        (("要求行政机关确认", "", ""), ("", "1", "2")),
        (("", "1", "2"), ("要求行政机关确认", "", "")),
        (("要求行政机关确认", "", "2"), ("", "1", "")),
    ],
)
def test_a_row_that_a_page_break_closes_on_both_pages_is_one_row(
    above: Cells, below: Cells
) -> None:
    whole = [a + b for a, b in zip(above, below, strict=True)]
    after = ("行政许可", "5", "6")
    assert over_two_pages(above, [below, after]) == [whole, list(after)]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("要求行政机关确认或重新出具", "1", "2"), ("已获取信息", "3", "4")),
        (("要求行政机关确认", "", ""), ("已获取信息", "1", "2")),
        (("要求行政机关确认", "1", "2"), ("已获取信息", "", "")),
        (("要求行政机关确认", "1", "2"), ("", "3", "4")),
        # A unit that fills its cell, and a label that happens to.
        (
            ("要求行政机关确认或重新出具", "本年收到申请的件数", ""),
            ("行政许可", "本年收到申请的件数", "2"),
        ),
        (("信息内容或者信息内容的名称", "", "本年数量"), ("行政许可", "1", "2")),
    ],
)
def test_two_rows_on_either_side_of_a_page_break_stay_two(above: Cells, below: Cells) -> None:
    assert over_two_pages(above, [below]) == [list(above), list(below)]


def test_a_label_that_goes_on_over_a_page_break_is_read_before_its_numbers() -> None:
    above = [("规章", "1", "2"), ("要求行政机关确认或重新出具", "3", "4")]
    below = [("已获取信息", "", ""), ("行政许可", "5", "6")]
    (grid,) = grids(read(on_two_pages(above, below)))
    said = ["规章", "1", "2", "要求行政机关确认或重新出具", "已获取信息", "3", "4"]
    assert run(grid) == [*said, "行政许可", "5", "6"]


def test_borders_may_be_filled_between_two_boxes() -> None:
    def frames(canvas: Canvas) -> None:
        for y, label, number in ((680, "规章", "0"), (660, "行政许可", "-18")):
            for left, right, said in ((60, 200, label), (200, 360, number)):
                path = canvas.beginPath()
                path.rect(left, y, right - left, 20)
                path.rect(left + 0.5, y + 0.5, right - left - 1, 19)
                canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
                text(canvas, left + 10, y + 6, said)

    (grid,) = grids(read(pdf(frames)))
    assert words(grid) == [["规章", "0"], ["行政许可", "-18"]]


def test_shading_within_shading_is_no_border() -> None:
    def shaded(canvas: Canvas) -> None:
        table(canvas)
        canvas.setFillColorRGB(0.9, 0.9, 0.9)
        path = canvas.beginPath()
        path.rect(265, 642, 60, 76)
        path.rect(280, 660, 20, 20)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=0)

    assert words(grids(read(pdf(shaded)))[0]) == words(grids(read(pdf(table)))[0])


def test_cells_that_draw_their_own_borders_have_no_column_between_them() -> None:
    def apart(canvas: Canvas) -> None:
        for top, row in ((700, ("规章", "1", "2")), (676, ("行政许可", "0", "3"))):
            for left, said in zip((60, 204, 308), row, strict=True):
                canvas.rect(left, top - 20, 140 if left == 60 else 100, 20)
                text(canvas, left + 5, top - 14, said)

    (grid,) = grids(read(pdf(apart)))
    assert words(grid) == [["规章", "1", "2"], ["行政许可", "0", "3"]]


def test_a_line_of_a_table_is_not_lost_to_one_beside_it_in_the_table_above() -> None:
    def two(canvas: Canvas) -> None:
        for top, middle in ((760, 199.4), (600, 199.9)):
            for y in (top, top - 20):
                canvas.line(60, y, 360, y)
            for x in (60, middle, 360):
                canvas.line(x, top - 20, x, top)
            text(canvas, 70, top - 14, "规章")
            text(canvas, 250, top - 14, "1")

    assert [words(grid) for grid in grids(read(pdf(two)))] == [[["规章", "1"]]] * 2


def test_rows_as_near_as_the_lines_of_a_label_are_rows_in_the_run() -> None:
    def tight(canvas: Canvas) -> None:
        said = [("规章", "1", "2"), ("行政许可", "3", "4"), ("第二十条第六项", "", "")]
        cells(canvas, 700, said, high=15)

    (grid,) = grids(read(pdf(tight)))
    assert run(grid) == ["规章", "1", "2", "行政许可", "3", "4", "第二十条第六项"]


def test_a_number_near_the_label_before_it_is_a_word_of_its_column() -> None:
    def narrow(canvas: Canvas) -> None:
        for y, label in ((686, "规章"), (666, "行政规范性文件"), (646, "行政许可")):
            canvas.rect(60, y - 6, 74, 20)
            canvas.rect(134, y - 6, 60, 20)
            text(canvas, 62, y, label)
            text(canvas, 134.2, y, str(y))
            canvas.rect(194, y - 6, 60, 20)
            text(canvas, 210, y, "7")

    (grid,) = grids(read(pdf(narrow)))
    said = ["规章", "686", "7", "行政规范性文件", "666", "7", "行政许可", "646", "7"]
    assert run(grid) == said


def test_the_number_of_a_page_beside_an_address_is_left_out() -> None:
    def page(number: int, words: str) -> Draw:
        def draw(canvas: Canvas) -> None:
            text(canvas, 72, 700, words)
            text(canvas, 40, 20, "http://www.qingshan.gov.cn/art/2021.html")
            text(canvas, 540, 20, f"{number}/2")

        return draw

    assert lines(read(pdf(page(1, "甲"), page(2, "乙")))) == ["甲", "乙"]


def test_a_character_that_stands_above_its_line_is_of_that_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Of a dash or a quotation mark some fonts say no more than where its ink is.
    ink = {"三": (100.0, 112.0), "一": (104.0, 106.0), "”": (107.0, 111.0)}
    monkeypatch.setattr(glyphs, "character_at", lambda text, number: text[number])
    marks = [
        glyphs._Mark(
            at,
            at,
            0,
            12.0,
            (12.0 * at, ink[said][0], 12.0 * at + 12, ink[said][1]),
            12.0 * at,
            100.0,
        )
        for at, said in enumerate(ink)
    ]
    (line,) = word_lines(glyphs._glyphs(1, 0, marks, "".join(ink)))
    assert line.raw == "三一”"
