"""Each trap of a government page in a small document of its own."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.numbers import read_value
from flows.normalise.document import Document, Grid, Refused
from flows.normalise.locator import resolve
from flows.normalise.readers import html, media_type, read

ROW = "<tr><td>行政许可</td><td>3</td></tr>"


def page(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


def told(document: Document) -> list[object]:
    """The lines as text, a grid as rows of (text, column, row span, column span)."""
    return [
        [
            [(cell.piece.raw, cell.column, cell.row_span, cell.column_span) for cell in row]
            for row in block.rows
        ]
        if isinstance(block, Grid)
        else block.raw
        for block in document.blocks
    ]


def read_back(content: bytes) -> Document:
    """Read, and follow every locator back to its text."""
    document = html.read(content)
    pieces = list(document.lines)
    for block in document.blocks:
        if isinstance(block, Grid):
            pieces += [cell.piece for cell in block.cells]
    assert [resolve(one.locator, content) for one in pieces] == [one.raw for one in pieces]
    assert len({one.locator for one in pieces}) == len(pieces)
    return document


def texts_of_cells(document: Document) -> list[list[str]]:
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    return [[cell.piece.raw for cell in row] for row in grid.rows]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        pytest.param(
            "<p>收到<span>6</span><font>9</font>件</p>", ["收到69件"], id="runs are joined"
        ),
        pytest.param("<p>一<br>二<br/>三</p>", ["一", "二", "三"], id="br ends a line"),
        pytest.param("前<p>中</p>后", ["前", "中", "后"], id="text between blocks is kept"),
        pytest.param("<span>前<p>中</p>后</span>", ["前", "中", "后"], id="block in a run"),
        pytest.param("<p>一<p>二<div>三", ["一", "二", "三"], id="unclosed tags"),
        pytest.param("<pre>一\n二\n\n三</pre>", ["一", "二", "三"], id="pre splits at newlines"),
        pytest.param("<p>一\n  二</p>", ["一 二"], id="newline in the source is a space"),
        pytest.param("<p>&nbsp;　一　二&nbsp;</p>", ["一　二"], id="wide spaces stay inside"),
        pytest.param("<p>6<!-- x -->9</p>", ["69"], id="comment glues nothing apart"),
        pytest.param(
            "<p>一</p><script>二</script><style>三</style><noscript>四</noscript>"
            "<template><p>五</p></template><nav>六</nav>",
            ["一"],
            id="what is no text is dropped",
        ),
        pytest.param(
            '<p>一</p><p style="color:red;DISPLAY : none">二</p><p hidden>三</p>'
            '<p style="display:block">四</p>',
            ["一", "四"],
            id="hidden elements are dropped",
        ),
        pytest.param(
            '<p>12<b style="display:none">x</b>34</p>',
            ["1234"],
            id="hidden run takes no room",
        ),
        *(
            pytest.param(f"<p>12{mark}</p>", ["12 3"], id=f"set off: {mark}")
            for mark in (
                "<sup>3</sup>",
                "<sub>3</sub>",
                "<s>3</s>",
                "<del>3</del>",
                '<span style="TEXT-DECORATION: line-through">3</span>',
                '<span style="vertical-align: super">3</span>',
            )
        ),
        pytest.param(
            '<p>12<span style="vertical-align:middle">3</span></p>', ["123"], id="no mark"
        ),
        pytest.param('<p>12<i style="visibility: hidden">3</i></p>', ["12"], id="invisible run"),
        pytest.param(
            "<p><ruby>公<rp>(</rp><rt>gōng</rt><rp>)</rp></ruby>开</p>", ["公开"], id="ruby"
        ),
        pytest.param("<textarea>一\n二</textarea>", ["一", "二"], id="textarea shows its lines"),
        pytest.param(
            '<p>共<input value="22">件<input type="hidden" value="9"></p>',
            ["共22件"],
            id="a form field shows its value",
        ),
        pytest.param("<div>行政许可</div><div>3</div>", ["行政许可", "3"], id="divs follow"),
        pytest.param("<ul><li>一<li>二</ul>", ["一", "二"], id="list items"),
    ],
)
def test_a_page_prints_its_lines(body: str, lines: list[str]) -> None:
    assert told(read_back(page(body))) == lines


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        pytest.param(
            '<tr><td colspan="2%">甲</td></tr><tr><td>乙</td><td>1</td></tr>',
            [[("甲", 0, 1, 2)], [("乙", 0, 1, 1), ("1", 1, 1, 1)]],
            id="colspan of 2% is 2",
        ),
        pytest.param(
            '<tr><td colspan="0">甲</td><td rowspan="-1">1</td></tr>',
            [[("甲", 0, 1, 1), ("1", 1, 1, 1)]],
            id="colspan of 0 and garbage are 1",
        ),
        pytest.param(
            '<tr><td rowspan="9">甲</td><td>1</td></tr><tr><td>2</td></tr>',
            [[("甲", 0, 2, 1), ("1", 1, 1, 1)], [("2", 1, 1, 1)]],
            id="rowspan ends with the table",
        ),
        pytest.param(
            '<tr><td rowspan="0">甲</td><td>1</td></tr><tr><td>2</td></tr>',
            [[("甲", 0, 2, 1), ("1", 1, 1, 1)], [("2", 1, 1, 1)]],
            id="rowspan of 0 reaches to the end",
        ),
        pytest.param(
            '<thead><tr><td rowspan="2">甲</td><td>乙</td></tr></thead>'
            "<tbody><tr><td>丙</td><td>1</td></tr></tbody>",
            [
                [("甲", 0, 1, 1), ("乙", 1, 1, 1)],
                [("丙", 0, 1, 1), ("1", 1, 1, 1)],
            ],
            id="rowspan ends with its section",
        ),
        pytest.param(
            '<tr><td colspan="999999999">甲</td></tr><tr><td>乙</td><td>1</td></tr>',
            [[("甲", 0, 1, 2)], [("乙", 0, 1, 1), ("1", 1, 1, 1)]],
            id="huge colspan is as wide as the table",
        ),
        pytest.param(
            '<tr><td>甲</td><td rowspan="2">乙</td><td>丙</td></tr>'
            '<tr><td colspan="3">丁</td><td>1</td></tr>',
            [
                [("甲", 0, 1, 1), ("乙", 1, 2, 1), ("丙", 2, 1, 1)],
                [("丁", 0, 1, 1), ("1", 2, 1, 1)],
            ],
            id="overlapping spans do not overlap",
        ),
        pytest.param(
            '<tr><td>甲</td><td style="display:none">9</td><td>1</td></tr>'
            "<tr hidden><td>乙</td><td>2</td></tr>",
            [[("甲", 0, 1, 1), ("1", 1, 1, 1)]],
            id="hidden cells and rows take no place",
        ),
        pytest.param(
            "<tr><td>社会公益<br>组织</td><td><p>1</p><p>件</p></td></tr>",
            [[("社会公益\n组织", 0, 1, 1), ("1\n件", 1, 1, 1)]],
            id="lines in a cell",
        ),
        pytest.param(
            "<tr><td>甲<td><p><font>2</font><span>0</span></p>\n<tr><th>乙<td>",
            [[("甲", 0, 1, 1), ("20", 1, 1, 1)], [("乙", 0, 1, 1), ("", 1, 1, 1)]],
            id="unclosed cells, split number, blank cell",
        ),
        pytest.param(
            "<tr><td>甲</td><td><table><tr><td>1</td></tr></table></td></tr>",
            [[("甲", 0, 1, 1), ("1", 1, 1, 1)]],
            id="tiny table in a cell is its text",
        ),
        pytest.param(
            '<tr><td>甲</td><td><input type="text" value="7"></td></tr>',
            [[("甲", 0, 1, 1), ("7", 1, 1, 1)]],
            id="form field in a cell",
        ),
        pytest.param(
            "<tr><td>甲</td><td><span style='display:none'>9</span></td></tr>",
            [[("甲", 0, 1, 1), ("", 1, 1, 1)]],
            id="hidden text in a cell",
        ),
        pytest.param(
            "\n<tr>\n <td>\n  <p>\n甲 </p>\n </td>\n <td> <p hidden>9</p>\n</td></tr>",
            [[("甲", 0, 1, 1), ("", 1, 1, 1)]],
            id="indented source",
        ),
        pytest.param(
            "<!-- x --><tr><!-- x --><td>甲</td><!-- x --><td>1</td></tr>",
            [[("甲", 0, 1, 1), ("1", 1, 1, 1)]],
            id="comments between cells",
        ),
    ],
)
def test_a_table_is_laid_out_as_a_browser_does(table: str, rows: object) -> None:
    assert told(read_back(page(f"<table>{table}</table>"))) == [rows]


def test_a_layout_table_is_read_block_by_block_and_its_tables_are_grids() -> None:
    body = (
        "<table><tr><td>栏目</td><td><p>一、总体情况</p>"
        f"<table>{ROW * 5}</table>尾</td></tr></table>"
    )
    lines = told(read_back(page(body)))
    assert [line for line in lines if isinstance(line, str)] == [
        "栏目",
        "一、总体情况",
        "尾",
    ]
    assert isinstance(lines[2], list) and len(lines[2]) == 5


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td><p>一</p><p>二</p></td></tr></table>",
        "<table><tr><td>一</td></tr><tr><td>二</td></tr></table>",
    ],
    ids=["a box around the article", "a column of paragraphs"],
)
def test_a_table_of_one_column_is_no_grid(body: str) -> None:
    assert told(read_back(page(body))) == ["一", "二"]


def test_a_table_with_an_article_in_a_cell_is_no_grid() -> None:
    body = f"<table><tr><td>栏目</td><td><p>{'正文' * 1001}</p><p>二</p></td></tr></table>"
    assert told(read_back(page(body)))[-1] == "二"


def test_a_table_cut_by_a_page_break_stays_two_grids() -> None:
    head = "<tr><td>信息内容</td><td>件数</td></tr>"
    body = f"<table>{head}{ROW}</table><p>— 2 —</p><table>{head}{ROW}</table>"
    kinds = [type(block).__name__ for block in read_back(page(body)).blocks]
    assert kinds == ["Grid", "Piece", "Grid"]


def test_a_caption_and_misplaced_text_stand_before_the_grid() -> None:
    body = f"<table><caption>表一</caption>单位：件{ROW}</table>"
    assert told(read_back(page(body)))[:2] == ["单位：件", "表一"]


def test_the_title_of_the_page_is_a_line() -> None:
    content = "<html><head><title>某县2024年报</title></head><body>正文</body></html>"
    assert told(read_back(content.encode())) == ["某县2024年报", "正文"]


def test_a_locator_counts_element_children_as_a_browser_does() -> None:
    document = read_back(page("文<div><p>甲</p><!-- x --><p>乙<br>丙</p></div>"))
    assert [line.locator for line in document.lines] == [
        "html=2:1",
        "html=2.1.1:1",
        "html=2.1.2:1",
        "html=2.1.2:2",
    ]


@pytest.mark.parametrize("where", ["", "2.9", "0", "2.1:9", "2.1:x", "a"])
def test_a_locator_that_leads_nowhere_is_an_error(where: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        resolve(f"html={where}", page("<p>一</p>"))


def test_a_locator_of_no_known_kind_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        resolve("row=3", page("<p>一</p>"))


PROSE = "本年度，主动公开政府信息、受理申请。规范办理"


@pytest.mark.parametrize(
    ("written", "declared", "charset"),
    [
        ("utf-8", "gb2312", "utf-8"),
        ("utf-8-sig", "gb2312", "utf-8"),
        ("utf-16", "utf-8", "utf-16-le"),
        ("gb18030", "utf-8", "gb18030"),
        ("gb18030", "gb2312", "gb18030"),
        ("gb18030", "big5", "gb18030"),
        ("gb18030", "no-such-charset", "gb18030"),
        ("big5", "big5", "big5hkscs"),
    ],
)
def test_the_charset_is_told_from_the_bytes_whatever_is_declared(
    written: str, declared: str, charset: str
) -> None:
    prose = "本年度，主動公開政府資訊、受理申請。" if written == "big5" else PROSE
    content = f'<html><meta charset="{declared}"><p>{prose}</p></html>'.encode(written)
    document = read_back(content)
    assert (document.charset, document.damage) == (charset, 0)
    assert told(document) == [prose]
    assert document.script == ("hant" if written == "big5" else "hans")


def test_a_broken_byte_is_counted_and_shown() -> None:
    content = page(f"<p>{PROSE}甲</p>").replace("甲".encode(), b"\xe7\x94")
    document = read_back(content)
    assert document.charset == "utf-8" and document.damage > 0
    assert "\ufffd" in document.lines[0].raw


def test_xhtml_with_an_xml_declaration_is_a_page() -> None:
    content = (
        b'<?xml version="1.0" encoding="gb2312"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML">'
        b'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>\xd2\xbb<br/>\xb6\xfe</p>'
        b"</body></html>"
    )
    assert media_type(content) == "text/html"
    assert told(read_back(content)) == ["一", "二"]


def test_a_page_nested_too_deep_is_refused() -> None:
    with pytest.raises(Refused, match="nested too deep"):
        read(page("<div>" * 5000 + "一"))


def test_labels_are_matched_in_simplified_half_width() -> None:
    (piece,) = read_back(page("<p>（１）　信息&amp;nbsp;公开窗体顶端</p>")).lines
    assert piece.text == "(1) 信息 公开"


@st.composite
def tilings(draw: st.DrawFn) -> list[list[tuple[int, int, int, int]]]:
    """A rectangle cut into cells: rows of (row, column, row span, column span)."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(2, 6))
    taken: set[tuple[int, int]] = set()
    rows = []
    for row in range(height):
        cells = []
        for column in range(width):
            if (row, column) in taken:
                continue
            free = 1
            while column + free < width and (row, column + free) not in taken:
                free += 1
            across = draw(st.integers(1, free))
            down = draw(st.integers(1, height - row))
            taken |= {(row + i, column + j) for i in range(down) for j in range(across)}
            cells.append((row, column, down, across))
        rows.append(cells)
    return rows


