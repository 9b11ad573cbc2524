"""What a document says about itself, and what it does not say."""

from datetime import date

import pytest

from flows.extract.metadata import Metadata, read_metadata
from flows.normalise import read
from tests.reports import report, request_cells
from tests.rows import rows_of

TITLE = "青山市财政局2020年政府信息公开工作年度报告"


def told(*lines: str) -> Metadata:
    return read_metadata(read("\n".join(lines).encode()))


@pytest.mark.parametrize(
    ("line", "field", "expected"),
    [
        ("索引号:QS01-2021-003", "index_number", "QS01-2021-003"),
        ("索 引 号:QS01-2021-003", "index_number", "QS01-2021-003"),
        ("文　　号：青财〔2021〕3号", "document_number", "青财〔2021〕3号"),
        ("发布 时间：2021-01-20", "published_date", date(2021, 1, 20)),
        ("信息索引号:QS01", "index_number", "QS01"),
        ("发文字号:青财〔2021〕3号", "document_number", "青财〔2021〕3号"),
        ("发文字号:青财 [2021] 3号 浏览量:5", "document_number", "青财 [2021] 3号"),
        ("发布时间:2021-01-20 09:15", "published_date", date(2021, 1, 20)),
        ("成文日期:2021年1月20日", "published_date", date(2021, 1, 20)),
        ("发布日期:2021120", "published_date", date(2021, 1, 20)),
        ("2021年1月20日", "published_date", date(2021, 1, 20)),
        ("索引号:QS01 发布时间:2021-01-20 来源:财政局", "index_number", "QS01"),
        ("索引号:QS01 发布时间:2021-01-20 来源:财政局", "published_date", date(2021, 1, 20)),
    ],
)
def test_a_header_field_is_read(line: str, field: str, expected: object) -> None:
    assert getattr(told(TITLE, line), field) == expected


@pytest.mark.parametrize("field", ["index_number", "document_number", "published_date", "contact"])
def test_a_field_the_document_does_not_print_is_none(field: str) -> None:
    assert getattr(told(TITLE, "一、总体情况"), field) is None


@pytest.mark.parametrize("line", ["发布日期:2020111", "发布日期:近日", "索引号:"])
def test_a_field_that_cannot_be_read_is_none(line: str) -> None:
    metadata = told(TITLE, line)
    assert (metadata.published_date, metadata.index_number) == (None, None)


def test_a_better_field_wins_over_one_printed_before_it() -> None:
    metadata = told(TITLE, "成文日期:2021年1月5日", "发布时间:2021年1月20日")
    assert metadata.published_date == date(2021, 1, 20)


def test_the_first_of_two_fields_of_one_name_wins() -> None:
    metadata = told(
        TITLE, "发布时间:2021年1月20日", "发布时间:2019年3月1日", "索引号:B", "索引号:A"
    )
    assert metadata.published_date == date(2021, 1, 20)
    assert metadata.index_number == "B"


def test_fields_in_a_grid_are_read_too() -> None:
    metadata = told("索引号: | QS01 | 发布机构: | 青山市财政局 |", TITLE)
    assert metadata.index_number == "QS01"


@pytest.mark.parametrize("label", ["标题", "标 题", "标　　题", "名 称"])
def test_a_title_is_known_behind_its_label(label: str) -> None:
    found = told(f"{label}：{TITLE}", "发布时间：2021-01-20")
    assert (found.document_type, found.title) == ("annual_report", TITLE)


def test_a_column_of_the_site_that_lost_its_first_letter_is_no_title() -> None:
    found = told("标题：关于2014年政府信息公开工作要点落实情况的函", "栏目：政", "府信息公开年报")
    assert found.document_type != "annual_report"


def test_a_logo_beside_the_title_is_no_part_of_it() -> None:
    row = f"<tr><td><img src='logo.png'></td><td>{TITLE}</td></tr>"
    menu = "<tr><td>首页</td><td>政务公开</td></tr>"
    page = f"<html><body><table>{row}{menu}</table></body></html>"
    assert read_metadata(read(page.encode())).title == TITLE


def test_a_title_field_goes_before_what_the_page_prints_first() -> None:
    metadata = told("首页", f"标题:{TITLE}", "发布机构:青山市财政局")
    assert metadata.title == TITLE
    assert metadata.report_year == 2020


