"""Lines of a text: words, numbers beside them, and what a page adds of its own."""

import pytest

from flows.extract.lines import lines_of
from flows.normalise import read

TITLE = "2020年杨浦区政府信息公开工作年度报告"


def texts(*lines: str) -> list[str]:
    return [line.text() for line in lines_of(read("\n".join(lines).encode()))]


def test_words_stand_before_the_numbers_beside_them():
    (line,) = lines_of(read("第 3 项 申请数 件 5 0".encode()))
    assert [piece.text for piece in line.words] == ["第", "3", "项", "申请数", "件"]
    assert [piece.text for piece in line.numbers] == ["5", "0"]


def test_pipe_row_is_a_line_and_keeps_its_blank_cells():
    (line,) = lines_of(read("| 申请数 | 件 | 5 |  |".encode()))
    assert [piece.text for piece in line.numbers] == ["5", ""]


@pytest.mark.parametrize(
    ("page", "left"),
    [
        (["- 3 -"], []),
        (["第 3 页"], []),
        (["第3页 共 8 页"], []),
        (["http://www.qingshan.gov.cn/art/2021.html 3/8"], []),
        (["3", TITLE], []),
        ([TITLE], []),
        (["3"], ["3"]),  # it may have fallen out of a row
        (["- 3 -", "二、申请情况统计一览表"], ["二、申请情况统计一览表"]),
    ],
)
def test_page_numbers_and_running_heads_are_left_out(page, left):
    assert texts(TITLE, "申请数 5", *page, "答复数 4") == [TITLE, "申请数5", *left, "答复数4"]


def test_running_head_that_is_not_the_first_line_stands_at_the_beginning_of_pages_alone():
    head = "上海市杨浦区政府文件汇编"
    pages = ["申请数 5", "- 1 -", head, "答复数 4", "- 2 -", head, "诉讼数 3"]
    assert texts(*pages) == ["申请数5", "答复数4", "诉讼数3"]
    assert texts(head, *pages[:5], "诉讼数 3") == [head, "申请数5", "答复数4", "诉讼数3"]


def test_number_between_words_may_be_theirs():
    lines = ["全区公开", "1", "总数", "全区申请", "2", "总数"]
    assert texts(*lines) == lines


@pytest.mark.parametrize("line", ["信息内容 本年处理决定数量", "(三)属于其他情形数 件 0"])
def test_line_that_came_before_is_no_running_head_where_a_page_begins(line):
    lines = texts(TITLE, line, "行政许可 3", "- 1 -", line, "行政处罚 4", "- 2 -", "行政强制 4")
    assert len(lines) == 6


def test_numbers_alone_on_lines_that_count_up_are_those_of_pages():
    assert texts("申请数 5", "1", "答复数 4", "2", "诉讼数 3", "3") == [
        "申请数5",
        "答复数4",
        "诉讼数3",
    ]
    assert texts("申请数 5", "1", "答复数 4", "7") == ["申请数5", "1", "答复数4", "7"]


def test_line_that_comes_again_within_a_page_is_no_running_head():
    header = "信息内容 本年处理决定数量"
    assert (
        texts(TITLE, header, "行政许可 3", header, "行政处罚 4").count("信息内容本年处理决定数量")
        == 2
    )