def laid_out(rows: list[list[tuple[int, int, int, int]]]) -> bytes:
    markup = "".join(
        "<tr>"
        + "".join(f"<td rowspan={h} colspan={w}>{r}_{c}</td>" for r, c, h, w in row)
        + "</tr>"
        for row in rows
    )
    return page(f"<table>{markup}</table>")


def slots(grid: Grid) -> list[tuple[int, int]]:
    return [
        (cell.row + down, cell.column + across)
        for cell in grid.cells
        for down in range(cell.row_span)
        for across in range(cell.column_span)
    ]


@given(tilings())
def test_a_tiled_table_comes_back_tile_by_tile(
    rows: list[list[tuple[int, int, int, int]]],
) -> None:
    tiles = [tile for row in rows for tile in row]
    document = read_back(laid_out(rows))
    if all(column == 0 for _, column, _, _ in tiles):
        assert sorted(told(document)) == sorted(f"{row}_0" for row, _, _, _ in tiles)
        return
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    starts = {cell.piece.raw: (cell.row, cell.column) for cell in grid.cells}
    assert starts == {f"{row}_{column}": (row, column) for row, column, _, _ in tiles}
    taken = slots(grid)
    height, width = (max(end) + 1 for end in zip(*taken, strict=True))
    assert sorted(taken) == [(row, column) for row in range(height) for column in range(width)]


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=5),
        min_size=1,
        max_size=6,
    )
)
def test_spans_at_random_never_overlap_and_lose_no_text(
    spans: list[list[tuple[int, int]]],
) -> None:
    rows = [
        [(row, column, *span) for column, span in enumerate(cells)]
        for row, cells in enumerate(spans)
    ]
    (grid,) = read_back(laid_out(rows)).blocks
    assert isinstance(grid, Grid)
    assert len(slots(grid)) == len(set(slots(grid)))
    assert sorted(cell.piece.raw for cell in grid.cells) == sorted(
        f"{row}_{column}" for row, cells in enumerate(spans) for column in range(len(cells))
    )


