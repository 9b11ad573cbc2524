"""Plain text into lines and rows, each piece traceable to its bytes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.normalise.document import Grid, Piece
from flows.normalise.locator import resolve
from flows.normalise.readers import read
from flows.normalise.readers import text as text_reader


@pytest.mark.parametrize(
    "table",
    [
        "| 信息内容 | 件数 |\n|---|---|\n| 规章 | 3 |\n| 许可 |  |\n",
        "信息内容 | 件数\n--- | ---\n规章 | 3\n许可 |  |\n",
        "  | 信息内容 | 件数 |  \r\n  |:--|--:|\r\n  |规章|3|\r\n  |许可||\r\n",
    ],
    ids=["pipes all round", "pipes between", "indented and aligned"],
)
def test_a_markdown_table_is_a_grid_without_its_fence(table: str) -> None:
    content = f"二、主动公开\n\n{table}\n三、申请".encode()
    _, grid, _ = read(content).blocks
    assert isinstance(grid, Grid) and not grid.spans_known
    assert [[cell.piece.raw for cell in row] for row in grid.rows] == [
        ["信息内容", "件数"],
        ["规章", "3"],
        ["许可", ""],
    ]
    for cell in grid.cells:
        assert resolve(cell.piece.locator, content) == cell.piece.raw


BOXED = """┌────┬──┐
│规章│ 3│
├────┼──┤
│许可│  │
└────┴──┘"""
GRID = "+------+---+\n| 规章 | 3 |\n+======+===+\n| 许可 |   |\n+------+---+"
ORG = "| 规章 | 3 |\n|------+---|\n| 许可 |   |"


@pytest.mark.parametrize("table", [BOXED, GRID, ORG])
def test_what_a_table_is_drawn_with_is_no_cell(table: str) -> None:
    content = f"二、主动公开\n\n{table}\n三、申请".encode()
    _, grid, _ = read(content).blocks
    assert isinstance(grid, Grid)
    assert [[cell.piece.raw for cell in row] for row in grid.rows] == [
        ["规章", "3"],
        ["许可", ""],
    ]
    for cell in grid.cells:
        assert resolve(cell.piece.locator, content) == cell.piece.raw


@pytest.mark.parametrize(
    "border", ["-" * 24, "------- ----", "=" * 9, "─" * 8, "+---+", "─" * 3 + "┬──"]
)
def test_a_border_on_a_line_of_its_own_is_no_line(border: str) -> None:
    assert told(f"规章 3\n{border}\n许可 4") == ["规章 3", "许可 4"]


def test_what_parts_the_rows_of_a_wiki_is_no_number() -> None:
    assert told("{|\n|-\n| 0 || 2\n|-align=left\n| 3 || 4\n|}") == [
        "{",
        [["0", "", "2"], ["3", "", "4"], ["}"]],
    ]


@pytest.mark.parametrize("dash", ["-", "--", "----", "——", "──", "--|", "+", ": :"])
def test_a_dash_that_stands_for_a_number_is_a_cell(dash: str) -> None:
    assert told(f"规章\n{dash}\n许可") == ["规章", dash.rstrip("|"), "许可"]


def test_a_cell_filled_up_with_space_is_no_running_text() -> None:
    assert told(f"规章{' ' * 500}| 3 |") == [[["规章", "3"]]]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (r"16\.8964", "16.8964"),
        (r"\(一\)予以公开", "(一)予以公开"),
        ("信息公开\\", "信息公开"),
        (r"\\", r"\\"),
        ("\\", "\\"),
        (r"D:\年报", r"D:\年报"),
    ],
)
def test_markdowns_escapes_are_no_part_of_what_is_said(raw: str, text: str) -> None:
    (piece,) = read(raw.encode()).blocks
    assert isinstance(piece, Piece)
    assert (piece.raw, piece.text) == (raw, text)


@pytest.mark.parametrize("mark", ["<br>", "<br/>", "<br />", "<BR>"])
def test_a_line_break_in_a_markdown_cell_is_a_space_to_labels(mark: str) -> None:
    content = f"| 社会公益{mark}组织 | 1 |\n|---|---|\n".encode()
    (grid,) = read(content).blocks
    assert isinstance(grid, Grid)
    piece = grid.cells[0].piece
    assert (piece.text, piece.raw) == ("社会公益 组织", f"社会公益{mark}组织")
    assert resolve(piece.locator, content) == piece.raw


@pytest.mark.parametrize("where", ["", "3", "5-2", "0-99", "a-b"])
def test_a_range_outside_the_snapshot_is_an_error(where: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        resolve(f"bytes={where}", "正文".encode())


def told(text: str) -> list[object]:
    """The lines as text, a grid as rows of texts."""
    return [
        [[cell.piece.raw for cell in row] for row in block.rows]
        if isinstance(block, Grid)
        else block.raw
        for block in text_reader.read(text.encode()).blocks
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("规章\n12", ["规章", "12"]),
        ("规章 |\n12|\n", ["规章", "12"]),
        ("规章\r\n\r\n12\u2028件\x0b项", ["规章", "12", "件", "项"]),
        ("  规章\u3000\n\t\n", ["规章"]),
        ("规章 | 12 | 0", [[["规章", "12", "0"]]]),
        ("| 规章 | 12 | 0 |", [[["规章", "12", "0"]]]),
        ("| 规章 | | 0 |", [[["规章", "", "0"]]]),
        ("|| 12 |", [[["", "12"]]]),
        ("| 规章 | |", [[["规章", ""]]]),
        (
            "|规章|1|\n|许可|2|\n文|\n|处罚|3|",
            [[["规章", "1"], ["许可", "2"]], "文", [["处罚", "3"]]],
        ),
        (
            "规章|1\n许可|2\n文|\n处罚|3",
            [[["规章", "1"], ["许可", "2"], ["文", ""], ["处罚", "3"]]],
        ),
        (
            "规\n甲|1\n乙|3\n丙|4\n|2\n丁|",
            ["规", [["甲", "1"], ["乙", "3"], ["丙", "4"], ["", "2"], ["丁", ""]]],
        ),
        (
            "规章|1|0\n许可|2|0\n|收费|3|0|",
            [[["规章", "1", "0"], ["许可", "2", "0"], ["收费", "3", "0"]]],
        ),
        ("甲\t\n乙\t2\n丙\t0", ["甲", [["乙", "2"], ["丙", "0"]]]),
        ("甲\t1\t\n乙\t2\t0\n丙\t\t0", [[["甲", "1", ""], ["乙", "2", "0"], ["丙", "", "0"]]]),
        ("甲\t1\n乙\t2\n\t许可", [[["甲", "1"], ["乙", "2"]], "许可"]),
        ("规章\t\t1\n行政许可\t2", ["规章\t\t1", "行政许可\t2"]),
        ("1\t公开。\t全年\n2\t\t长期", [[["1", "公开。", "全年"], ["2", "", "长期"]]]),
        ("甲\t1\n全年收到\t12件。", [[["甲", "1"]], "全年收到\t12件。"]),
        ("规章|1\n许可\t2\n处罚\t3", [[["规章", "1"], ["许可", "2"], ["处罚", "3"]]]),
        ("规章|1\n\n许可|2", [[["规章", "1"], ["许可", "2"]]]),
        ("甲|乙\n---|---\n1|2", [[["甲", "乙"], ["1", "2"]]]),
        ("全年收到12件。 | ||\n规章|1", ["全年收到12件。", [["规章", "1"]]]),
        ("全年收到12件。 | 3", [[["全年收到12件。", "3"]]]),
        ("", []),
    ],
)
def test_pipes_make_rows_and_everything_else_is_lines(text: str, expected: list[object]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "layout", "script"),
    [
        ("规章\n12", "lines", "hans"),
        ("规章|12", "pipe", "hans"),
        ("規章|12\n處罰|3", "pipe", "hant"),
    ],
)
def test_a_document_says_its_layout_and_script(text: str, layout: str, script: str) -> None:
    document = text_reader.read(text.encode("gb18030"))
    assert (document.layout, document.script, document.charset) == (layout, script, "gb18030")


def followed(content: bytes) -> None:
    """Read, and follow the locator of every piece, blank cells too, back to its text."""
    document = text_reader.read(content)
    ends = 0
    for block in document.blocks:
        pieces = [c.piece for c in block.cells] if isinstance(block, Grid) else [block]
        for piece in pieces:
            assert resolve(piece.locator, content) == piece.raw
            start, end = map(int, piece.locator.removeprefix("bytes=").split("-"))
            assert ends <= start <= end <= len(content)
            ends = end


_PRINTED = st.text(
    st.one_of(st.sampled_from("|\n\r -\t\u3000\u200b1规章檔案馆，；"), st.characters()), max_size=60
)


@given(_PRINTED, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
@example("a\n|\x00|b", "utf-16")
def test_every_locator_leads_back_to_its_text(text: str, charset: str) -> None:
    followed(text.encode(charset, "ignore"))


@given(
    st.lists(st.one_of(st.binary(max_size=4), _PRINTED.map(lambda t: t.encode("utf-8", "ignore"))))
)
@example([b"\x80", b"0\n", b"\x81@"])
def test_every_locator_leads_back_through_damage(parts: list[bytes]) -> None:
    followed(b"".join(parts))


@pytest.mark.parametrize("where", ["", "1", "1-", "a-b", "-1-2", "2-1", "0-99", "0-1 "])
def test_a_place_outside_the_snapshot_is_no_place(where: str) -> None:
    with pytest.raises(ValueError, match=r"range|outside"):
        resolve(f"bytes={where}", b"0123456789")


def test_a_locator_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        resolve("page=3", b"0123456789")


@pytest.mark.parametrize("space", [" ", "\t", "\u00a0", "\u3000", "\u2003"])
def test_space_of_any_width_around_the_pipe_behind_a_cell_is_no_part_of_it(space: str) -> None:
    (piece,) = read(f"12{space}|{space}\n".encode()).blocks
    assert isinstance(piece, Piece)
    assert (piece.raw, piece.text) == ("12", "12")