@pytest.mark.parametrize(
    ("lines", "agency"),
    [
        ([TITLE], "青山市财政局"),
        (
            ["绿水区2020年政府信息公开工作年度报告", "发布机构:青山市绿水区人民政府"],
            "青山市绿水区人民政府",
        ),
        (["绿水区2020年政府信息公开工作年度报告", "发布机构:青山市人民政府"], "绿水区"),
        (["绿水区2020年政府信息公开工作年度报告", "来源:绿水区人民政府办公室"], "绿水区"),
        (["绿水区2020年政府信息公开工作年度报告", "来源:绿水区财政科"], "绿水区"),
        (
            ["绿水区2020年政府信息公开工作年度报告", "由青山市绿水区人民政府信息公开办编制。"],
            "青山市绿水区人民政府",
        ),
        (
            ["绿水街道2020年政府信息公开年报", "本报告由青山市绿水街道办事处编制。"],
            "青山市绿水街道办事处",
        ),
        (["2020年政府信息公开年报", "由青山市政务公开办公室根据《条例》汇总编制。"], "青山市"),
        (["2020年政府信息公开年报", "由绿水镇人民政府党政办结合实际编制。"], "绿水镇人民政府"),
        (["2020年政府信息公开年报", "由绿水街道办事处党政办编制。"], "绿水街道办事处"),
        (["2020年政府信息公开年报", "由青山市人民政府办公室编制。"], "青山市人民政府办公室"),
        (["2020年政府信息公开年报", "来源:政府信息公开办公室"], None),
        (["2020年政府信息公开年报", "来源:青山市财政局 字体:[大 中 小]"], "青山市财政局"),
        (["2020年政府信息公开年报", "来源:青山市财政局 [打印]"], "青山市财政局"),
        (["名称: 【年报】青山市财政局2020年政府信息公开年报 [打印]"], "青山市财政局"),
        (["按照要求,青山市财政局现向社会公布《2020年政府信息公开年报》。"], "青山市财政局"),
        (["按照要求,绿水镇政府编制2020年政府信息公开年度报告。"], "绿水镇政府"),
        (["按照要求,有关情况现公布如下。", "2020年政府信息公开年报"], None),
        (["按照要求我局现公布《2020年政府信息公开年报》。"], None),
        (["本局办公室2020年政府信息公开年报", "本报告由本局办公室编制。"], "本局办公室"),
        (["2020年政府信息公开年报", "本报告由本局办公室编制。"], None),
        (["2020年政府信息公开年报", "本报告由全州县财政局编制。"], "全州县财政局"),
        (["2020年政府信息公开年报", "本报告由本溪市财政局编制。"], "本溪市财政局"),
        (["2020年政府信息公开工作年度报告", "发布机构:青山市财政局"], "青山市财政局"),
        (["2020年政府信息公开工作年度报告", "本报告由青山市财政局编制。"], "青山市财政局"),
        (["2020年政府信息公开工作年度报告"], None),
        (["关于印发政府信息公开工作年度报告格式的通知"], None),
        (["青山市人民政府办公室关于印发政务公开工作要点的通知"], "青山市人民政府办公室"),
        (["青山市人民政府信息与政务公开办公室关于印发政务公开要点的通知"], "青山市人民政府"),
    ],
)
def test_the_fullest_name_of_the_same_body_is_kept(lines: list[str], agency: str | None) -> None:
    assert told(*lines).agency == agency


@pytest.mark.parametrize(
    ("sentences", "year"),
    [
        (["一、总体情况", "2019年,我局公开信息12条。2019年度,办结申请3件。"], 2019),
        (["2019年,公开信息12条。", "2019年全年,办结申请3件。2020年,我局将努力。"], None),
        (["2021年青山市年报", "2021年青山市财政局年报"], None),
        (["2019年,我局公开信息12条。"], None),
        (["2019年3月,召开会议。2019年5月,举办培训。"], None),
        (["我局2019年公开信息12条。我局2019年办结申请3件。"], None),
    ],
)
def test_the_year_is_that_with_which_all_sentences_begin(
    sentences: list[str], year: int | None
) -> None:
    assert told("政府信息公开工作年度报告", *sentences).report_year == year
    assert told("政府信息公开工作规定", *sentences).report_year is None


def test_the_year_is_the_titles_and_else_the_periods() -> None:
    period = "统计期限自2019年1月1日起至12月31日止。"
    assert told(TITLE, period).report_year == 2020
    assert told("政府信息公开工作年度报告", period).report_year == 2019
    assert told("政府信息公开工作年度报告").report_year is None


def test_a_page_that_lost_its_title_says_whose_report_of_which_year_it_is() -> None:
    preface = "本年度报告根据《条例》要求,由青山市财政局编制。"
    period = "所列数据的统计期限自2020年1月1日起至2020年12月31日止。"
    for lines in ([preface + period], [preface[:20], preface[20:] + period[:15], period[15:]]):
        found = told("一、总体情况", *lines, "全年发布信息12条。")
        assert (found.document_type, found.title) == ("annual_report", "")
        assert (found.report_year, found.agency) == (2020, "青山市财政局")


LINKS = ["2017年政府信息公开工作年度报告", "2018年政府信息公开工作年度报告"]
BODY = [
    "根据《条例》要求,由青山市财政局编制本报告。本报告的统计期限自2020年1月1日起至12月31日止。",
    "一、总体情况",
]