@pytest.mark.parametrize(
    ("cells", "blanks"),
    [
        ('<div class="c">规章</div><div class="c"></div><div class="c">7</div>', 1),
        ('<div class="c">规章</div><div class="gap"></div><div class="c">7</div>', 0),
        ("<div>规章</div><div></div><div>7</div>", 0),
    ],
)
def test_an_empty_block_like_its_neighbours_is_a_blank_cell(cells: str, blanks: int) -> None:
    document = read_back(page(f"<div>{cells}</div>"))
    pieces = document.run(blanks=True)
    assert [piece.text for piece in pieces if piece.text] == ["规章", "7"]
    assert [piece.raw for piece in pieces].count("") == blanks


def test_page_of_a_converter_from_pdf_is_a_page_line_by_line() -> None:
    """pdftohtml -xml: each line of the PDF is an element, which no browser knows."""
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE pdf2xml SYSTEM "pdf2xml.dtd">\n'
        '<pdf2xml><page number="1"><text top="62">規章</text><text top="62"><b>12</b></text>\n'
        '<text top="80">許可</text></page></pdf2xml>'
    ).encode()
    assert media_type(content) == "text/html"
    assert [piece.raw for piece in read(content).lines] == ["規章", "12", "許可"]


ANSWER = {"code": 200, "data": [{"title": "規章", "content": '<p a="b">12</p>\n<p>許可</p>'}]}


