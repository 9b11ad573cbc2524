"""What a data frame wrote into its cells is gone, and what was printed there stays."""

import pytest

from flows.extract.filled import unfilled
from flows.normalise import Grid, read
from tests.printed import as_pipes, form_of, sheet


def told(text: str) -> list[list[str]]:
    """The rows of the one grid of a text."""
    (grid,) = unfilled(read(text.encode())).blocks
    assert isinstance(grid, Grid)
    return [[cell.piece.text for cell in row] for row in grid.rows]


def test_a_span_said_again_in_every_cell_is_said_once() -> None:
    assert told(
        "|0|1|2|3|\n"
        "|第二十条第(五)项|第二十条第(五)项|第二十条第(五)项|第二十条第(五)项|\n"
        "|信息内容|处理决定数量|处理决定数量|处理决定数量|\n"
        "|行政许可|27|27|27|"
    ) == [["第二十条第(五)项"], ["信息内容", "处理决定数量"], ["行政许可", "27"]]


def test_a_label_that_reaches_down_is_said_once() -> None:
    assert told(
        "|行政复议|行政复议|行政复议|行政诉讼|行政诉讼|行政诉讼|\n"
        "|总计|结果维持|其他结果|总计|总计|其他结果|\n"
        "|总计|结果维持|其他结果|复议后|直接起诉|其他结果|\n"
        "|1|1|1|0|0|0|"
    ) == [
        ["行政复议", "行政诉讼"],
        ["总计", "结果维持", "其他结果", "总计", "其他结果"],
        ["复议后", "直接起诉"],
        ["1", "1", "1", "0", "0", "0"],
    ]


@pytest.mark.parametrize(
    "nothing", ["NaN", "nan", "None", "<NA>", "Unnamed: 3", "Unnamed: 4_level_1"]
)
def test_a_word_for_nothing_is_a_blank_cell(nothing: str) -> None:
    text = f"|规章|{nothing}|0|"
    assert told(text) == [["规章", "", "0"]]
    (grid,) = unfilled(read(text.encode())).blocks
    assert isinstance(grid, Grid)
    assert grid.cells[1].piece.raw == nothing


@pytest.mark.parametrize(
    "text",
    [
        "|信息内容|本年新|本年新|对外公开总数量|\n|规章|1|1|1|",
        "|规章|0|0|0|\n|许可|12件|12件|12件|",
        "|规章|不涉及|不涉及|不涉及|\n|许可|无|无|无|",
        "|指标|单位|单位|\n|申请|条|条|条|\n|答复|万元|万元|万元|",
        "|0|1|3|\n|规章|0|1|",
        "|行政复议|||||行政诉讼|||||\n|0|0|0|",
    ],
    ids=["cut headers", "numbers", "placeholders", "units", "no numbers of columns", "blanks"],
)
def test_what_a_publisher_prints_twice_is_there_twice(text: str) -> None:
    printed = [line.strip("|").split("|") for line in text.splitlines()]
    assert [[t for t in row if t] for row in told(text)] == [[t for t in r if t] for r in printed]


def test_a_document_that_no_tool_filled_is_itself() -> None:
    document = read(as_pipes(sheet(form_of("request"))).encode())
    assert unfilled(document) is document