@pytest.mark.parametrize(
    "lines",
    [
        ["政务公开", *LINKS, *BODY],
        ["".join(["首页政务公开", *LINKS]), *BODY],
        [" ".join(["首页", "政务公开", *LINKS, *BODY])],
        [*(f"* [{link}](t{at}.html)" for at, link in enumerate(LINKS)), TITLE, *BODY],
        ["政务公开", *(f"- {link}" for link in LINKS), f"# {TITLE}", *BODY],
        [" ".join([TITLE, "首页", "政务公开", *LINKS, TITLE, *BODY])],
        [" ".join([TITLE, TITLE, *BODY])],
    ],
    ids=["lines", "glued", "one line", "links", "items", "named on one line", "named twice"],
)
def test_links_to_other_reports_name_neither_year_nor_body(lines: list[str]) -> None:
    metadata = told(*lines)
    assert metadata.document_type == "annual_report"
    assert (metadata.report_year, metadata.agency) == (2020, "青山市财政局")


def test_a_report_that_a_sentence_names_tells_its_year() -> None:
    metadata = told("一、总体情况", "现将我局2020年度政府信息公开年度报告向社会公布。")
    assert (metadata.document_type, metadata.report_year) == ("annual_report", 2020)


def test_fields_run_together_end_where_the_next_begins() -> None:
    assert told("发布机构:青山市财政局发布日期:2021-01-20").agency == "青山市财政局"


def test_the_period_is_read_across_the_text() -> None:
    metadata = told(TITLE, "数据统计期限自2020年1月1日起至12月31日止。")
    assert metadata.period == (date(2020, 1, 1), date(2020, 12, 31))


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("本机关全年收到申请12件。", "own"),
        ("本局共受理申请12件。", "own"),
        ("全市各级行政机关共收到政府信息公开申请112件。", "consolidated"),
        ("本报告汇总各镇街道、各部门的情况编制。", "consolidated"),
        ("全年收到申请12件。", "unknown"),
    ],
)
def test_the_sentence_that_says_whose_figures_these_are_is_kept(sentence: str, scope: str) -> None:
    metadata = told(TITLE, f"总体情况如下。{sentence}其他情况略。")
    assert metadata.scope == scope
    assert metadata.scope_sentence == (None if scope == "unknown" else sentence)


def test_consolidated_is_believed_before_own() -> None:
    lines = ["本机关全年收到申请12件。", "全市共收到政府信息公开申请112件。"]
    assert told(TITLE, *lines).scope == "consolidated"


def test_the_contact_is_read_to_its_full_stop() -> None:
    metadata = told(TITLE, "如对本报告有疑问,请联系青山市财政局办公室(电话:0000-1234567)。谢谢。")
    assert metadata.contact == "青山市财政局办公室(电话:0000-1234567)"


def test_two_words_of_an_encyclopedia_show_one() -> None:
    assert told(TITLE, "中文名", "相关词条").is_encyclopedia
    assert not told(TITLE, "相关词条").is_encyclopedia


def test_a_document_without_a_line_of_text_says_nothing() -> None:
    metadata = told("|  |  |")
    assert (metadata.document_type, metadata.title, metadata.agency) == ("other", "", None)


@pytest.mark.parametrize(
    ("title", "document_type"),
    [
        ("青山市财政局2020年政府信息公开工作总结", "annual_report"),
        ("一、总体情况", "annual_report"),
        ("青山市财政局2020年政府信息公开工作年度报告(征求意见稿)", "other"),
        ("关于《青山市财政局2020年政府信息公开工作年度报告》的说明", "other"),
        ("青山市2019年、2020年政府信息公开工作年度报告对比分析", "news"),
    ],
)
def test_filled_tables_are_a_report_unless_the_title_says_what_else_it_is(
    title: str, document_type: str
) -> None:
    text = report({"request": request_cells()}, pipes=True)
    body = text[text.index("一、") :]
    (row,) = rows_of(f"{title}\n{body}".encode())["document"]
    assert row["document_type"] == document_type


@pytest.mark.parametrize("years", ["两个年度", "近三年", "2019年与2020年", "2021年、2022年"])
def test_a_comparison_of_years_without_its_title_is_no_report(years: str) -> None:
    table = "| 信息内容 | 数量 |\n| 规章 | 3 |"
    said = f"现将{years}收到和处理政府信息公开申请情况对比如下。\n{table}"
    assert told(said).is_about_one


@pytest.mark.parametrize(
    "said", ["与2019年比较，申请数量如下。", "现将2020年政府信息公开工作年度报告公布如下。"]
)
def test_what_compares_a_number_or_presents_a_report_is_no_comparison(said: str) -> None:
    assert not told(said).is_about_one