@pytest.mark.parametrize("is_ascii", [False, True])
def test_page_in_the_answer_of_an_interface_is_read_string_by_string(is_ascii: bool) -> None:
    content = json.dumps(ANSWER, ensure_ascii=is_ascii).encode()
    found = read(content).lines
    assert [piece.raw for piece in found] == ["規章", "12", "許可"]
    assert [resolve(piece.locator, content) for piece in found] == ["規章", "12", "許可"]


@pytest.mark.parametrize(
    ("content", "first"),
    [
        (b'["<p>\\ud800 12</p>"]', "? 12"),
        (b'["<p>\xff 12</p>"]', "\ufffd 12"),
        ("[置顶]<p>规章</p>".encode(), "[置顶]"),
        (b"[" * 50_000 + b"<p>12</p>", None),
        ('{"a": "<p>规章</p>'.encode(), None),
    ],
    ids=["half a character", "damaged", "no answer", "nested without end", "cut off"],
)
def test_what_is_no_whole_answer_is_read_as_a_page(content: bytes, first: str | None) -> None:
    found = read(content).lines
    assert found
    assert first in (None, found[0].raw)


@pytest.mark.parametrize(
    "shown",
    [
        '<img src="12.png">',
        "<p><img alt=12></p>",
        "<svg><text>12</text></svg>",
        "<select><option>11<option selected>12</select>",
        "<script>document.write(12)</script>",
    ],
)
def test_a_cell_that_shows_no_text_but_a_picture_is_no_blank(shown: str) -> None:
    row = f"<tr><td>规章</td><td>{shown}</td><td><p><span>&nbsp;</span></p></td></tr>"
    (grid,) = read_back(page(f"<table>{row}{row}</table>")).grids
    _, pictured, blank = (cell.piece.text for cell in grid.cells[:3])
    assert read_value(pictured).status == "unreadable"
    assert read_value(blank).status == "blank"
