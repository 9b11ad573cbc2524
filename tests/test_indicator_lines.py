"""Statistics tables whose rows are lines: a label of several lines stands around its number."""

import pytest

from tests.rows import rows_of

TITLE = "上海市杨浦区人民政府2015年政府信息公开工作年度报告"
HEADER = "统 计 指 标 单位 统计数"
CHAPTER = "一、主动公开情况 ——"
WHOLE = "主动公开政府信息数(不同渠道和方式公开相同信息计1条)"
STAFF = "专职人员数(不包括政府公报及政府网站工作人员数)"


def said(*lines: str) -> dict[str, tuple[str, str]]:
    """The value, or why there is none, of each row by its own label."""
    found = rows_of("\n".join([TITLE, *lines]).encode())
    labels = {row["row_code"]: row["label_path"].rpartition("/")[2] for row in found["indicator"]}
    return {
        labels[cell["row_code"]]: cell["raw_text"] if cell["value"] is not None else "?"
        for cell in found["cell"]
        if cell["value_status"] != "blank"
    }


@pytest.mark.parametrize(
    ("lines", "label"),
    [
        (["（一）主动公开政府信息数（不同渠道和方式公", "条 12", "开相同信息计1条）"], WHOLE),
        (["（一）主动公开政府信息数（不同渠道", "和方式公开相 条 12", "同信息计1条）"], WHOLE),
        (
            ["（一）主动公开政府信息数", "（不同渠道和方式公", "条 12", "开相同", "信息计1条）"],
            WHOLE,
        ),
        (["1.专职人员数（不包括政府公报及政府网站工作 人 12", "人员数）"], STAFF),
    ],
)
def test_label_of_a_form_is_put_together_from_around_its_number(lines, label):
    assert said(HEADER, CHAPTER, *lines, "制发规范性文件总数 件 3") == {
        label: "12",
        "制发规范性文件总数": "3",
    }


@pytest.mark.parametrize(
    "lines",
    [
        ["通过本区独有的渠道公开的", "条 12", "政府信息数"],
        ["通过本区独有", "的渠道公开的 条 12", "政府信息数"],
    ],
)
def test_label_that_no_form_knows_may_go_on_below_its_number(lines):
    found = said(HEADER, "收到申请数 件 3", *lines, "行政复议数 件 4")
    assert "12" not in found.values()
    assert "?" in found.values()


@pytest.mark.parametrize(
    "lines",
    [
        ["通过本区独有的渠 件 12", "道公开数"],
        ["通过本区独有的渠 12", "道公开数"],
    ],
)
def test_label_may_go_on_below_the_first_line_it_shares_with_its_number(lines):
    found = said(HEADER, "收到申请数 件 3", *lines, "2.行政复议数 件 4")
    assert "12" not in found.values()
    assert "?" in found.values()


@pytest.mark.parametrize(
    "below", ["2.行政复议数 4", "其中:行政复议数 4", "附表二 依申请公开情况统计"]
)
def test_what_stands_below_a_whole_label_is_no_rest_of_it(below):
    assert said(HEADER, "收到申请数 件 3", below)["收到申请数"] == "3"


def test_label_above_its_number_is_whole_where_a_row_follows():
    found = said(HEADER, "收到申请数 件 3", "通过本区独有的渠道公开的", "条 12", "行政复议数 件 4")
    assert found["通过本区独有的渠道公开的"] == "12"


def test_ordinal_below_a_number_begins_the_next_label():
    found = said(
        "指标 单位 数量",
        "收到本区申请数 件 3",
        "其中:1.本区当面申请数 件 3",
        "2.其他",
        "3.本区网上申请数 件 0",
    )
    assert found["本区当面申请数"] == "3"


def test_header_that_lost_a_piece_lends_it_to_no_label():
    found = said("计量单", "指标名称 2015年度 历年累计", "位", "行政复议数 件 4 9")
    assert set(found) == {"行政复议数"}


def test_header_printed_again_on_the_next_page_goes_on_with_the_table():
    page = ["收到申请数 件 3", "- 1 -", TITLE, HEADER, "行政复议数 件 4", "第 2 页"]
    found = rows_of("\n".join([TITLE, HEADER, *page]).encode())
    assert len(found["table"]) == 1
    assert [cell["raw_text"] for cell in found["cell"]] == ["3", "4"]


def test_first_row_may_be_blank():
    found = said("指标 单位 数量", "全区公开总数", "其中:1.区政府公开数 3", "2.街道公开数 4")
    assert found == {"区政府公开数": "3", "街道公开数": "4"}


def test_dash_of_the_first_row_does_not_say_that_rows_have_units():
    found = said("指标 单位 数量", "全区诉讼总数 ——", "其中:1.行政复议数 3", "2.行政诉讼数 4")
    assert found == {"行政复议数": "3", "行政诉讼数": "4"}
