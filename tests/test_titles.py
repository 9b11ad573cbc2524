"""An annual report is known by its title, and its near misses are not."""

import pytest

from flows.extract.titles import plan_agency, read_title


@pytest.mark.parametrize(
    ("lines", "year", "agency"),
    [
        (["青山市财政局2020年政府信息公开工作年度报告"], 2020, "青山市财政局"),
        (["2020年青山市人民政府信息公开工作年度报告"], 2020, "青山市人民政府"),
        (["2020年青山市绿水街道政府信息公开工作年度报告"], 2020, "青山市绿水街道"),
        (["青山市2014年度政府信息公开年报"], 2014, "青山市"),
        (["青山市财政局 2020 年度 政府信息公开 工作年度报告"], 2020, "青山市财政局"),
        (["青山市财政局政府信息公开工作年度报告(2020年度)"], 2020, "青山市财政局"),
        (["青山市财政局2020年政府信息公开工作年度报告(2021年1月)"], 2020, "青山市财政局"),
        (["青山市财政局2020年度政务公开工作总结报告"], 2020, "青山市财政局"),
        (["《青山市财政局2020年政府信息公开工作年度报告》"], 2020, "青山市财政局"),
        (["青山市财政局2020年政府信息公开工作年度报告 2021-01-20"], 2020, "青山市财政局"),
        (["青山市财政局二〇二〇年政府信息公开工作年度报告"], 2020, "青山市财政局"),
        (["青山市财政局二○一九年度政府信息公开工作年度报告"], 2019, "青山市财政局"),
        (["青山市财政局二零二三年政府信息公开工作年度报告"], 2023, "青山市财政局"),
        (["青山市财政局2020年", "政府信息公开工作年度报告"], 2020, "青山市财政局"),
        (["青山市财政局2020年政府信息公开", "工作年度报告"], 2020, "青山市财政局"),
        (["2020年年度青山市财政局信息公开工作报告"], 2020, "青山市财政局"),
        (["2020年青山市财政局年度信息公开报告"], 2020, "青山市财政局"),
        (["索引号: 1", "青山市财政局2020年政府信息公开工作年度报告"], 2020, "青山市财政局"),
    ],
)
def test_an_annual_report_says_its_year_and_body(
    lines: list[str], year: int, agency: str | None
) -> None:
    title = read_title(lines)
    assert (title.document_type, title.report_year) == ("annual_report", year)
    assert title.agency == agency


@pytest.mark.parametrize(
    ("line", "document_type"),
    [
        ("关于印发青山市2020年政府信息公开工作年度报告的通知", "notice"),
        ("青山市人民政府办公室关于做好2020年政府信息公开工作年度报告编制工作的通知", "notice"),
        ("关于2020年政府信息公开工作要点落实情况的函", "notice"),
        ("青山市发布2020年政府信息公开工作年度报告", "news"),
        ("青山市财政局召开2020年政府信息公开工作年度报告编制培训会", "news"),
        ("一图读懂:青山市2020年政府信息公开工作年度报告", "news"),
        ("青山市2019年、2020年政府信息公开工作年度报告对比分析", "news"),
        ("2019年与2020年青山市政府信息公开工作年度报告", "news"),
        ("青山市政府信息公开指南", "guide"),
        ("青山市财政局政府信息公开目录", "guide"),
        ("2020年青山市政务公开工作要点", "work_plan"),
        ("2020年青山市政务公开工作要点任务分解表", "work_plan"),
        ("青山市2011年3月政府信息公开情况统计表", "monthly_statistics"),
        ("政府信息公开工作年度报告格式模板", "blank_form"),
        ("青山市2020年政府信息公开工作年度报告(图解)", "other"),
        ("青山市2020年政府信息公开工作年度报告(征求意见稿)", "other"),
        ("关于《青山市2020年政府信息公开工作年度报告》的说明", "other"),
        ("青山市财政局2020年部门预算", "other"),
    ],
)
def test_a_near_miss_is_no_annual_report(line: str, document_type: str) -> None:
    assert read_title([line]).document_type == document_type


def test_a_report_behind_a_notice_is_the_report() -> None:
    lines = [
        "关于印发青山市2020年政府信息公开工作年度报告的通知",
        "各部门:",
        "青山市2020年政府信息公开工作年度报告",
    ]
    assert read_title(lines).text == lines[-1]


@pytest.mark.parametrize(
    "column",
    [
        "政府信息公开年报",
        "首页 > 政府信息公开 > 政府信息公开年报",
        "首页»政务公开»政府信息公开工作年度报告",
        "您的位置:首页 政府信息公开年报",
        "首页",
    ],
)
def test_a_column_of_the_site_does_not_hide_the_title(column: str) -> None:
    title = read_title([column, "青山市财政局2020年政府信息公开工作年度报告"])
    assert (title.report_year, title.agency) == (2020, "青山市财政局")


def test_a_bare_column_name_is_the_title_where_nothing_better_stands() -> None:
    title = read_title(["政府信息公开年报", "一、总体情况"])
    assert title.document_type == "annual_report"
    assert (title.report_year, title.agency) == (None, None)


@pytest.mark.parametrize("line", ["首页", "青山市政府信息公开指南"])
def test_a_line_above_a_column_name_is_no_body(line: str) -> None:
    assert read_title([line, "政府信息公开年报"]).agency is None


def test_a_bare_column_name_does_not_make_a_guide_a_report() -> None:
    assert read_title(["青山市政府信息公开指南", "政府信息公开年报"]).document_type == "guide"


def test_a_sentence_that_ends_like_a_title_is_none() -> None:
    lines = ["总体情况", "根据条例要求,编制2020年政府信息公开工作年度报告"]
    assert read_title(lines).document_type == "other"


def test_a_line_too_long_for_a_title_is_passed_over() -> None:
    assert read_title(["青山市" * 30 + "2020年政府信息公开工作年度报告"]).text == ""


def test_no_lines_give_no_title() -> None:
    title = read_title([])
    assert (title.text, title.document_type) == ("", "other")
    assert (title.report_year, title.agency) == (None, None)


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("2019年青山市政务公开工作要点", "青山市"),
        ("青山市财政局2019年政府信息公开工作要点", "青山市财政局"),
        ("青山市人民政府办公室关于印发2019年政务公开工作要点的通知", "青山市人民政府办公室"),
        ("关于2019年政府信息公开工作要点落实情况的函", None),
        ("政府信息公开工作年度报告格式模板", None),
        ("2019年政务公开工作要点", None),
        ("青山市财政局2019年部门预算", None),
    ],
)
def test_a_plan_is_the_plan_of_the_body_it_names(title: str, agency: str | None) -> None:
    assert plan_agency(title) == agency
