"""An annual report is known by its title, and its near misses are not."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract import report_titles, titles
from flows.extract.report_titles import encloses_report
from flows.extract.titles import agency_in, read_title
from flows.extract.untitled import titled_by_itself
from flows.extract.wording import wording


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
        (["青山市财政局2020年", "度政府信息公开工作年度报告"], 2020, "青山市财政局"),
        (["2020年", "度青山市财政局政府信息公开工作年度报告"], 2020, "青山市财政局"),
        (["2020年年度青山市财政局信息公开工作报告"], 2020, "青山市财政局"),
        (["青山市财政局关于2020年政府信息公开工作情况的报告"], 2020, "青山市财政局"),
        (["关于青山市财政局2020年政府信息公开工作情况的报告"], 2020, "青山市财政局"),
        (["【年报】青山市财政局2020年政府信息公开工作年度报告"], 2020, "青山市财政局"),
        (["[置顶] 青山市财政局2020年政府信息公开工作年度报告"], 2020, "青山市财政局"),
        # Links to other years' reports, each behind a bullet of a list, name no body.
        (
            ["• 2018年政府信息公开工作年度报告", "青山市财政局2020年政府信息公开工作年度报告"],
            2020,
            "青山市财政局",
        ),
        (
            ["\uf0b7 2018年政府信息公开年报", "青山市财政局2020年政府信息公开工作年度报告"],
            2020,
            "青山市财政局",
        ),
        (
            ["【浏览字号:大 中 小】", "青山市财政局2020年政府信息公开工作年度报告"],
            2020,
            "青山市财政局",
        ),
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
        ("政府信息公开年度工作报告范文", "blank_form"),
        ("××××年政府信息公开工作年度报告", "blank_form"),
        ("青山市2020年政府信息公开工作年度报告(图解)", "other"),
        ("青山市2020年政府信息公开工作年度报告(征求意见稿)", "other"),
        ("关于《青山市2020年政府信息公开工作年度报告》的说明", "other"),
        ("青山市财政局2020年部门预算", "other"),
    ],
)
def test_a_near_miss_is_no_annual_report(line: str, document_type: str) -> None:
    assert read_title([line]).document_type == document_type


@pytest.mark.parametrize(
    ("lines", "document_type"),
    [
        (["青山市关于印发政府信息公开工作年度报告格式的通", "知"], "notice"),
        (["关于做好2020年政府信息公开工作年度报告编制和发布工作", "的通知"], "notice"),
        (["关于做好2020年政府信息公开工作年度报告编制工作的通知", "基本介绍"], "notice"),
        (["青山市财政局2014年5月政府信息公开工作统", "计月报表"], "monthly_statistics"),
    ],
)
def test_a_title_that_its_line_had_no_room_for_goes_on_below(
    lines: list[str], document_type: str
) -> None:
    assert read_title(lines).document_type == document_type


@pytest.mark.parametrize(
    "lines",
    [
        ["2017年", "度青山市财政局政府信息", "公开年度报告"],
        ["2017年度青山市", "财政局政府信息公开", "年度报告"],
        ["您的位置:首页", "2017年度", "青山市财政局", "政府信息公开年度报告"],
    ],
)
def test_a_title_in_three_lines_is_one_title(lines: list[str]) -> None:
    title = read_title(lines)
    assert (title.report_year, title.agency) == (2017, "青山市财政局")


@pytest.mark.parametrize("gap", ["", " "])
def test_a_title_printed_twice_over_itself_is_one_title(gap: str) -> None:
    title = "青山市财政局2020年政府信息公开工作年度报告"
    stroke_by_stroke = "".join(character * 2 for character in title)
    for line in (stroke_by_stroke, f"{title}{gap}{title}"):
        assert read_title([line]).text == title


def test_a_date_above_a_title_in_two_lines_is_no_part_of_it() -> None:
    lines = ["2018年3月2日", "青山市财政局政府信息公开", "工作年度报告"]
    title = read_title(lines)
    assert (title.report_year, title.agency) == (None, "青山市财政局")


def test_a_notice_names_the_report_it_encloses_over_as_many_lines_as_it_takes() -> None:
    lines = ["关于印发《2017年度青山市财", "政局政府信息公开年度报", "告》的通知", "各部门:"]
    title = read_title(lines)
    assert title.document_type == "notice" and encloses_report(title.text)


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


def test_links_to_the_reports_of_several_years_are_no_title() -> None:
    links = [f"{year}年政府信息公开工作年度报告" for year in (2017, 2018, 2019)]
    title = read_title(["首页", "12", *links, "一、总体情况"])
    assert (title.text, title.document_type, title.report_year) == ("", "other", None)


@pytest.mark.parametrize(
    "opening",
    [
        ["一、总体情况", "全年召开培训会2次，发布解读10篇。"],
        ["引 言", "青山市财政局"],
        ["(一)主动公开。通过门户网站发布信息12条,比上年", "增加3条。"],
        ["第二十条第(一)项", "信息内容"],
        ["根据条例要求,编制本报告。", "一、总体情况"],
    ],
)
def test_headings_and_sentences_are_no_titles(opening: list[str]) -> None:
    title = read_title(opening)
    assert (title.text, title.document_type) == ("", "other")


@pytest.mark.parametrize(
    ("sentence", "year", "agency"),
    [
        (
            "本年度报告根据《中华人民共和国政府信息公开条例》要求,结合本街道工作实际编制。",
            None,
            None,
        ),
        ("本报告由青山市政务公开办公室根据《条例》要求,汇总各部门情况编制而成。", None, None),
        ("本年报是根据《条例》和省市有关规定,由青山市财政局编制。", None, None),
        ("依据《条例》第五十条规定,结合工作实际,编制本报告。", None, None),
        ("青山市财政局依据《条例》编制了本报告,报告内容分为六个部分。", None, None),
        ("本报告中所列数据的统计期限自2020年1月1日起至12月31日止。", None, None),
        ("报告中数据统计期限为2020年1月1日至2020年12月31日。", None, None),
        ("现将我局2020年度政府信息公开年度报告向社会公布。", None, None),
        ("特向社会公布2020年度本级政府(机关)信息公开工作年度报告。", None, None),
        ("特向社会公布青山市财政局2020年度政府信息公开工作情况。", None, None),
        ("现发布《青山市绿水镇2020年政府信息公开工作年度报告》。", 2020, "青山市绿水镇"),
        ("现公布青山市财政局2020年政府信息公开工作年度报告。", 2020, "青山市财政局"),
        ("特编制青山市财政局2020年政府信息公开年度报告。", 2020, "青山市财政局"),
        (
            "特向社会公布青山市财政局(以下简称“市局”,下同)2020年政府信息公开工作年度报告。",
            2020,
            "青山市财政局",
        ),
        ("现将2020年绿水乡政府信息公开工作报告如下,本报告共六部分。", 2020, "绿水乡"),
    ],
)
@pytest.mark.parametrize("broken_at", [None, 9])
def test_a_report_without_its_title_is_known_by_what_it_says_of_itself(
    sentence: str, year: int | None, agency: str | None, broken_at: int | None
) -> None:
    lines = ["一、总体情况", sentence]
    if broken_at:
        lines[1:] = [sentence[:broken_at], sentence[broken_at:]]
    title = titled_by_itself(read_title(lines), lines)
    assert title.document_type == "annual_report"
    if not broken_at:
        assert (title.report_year, title.agency) == (year, agency)


@pytest.mark.parametrize(
    "lines",
    [
        ["各级行政机关应公布本单位政府信息公开工作年度报告。报告显示,全市收到申请12件。"],
        ["现将修订后的《中华人民共和国政府信息公开工作年度报告格式》印发给你们,请认真执行。"],
        ["规范做好2020年政府信息公开工作年度报告的编制和发布工作,现就有关事项通知如下:"],
        ["现将2020年政府信息公开工作年度报告编制发布有关事项通知如下:"],
        ["市政府办公室:", "现将我单位2020年政府信息公开工作情况函告如下:共受理申请1215件。"],
        ["为方便公民、法人获取政府信息,编制本指南。"],
        ["青山市2020年政府信息公开工作年度报告(征求意见稿)", "依据条例规定,编制本报告。"],
        ["关于《青山市2020年政府信息公开工作年度报告》的说明", "依据条例规定,编制本报告。"],
        ["关于做好2020年政府信息公开工作年度报告编制工作的通知", "依据条例规定,编制本报告。"],
        ["青山市发布2020年政府信息公开工作年度报告", "依据条例规定,编制本报告。"],
    ],
)
def test_what_speaks_of_reports_does_not_say_it_is_one(lines: list[str]) -> None:
    assert titled_by_itself(read_title(lines), lines).document_type != "annual_report"


CHAPTERS = [
    "一、政府信息公开总体工作情况",
    "二、主动公开政府信息情况",
    "三、依申请公开政府信息情况",
    "四、收费及减免情况",
]


@pytest.mark.parametrize(
    "above",
    [
        [],
        ["选择特殊符号", "请输入搜索"],
        ["归档时间:2022年01月31日", "【浏览字号:大 中 小】", "-"],
        ["青山市人民政府门户网站 2022年1月31日 星期一"],
    ],
)
def test_the_chapters_of_a_report_without_title_are_one(above: list[str]) -> None:
    lines = [*above, *CHAPTERS]
    title = titled_by_itself(read_title(lines), lines)
    assert (title.document_type, title.report_year) == ("annual_report", None)


@pytest.mark.parametrize(
    "lines",
    [
        CHAPTERS[:3],
        ["一、总体情况", "二、行政复议案件申请", "三、行政诉讼", "四、收费", "五、存在的问题"],
        ["青山市2019年政务公开工作总结", *CHAPTERS],
        ["主动公开、依申请公开、收费、存在的问题、其他需要说明的事项"],
    ],
)
def test_some_chapters_or_a_title_of_its_own_are_no_report(lines: list[str]) -> None:
    assert titled_by_itself(read_title(lines), lines).document_type == "other"


def test_the_announcement_of_the_report_that_follows_is_its_title() -> None:
    lines = [
        "青山市财政局关于2020年青山市财政局政府信息公开工作年度报告的公告",
        "依据条例,编制本报告。",
    ]
    title = titled_by_itself(read_title(lines), lines)
    assert (title.text, title.document_type) == (lines[0], "annual_report")
    assert (title.report_year, title.agency) == (2020, "青山市财政局")


def test_a_sentence_that_ends_like_a_title_is_none() -> None:
    lines = ["总体情况", "根据条例要求,编制2020年政府信息公开工作年度报告"]
    assert read_title(lines).document_type == "other"


_PARTS = ["2020年", "二〇二〇年度", "青山市日报社", "政府信息公开", "年度报告", "年报", "报告"]
_PARTS += ["(2020年)", "(公开", "稿)", "《", "》", " ", "度", "公报", "的事项", "|"]


@given(st.lists(st.sampled_from(_PARTS), max_size=8).map("".join), st.integers(1, 30))
def test_no_line_is_passed_by_that_a_title_ends_in(printed: str, broken_at: int) -> None:
    lines = [*filter(None, [printed[:broken_at], printed[broken_at:]])]
    asked = read_title(lines)
    asking_all = replace(wording(), annual_report_end=re.compile(""))
    with pytest.MonkeyPatch.context() as patch:
        for module in (titles, report_titles):
            patch.setattr(module, "wording", lambda: asking_all)
        assert read_title(lines) == asked


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
        ("青山市财政局2019年12月政府信息公开情况统计表", "青山市财政局"),
        ("青山市财政局发布2019年政府信息公开年度报告", "青山市财政局"),
        ("一图读懂:青山市财政局2019年政府信息公开年度报告", "青山市财政局"),
        ("青山市财政局二〇一九年度政务公开工作要点", "青山市财政局"),
        ("××××年政府信息公开工作年度报告", None),
        ("7年政务公开工作要点", None),
        ("青山市财政局2019年与2020年政府信息公开数据对比", "青山市财政局"),
        ("青山市土地与房屋管理局2019年政务公开工作要点", "青山市土地与房屋管理局"),
        ("青山市财政局2019年第一季度政府信息公开情况统计表", "青山市财政局"),
        ("青山市财政局2019年部门预算", None),
    ],
)
def test_a_title_of_any_kind_names_its_body(title: str, agency: str | None) -> None:
    assert agency_in(title) == agency
