"""Statistics tables without a form: every label kept, no number given to another."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from flows.extract.forms import forms
from flows.extract.indicator_table import IndicatorTable, PrintedRow
from flows.extract.indicators import read_indicators
from flows.extract.outline import Indicator, outline
from flows.extract.rows import add_indicators
from tests.generator import draw_truth, render
from tests.judged import judge_night, said
from tests.printed import as_lines, as_pipes, grids, pieces
from tests.rows import rows_of

LEGACY = next(form for form in forms() if form.shape == "indicators")
HEADER = ["指标", "单位", "数量"]
TWO_YEARS = ["指标名称", "计量单位", "2013年度", "历年累计"]
APPLIED = [
    ["受理依申请公开信息总数", "条", "30"],
    ["其中：1.当面申请数", "条", "11"],
    ["2.网上申请数", "条", "12"],
    ["3.信函申请数", "条", "7"],
]
PUBLISHED = [
    ["主动公开信息数", "条", "40"],
    ["其中：1.网站公开", "条", "40"],
    ["2.政府公报公开", "条", "9"],
]


def tables(text: str) -> list[IndicatorTable]:
    return read_indicators(pieces(text), grids(text), LEGACY)


def only(text: str) -> IndicatorTable:
    (table,) = tables(text)
    return table


def values(row: PrintedRow) -> dict[str, str] | None:
    """What stands in each column, blanks left out; None where the row is unreadable."""
    if row.values is None:
        return None
    return {code: piece.text for code, piece in row.values.items() if piece and piece.text}


def _titled(text: str) -> bytes:
    return f"青山市2013年政府信息公开工作年度报告\n{text}".encode()


def told(row: Indicator) -> tuple[str, str | None, dict[str, str] | None]:
    return row.path, row.row.unit, values(row.row)


@pytest.mark.parametrize("printer", [as_lines, as_pipes])
def test_rows_are_read_under_their_own_labels(printer: object) -> None:
    table = only(printer([HEADER, *PUBLISHED, *APPLIED]))
    assert table.columns == ["year"]
    assert [told(row) for row in outline(table)] == [
        ("主动公开信息数", "条", {"year": "40"}),
        ("主动公开信息数/网站公开", "条", {"year": "40"}),
        ("主动公开信息数/政府公报公开", "条", {"year": "9"}),
        ("受理依申请公开信息总数", "条", {"year": "30"}),
        ("受理依申请公开信息总数/当面申请数", "条", {"year": "11"}),
        ("受理依申请公开信息总数/网上申请数", "条", {"year": "12"}),
        ("受理依申请公开信息总数/信函申请数", "条", {"year": "7"}),
    ]


def test_a_breakdown_sums_up_only_where_its_parts_cannot_overlap() -> None:
    roles = [row.role() for row in outline(only(as_lines([HEADER, *PUBLISHED, *APPLIED])))]
    assert roles == ["leaf", "subset", "subset", "total", "leaf", "leaf", "leaf"]


def test_one_part_alone_is_no_breakdown() -> None:
    rows = outline(only(as_lines([HEADER, *APPLIED[:2]])))
    assert [row.role() for row in rows] == ["leaf", "subset"]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (HEADER, ["year"]),
        (["统计指标", "统计数"], ["year"]),
        (TWO_YEARS, ["year", "cumulative"]),
        (["指标名称", "计量单位", "历年累计", "2013年度"], ["cumulative", "year"]),
        (["指标名称", "计量单位", "代码", "本期实际", "本年累计"], ["month", "year"]),
    ],
)
@pytest.mark.parametrize("printer", [as_lines, as_pipes])
def test_a_header_names_the_columns_in_their_order(
    header: list[str], columns: list[str], printer: object
) -> None:
    unit = ["条"] if "单位" in "".join(header) else []
    code = ["01"] if "代码" in header else []
    printed = [str(number) for number in range(21, 21 + len(columns))]
    table = only(printer([header, ["主动公开信息数", *unit, *code, *printed]]))
    assert table.columns == columns
    (row,) = outline(table)
    assert told(row) == (
        "主动公开信息数",
        unit[0] if unit else None,
        dict(zip(columns, printed, strict=True)),
    )


def test_a_unit_column_that_was_lost_leaves_the_unit_unknown() -> None:
    table = only(as_lines([HEADER, ["主动公开信息数", "40"], ["网站公开信息数", "30"]]))
    assert [told(row) for row in outline(table)] == [
        ("主动公开信息数", None, {"year": "40"}),
        ("网站公开信息数", None, {"year": "30"}),
    ]


@pytest.mark.parametrize("printer", [as_lines, as_pipes])
@pytest.mark.parametrize("printed", [["21"], ["21", "22", "23"]])
def test_a_row_with_too_few_or_too_many_values_is_unreadable(
    printed: list[str], printer: object
) -> None:
    rows = [TWO_YEARS, ["主动公开信息数", "条", *printed], ["答复总数", "条", "31", "32"]]
    first, second = only(printer(rows)).rows
    assert values(first) is None
    assert values(second) == {"year": "31", "cumulative": "32"}


def test_a_code_that_one_row_lost_makes_that_row_unreadable() -> None:
    header = ["指标名称", "计量单位", "代码", "本期实际", "本年累计"]
    lines = [header, ["信息数", "条", "01", "5", "7"], ["申请数", "条", "6", "8"]]
    first, second = only(as_lines(lines)).rows
    assert values(first) == {"month": "5", "year": "7"}
    assert values(second) is None


@pytest.mark.parametrize("printer", [as_lines, as_pipes])
def test_a_blank_row_is_blank_and_does_not_end_the_table(printer: object) -> None:
    blank = ["答复总数", "条", ""]
    table = only(printer([HEADER, PUBLISHED[0], blank, APPLIED[0]]))
    assert [told(row) for row in outline(table)] == [
        ("主动公开信息数", "条", {"year": "40"}),
        ("答复总数", "条", {}),
        ("受理依申请公开信息总数", "条", {"year": "30"}),
    ]


@pytest.mark.parametrize("placeholder", ["——", "/", "无"])
def test_a_placeholder_holds_its_place(placeholder: str) -> None:
    (row,) = only(as_lines([TWO_YEARS, ["行政诉讼数", "件", placeholder, "3"]])).rows
    assert values(row) == {"year": placeholder, "cumulative": "3"}


def test_a_heading_with_dashes_for_unit_and_number_is_a_row() -> None:
    rows = outline(only(as_lines([HEADER, ["一、主动公开情况", "——", "——"], APPLIED[0]])))
    assert [row.path for row in rows] == ["主动公开情况", "受理依申请公开信息总数"]


def test_the_line_above_the_header_is_the_title() -> None:
    text = f"政府信息公开情况统计表\n{as_lines([HEADER, APPLIED[0]])}"
    assert only(text).title == "政府信息公开情况统计表"
    assert only(f"{'全年工作如下。' * 8}\n{as_lines([HEADER, APPLIED[0]])}").title == ""


def test_every_table_of_a_document_is_read() -> None:
    text = "\n二、申请\n".join(
        [as_lines([HEADER, *PUBLISHED]), as_lines([TWO_YEARS[:3], *APPLIED])]
    )
    first, second = tables(text)
    assert [len(first.rows), len(second.rows)] == [3, 4]
    assert second.title == "二、申请"


@pytest.mark.parametrize("printer", [as_lines, as_pipes])
def test_a_table_printed_again_counts_once(printer: object) -> None:
    others = printer([TWO_YEARS[:3], *APPLIED])
    text = "\n二、申请\n".join(
        [printer([HEADER, *PUBLISHED]), others, printer([HEADER, *PUBLISHED])]
    )
    assert [len(table.rows) for table in tables(text)] == [3, 4]


@pytest.mark.parametrize("printer", [as_lines, as_pipes])
def test_a_part_of_a_table_printed_again_counts_once(printer: object) -> None:
    whole = printer([HEADER, *PUBLISHED, *APPLIED])
    part = printer([HEADER, *APPLIED])
    for text in (f"{part}\n\n说明。\n\n{whole}", f"{whole}\n\n说明。\n\n{part}"):
        assert len(only(text).rows) == len(PUBLISHED) + len(APPLIED)


def test_the_same_labels_with_other_numbers_are_another_table() -> None:
    changed = [*PUBLISHED[:2], ["2.政府公报公开", "条", "8"]]
    text = "\n二、本机关\n".join([as_lines([HEADER, *PUBLISHED]), as_lines([HEADER, *changed])])
    assert [table.rows[2].values["year"].text for table in tables(text)] == ["9", "8"]


def test_rows_whose_label_is_not_found_leave_a_table_in_doubt() -> None:
    text = as_lines([HEADER, *PUBLISHED, ["详见" * 20, "表下" * 20], *APPLIED])
    assert values(only(text).rows[-1]) is None
    ended = as_lines([HEADER, *PUBLISHED, ["浏览次数", "12"], TWO_YEARS, ["收到申请数", "件", "1"]])
    assert None not in map(values, tables(ended)[0].rows)


def test_a_last_number_that_the_page_below_is_glued_to_is_no_blank() -> None:
    text = as_lines([HEADER, *PUBLISHED, [*APPLIED[0][:2], "30 附件下载 【打印】"]])
    assert [values(row) for row in only(text).rows][-1] is None
    blank = as_lines(
        [HEADER, *PUBLISHED, ["受理依申请公开信息总数", "条"], ["1 当面申请", "件", "2"]]
    )
    assert [values(row) for row in only(blank).rows][-2:] == [{}, {"year": "2"}]


ODD = ["约30", "30*", "'30", "(30)", "30①", "〇", "十二", "三十", "__30__", "O", "30%"]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("row", [0, 1, 2])
def test_a_number_that_nobody_understands_is_no_blank(odd: str, row: int) -> None:
    printed = [
        [*label, odd if at == row else number] for at, (*label, number) in enumerate(PUBLISHED)
    ]
    assert None in map(values, only(as_lines([HEADER, *printed, *APPLIED])).rows)
    without = [["指标", "数量", "累计"], *([label, *[number] * 2] for label, _, number in printed)]
    assert None in map(values, only(as_lines(without)).rows)


@pytest.mark.parametrize("behind", ["2015年1月20日", "2015-01-20", "1/3", "1.附件", "联系电话"])
def test_what_follows_a_blank_row_is_not_taken_for_its_number(behind: str) -> None:
    text = as_lines([HEADER, *PUBLISHED, ["受理依申请公开信息总数", "条"], [behind]])
    assert [values(row) for row in only(text).rows][3] == {}


@pytest.mark.parametrize("unit", ["万 元", "万　元", "（万元）", "万\n元"])
@pytest.mark.parametrize("printer", [as_lines, as_pipes])
def test_a_unit_is_known_whatever_stands_around_and_between_its_letters(
    unit: str, printer: Callable[[list[list[str]]], str]
) -> None:
    cell = unit.replace("\n", "" if printer is as_pipes else "\n")
    rows = rows_of(_titled(printer([HEADER, *PUBLISHED, ["专项经费", cell, "6.5"]])))
    assert rows["cell"][-1]["value"] == Decimal(65_000)
    assert rows["cell"][-1]["unit"] == "元"


def test_a_label_set_letter_by_letter_is_one_a_form_knows() -> None:
    spaced = [[" ".join(row[0]) if row[0].isalpha() else row[0], *row[1:]] for row in APPLIED]
    text = as_lines([HEADER, *PUBLISHED, *spaced]).replace(" ", "\n")
    labels = [row.path for row in outline(only(text))]
    assert labels == [row.path for row in outline(only(as_lines([HEADER, *PUBLISHED, *APPLIED])))]


def test_a_table_without_units_that_ends_before_numbers_is_in_doubt() -> None:
    rows = [[label, number, number] for label, _, number in PUBLISHED]
    unknown = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "5", "6"]
    text = as_lines([["指标", "数量", "累计"], *rows, unknown])
    assert values(only(text).rows[-1]) is None


@pytest.mark.parametrize("glued", ["12(二)收到申请数", "12三、收到申请数", "12其中：收到申请数"])
def test_a_number_that_the_next_label_is_glued_to_is_no_blank(glued: str) -> None:
    text = as_lines([HEADER, *PUBLISHED, ["主动公开文件数", "件"], [glued, "件", "3"]])
    assert [values(row) for row in only(text).rows][3] is None


def test_a_word_that_two_lines_break_opens_a_label() -> None:
    broken = as_lines([HEADER, *PUBLISHED, *APPLIED]).replace("其中：1", "其\n中：1")
    labels = [told(row) for row in outline(only(broken))]
    assert labels == [told(row) for row in outline(only(as_lines([HEADER, *PUBLISHED, *APPLIED])))]


def test_prose_ends_the_table() -> None:
    table = only(as_lines([HEADER, APPLIED[0]]) + "\n二、存在问题\n公开不够及时。\n")
    assert len(table.rows) == 1


@pytest.mark.parametrize(
    "text",
    [
        "全年受理申请12件。",
        as_lines([HEADER]),
        as_lines([["指标", "单位"], ["主动公开信息数", "条"]]),
        as_lines([["单位", "数量"], ["条", "12"]]),
        as_lines(APPLIED),
    ],
)
def test_without_a_header_and_rows_there_is_no_table(text: str) -> None:
    assert tables(text) == []


def test_a_name_that_repeats_is_told_apart_by_what_it_stands_under() -> None:
    lines = [
        HEADER,
        ["四、行政复议数量", "件", "3"],
        ["（一）其他情形数", "件", "3"],
        ["五、行政诉讼数量", "件", "2"],
        ["（一）其他情形数", "件", "2"],
    ]
    rows = outline(only(as_lines(lines)))
    assert [row.path for row in rows] == [
        "行政复议数量",
        "行政复议数量/其他情形数",
        "行政诉讼数量",
        "行政诉讼数量/其他情形数",
    ]
    assert len({row.code for row in rows}) == 4


def test_a_number_goes_on_only_with_a_numbered_breakdown() -> None:
    lines = [
        HEADER,
        ["1.参加新闻发布会次数", "次", "4"],
        ["其中：负责同志参加次数", "次", "1"],
        ["2.在线访谈次数", "次", "6"],
    ]
    paths = [row.path for row in outline(only(as_lines(lines)))]
    assert paths == ["参加新闻发布会次数", "参加新闻发布会次数/负责同志参加次数", "在线访谈次数"]


def test_pipe_rows_are_read_twice_and_agree() -> None:
    table = only(as_pipes([HEADER, *PUBLISHED, *APPLIED]))
    assert (table.readings, table.evidence) == (2, "agreed")
    assert only(as_lines([HEADER, *PUBLISHED])).readings == 1


def test_a_row_that_only_the_grid_can_place_is_vouched_for_by_it_alone() -> None:
    rows = [TWO_YEARS, ["主动公开信息数", "条", "", "7"], ["答复总数", "条", "31", "32"]]
    table = only(as_pipes(rows))
    assert (table.readings, table.evidence) == (1, "single")
    assert [values(row) for row in table.rows] == [
        {"cumulative": "7"},
        {"year": "31", "cumulative": "32"},
    ]


def test_a_number_broken_over_two_lines_is_in_doubt() -> None:
    printed = as_pipes([HEADER, *PUBLISHED])
    assert only(printed).evidence == "agreed"
    assert only(printed.replace("40", "4\n0", 1)).evidence == "differ"


def test_another_tables_labels_broken_over_rows_of_cells_are_no_header() -> None:
    """采购总金额 and 采购项目数量 as a browser for terminals draws them: 项目 stands over 数量."""
    torn = [
        ["信息", "采购总", "采购", ""],
        ["内容", "金额", "项目", ""],
        ["", "", "数量", ""],
        ["政府", "1.2754", "", ""],
        ["集中", "万", "0项", ""],
        ["采购", "", "", ""],
    ]
    assert only(as_pipes(torn)).evidence == "differ"
    assert only(as_pipes([["项目", "数量"], ["政府网站公开数", "12"]])).evidence != "differ"


def test_a_dash_may_stand_for_the_unit_or_the_number() -> None:
    assert only(as_pipes([HEADER, *PUBLISHED, ["3.其他：方式", "", "—"]])).evidence == "agreed"


def test_a_row_of_a_known_form_printed_twice_never_stops_the_night(tmp_path: Path) -> None:
    parts = ["其中：1.当面", "2.传真", "3.电子邮件", "4.网上", "5.信函", "6.其它形式", "6.其它形式"]
    labels = ["受理依申请公开信息总数", *(f"{part}申请数" for part in parts)]
    printed = as_lines([TWO_YEARS, *([label, "条", "7", "9"] for label in labels)])
    years = (f"青山市{year}年政府信息公开工作年度报告\n{printed}" for year in (2012, 2013))
    _, outcomes = judge_night(tmp_path, {text[3:7]: text for text in years})
    assert all(said(found, "labels_known") == {"fail"} for found in outcomes.values())


def test_a_unit_stays_out_of_the_label_where_the_header_lost_its_column() -> None:
    table = only(
        as_lines([["指标", "数量"], ["主动公开信息数", "条", "40"], ["答复总数", "件", "5"]])
    )
    assert [(row.label.text, row.unit, values(row)) for row in table.rows] == [
        ("主动公开信息数", "条", {"year": "40"}),
        ("答复总数", "件", {"year": "5"}),
    ]


@pytest.mark.parametrize("printer", [as_lines, as_pipes])
def test_a_page_number_is_no_part_of_a_label_or_title(printer: object) -> None:
    header, *rows = PUBLISHED
    text = f"统计表\n- 1 -\n{printer([HEADER, header])}\n- 2 -\n{printer(rows)}"
    found = rows_of(_titled(text))
    assert [one["section"] for one in found["indicator"]] == ["统计表"] * 3
    assert [one["label_path"].rpartition("/")[2] for one in found["indicator"]] == [
        "主动公开信息数", "网站公开", "政府公报公开"
    ]  # fmt: skip


def test_a_document_whose_rows_share_a_place_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"青山市2013年政府信息公开工作年度报告\n{as_lines([HEADER, *PUBLISHED])}".encode()
    assert rows_of(text)["cell"]

    def twice(*given: object) -> None:
        add_indicators(*given)
        add_indicators(*given)

    monkeypatch.setattr("flows.extract.document.add_indicators", twice)
    refused = rows_of(text)
    assert not refused["cell"]
    assert "claim one place" in str(refused["document"][0]["refusal"])


@pytest.mark.parametrize(
    "label", [r"\\\\ 2.网上申请数 & &", "--------网上申请数", "网上申请数 & ", "{网上申请数}"]
)
def test_numbers_under_a_label_full_of_markup_are_nobodys(label: str) -> None:
    rows = outline(only(as_lines([HEADER, *PUBLISHED, [label, "条", "5"]])))
    assert [values(row.row) for row in rows[-2:]] == [{"year": "9"}, None]


def test_numbers_under_a_label_whose_bracket_stays_open_are_nobodys() -> None:
    rows = outline(only(as_lines([HEADER, *PUBLISHED, ["公开数（不同渠道", "条", "5"]])))
    assert values(rows[-1].row) is None


def test_a_unit_is_no_label() -> None:
    found = [
        row.label.text
        for table in tables("指标\n单位\n数量\n条\n5\n受理申请数\n条\n6")
        for row in table.rows
    ]
    assert "条" not in found


@pytest.mark.parametrize("cut", ["对申请", "费减免金额"])
def test_a_label_cut_short_is_not_a_row_of_its_own(cut: str) -> None:
    known = [
        ["主动公开文件数", "条", "40", "40"],
        ["其中：1、政府网站公开数", "条", "40", "40"],
        ["2、政府公报公开数", "条", "0", "0"],
        ["受理依申请公开信息总数", "条", "3", "9"],
        ["其中：1、当面申请数", "条", "1", "2"],
        ["2、网上申请数", "条", "2", "7"],
    ]
    rows = outline(only(as_lines([TWO_YEARS, *known, [cut, "条", "3", "8"]])))
    assert rows[0].edition == "legacy_fujian_2014"
    assert values(rows[-1].row) is None
    assert all(values(row.row) for row in rows[:-1])


def test_a_label_wrapped_into_the_row_below_is_not_cut_short() -> None:
    wrapped = [["其中：1.通过本区独有的渠", "", "5"], ["道公开数", "", ""], ["2.其他", "", "4"]]
    (table,) = tables(as_pipes([HEADER, *PUBLISHED, *wrapped]))
    assert [values(row) for row in table.rows[-3:]] == [None, {}, {"year": "4"}]


def test_words_of_the_page_below_a_table_are_no_rows() -> None:
    page = [["附件下载", "", ""], ["返回顶部", "", ""]]
    (table,) = tables(as_pipes([HEADER, *PUBLISHED, *page]))
    assert [row.values["year"].text for row in table.rows] == ["40", "40", "9"]


def test_a_number_without_a_label_leaves_the_table_in_doubt() -> None:
    rows = as_pipes([HEADER, *PUBLISHED, [" ", "件", "3"], ["答复总数", "件", "5"]])
    found = rows_of(f"青山市2013年政府信息公开工作年度报告\n{rows}".encode())
    assert [cell["raw_text"] for cell in found["cell"]] == ["40", "40", "9", "5"]
    assert [one["finding_code"] for one in found["finding"]] == ["row_incomplete"]


def test_a_row_printed_twice_keeps_its_first_value_and_is_reported() -> None:
    rows = [HEADER, ["行政诉讼数", "件", "3"], ["答复总数", "件", "5"], ["行政诉讼数", "件", "4"]]
    text = f"青山市2013年政府信息公开工作年度报告\n{as_lines(rows)}"
    found = rows_of(text.encode())
    assert [cell["raw_text"] for cell in found["cell"]] == ["3", "5"]
    assert [(one["finding_code"], one["place"]) for one in found["finding"]] == [
        ("row_repeated", "行政诉讼数")
    ]


GLUED = (
    "2015年某市政府信息公开工作年度报告\n附件：政府信息公开情况统计表统计指标单位统计数"
    "一、主动公开情况——（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）条{published}"
    "其中：主动公开规范性文件数条106制发规范性文件总数件120"
    "（二）通过不同渠道和方式公开政府信息的情况——1.政府公报公开政府信息数条{gazette}"
    "2.政府网站公开政府信息数条03.政务微博公开政府信息数条0"
)


def _glued(published: str = "2308", gazette: str = "988") -> dict[str, object]:
    found = rows_of(GLUED.format(published=published, gazette=gazette).encode())
    return {
        str(cell["row_code"]).rpartition(".")[2]: cell["value"]
        if cell["value_status"] == "reported"
        else cell["value_status"]
        for cell in found["cell"]
    }


def test_numbers_of_glued_text_end_where_the_known_ordinal_begins() -> None:
    found = _glued()
    assert (found["published"], found["published_gazette"]) == (2308, 988)
    assert (found["published_website"], found["published_microblog"]) == (0, 0)
    assert _glued(gazette="")["published_gazette"] == "blank"


@pytest.mark.parametrize("printed", ["05", "23 08", "12新增指标数条3", "约5"])
def test_row_of_glued_text_with_more_than_a_number_is_unreadable(printed: str) -> None:
    assert _glued(gazette=printed)["published_gazette"] == "unreadable"


@pytest.mark.parametrize("behind", ["2016年1月", "1.附件", "5%"])
def test_last_number_of_glued_text_is_read_only_where_it_surely_ends(behind: str) -> None:
    found = rows_of((GLUED.format(published="1", gazette="2")[:-1] + "5" + behind).encode())
    last = [c for c in found["cell"] if str(c["row_code"]).endswith("published_microblog")]
    assert [cell["value_status"] for cell in last] == ["unreadable"]


def test_taiwan_word_broken_over_two_lines_is_the_word_unbroken() -> None:
    whole = "政府網站線上訪談次數"
    labels = set()
    for cut in (len(whole), 5):
        broken = "\n".join(part for part in (whole[:cut], whole[cut:]) if part)
        text = f"政府資訊公開情況統計表\n指標\n單位\n數量\n{broken}\n次\n12\n會議數\n次\n3\n"
        (table,) = tables(text)
        labels.add(table.rows[0].label.text)
    assert labels == {"政府网站在线访谈次数"}


def test_two_amounts_in_one_are_no_blank() -> None:
    """One column ran into the other, and what is left of its unit stands below."""
    glued = ["收费减免金额", "元", "4315.810.431581万", "元", "投诉数", "件", "2", "2"]
    table = only("\n".join([*TWO_YEARS, "答复总数", "条", "30", "30", *glued]))
    assert [values(row) for row in table.rows[:2]] == [{"year": "30", "cumulative": "30"}, None]


@pytest.mark.parametrize("date", ["2014.1.15", "2014年1月15日"])
def test_a_date_behind_a_blank_row_is_no_amount(date: str) -> None:
    table = only("\n".join([*HEADER, "答复总数", "条", "30", "投诉数", "件", date]))
    assert [values(row) for row in table.rows] == [{"year": "30"}, {}]


@pytest.mark.parametrize("behind", ["行政诉讼数件00", "政复议数件17", "接受培训人员数人次1,203"])
def test_a_row_in_one_piece_behind_the_last_leaves_the_table_in_doubt(behind: str) -> None:
    table = only(as_lines([HEADER, *PUBLISHED]) + f"\n行\n{behind}\n")
    assert values(table.rows[-1]) is None


@pytest.mark.parametrize("behind", ["联系电话61234567", "附件1", "2014年1月15日"])
def test_numbers_of_the_page_behind_the_last_row_are_no_row(behind: str) -> None:
    table = only(as_lines([HEADER, *PUBLISHED]) + f"\n{behind}\n")
    assert [values(row) for row in table.rows] == [{"year": n} for n in ("40", "40", "9")]


def test_a_header_whose_rows_are_not_found_is_a_table_that_cannot_be_read() -> None:
    page = ["本表由各单位于每年一月底以前填报，经办公室汇总审核以后报上一级主管部门备案。" * 2]
    lost = [["附表二"], HEADER, page, page, *APPLIED[:1]]
    first, second = tables(as_lines([["附表一"], HEADER, *PUBLISHED, *lost]))
    assert [values(row) for row in first.rows] == [{"year": n} for n in ("40", "40", "9")]
    assert (second.title, [values(row) for row in second.rows]) == ("附表二", [None])


def test_headers_without_any_rows_are_a_blank_form() -> None:
    assert tables(as_lines([["附表一"], HEADER, ["附表二"], HEADER, ["以上各表。"]])) == []


@pytest.mark.parametrize("above", [[], [HEADER]])
def test_rows_below_a_page_break_leave_the_table_above_in_doubt(above: list[list[str]]) -> None:
    """Their header is on the page before, and words of the page stand between."""
    below = [*APPLIED[:2], *([["附表二", "", ""], *above, *APPLIED[2:]] if above else [])]
    text = as_pipes([HEADER, *PUBLISHED]) + "\n相关词条\n热门词条\n" + as_pipes(below)
    first, *_ = tables(text)
    assert values(first.rows[-1]) is None


def test_a_table_of_something_else_leaves_none_in_doubt() -> None:
    other = as_pipes([["姓名", "电话"], ["张三", "61234567"], ["地址", "人民路", "88", "号"]])
    (table,) = tables(as_pipes([HEADER, *PUBLISHED]) + f"\n联系人\n{other}")
    assert [values(row) for row in table.rows] == [{"year": n} for n in ("40", "40", "9")]


def test_rows_that_go_on_outside_the_grid_are_no_other_reading_of_it() -> None:
    rest = as_lines(APPLIED)
    (table,) = tables(f"{as_pipes([HEADER, *PUBLISHED])}\n{rest}")
    assert table.evidence == "differ"


def test_a_table_outside_the_grids_is_read_too() -> None:
    text = (
        as_lines([["附表一"], HEADER, *APPLIED, ["附表二"]]) + "\n" + as_pipes([HEADER, *PUBLISHED])
    )
    first, second = tables(text)
    assert [values(row) for row in first.rows] == [{"year": n} for n in ("30", "11", "12", "7")]
    assert [values(row) for row in second.rows] == [{"year": n} for n in ("40", "40", "9")]


def test_a_label_with_the_number_of_a_page_in_it_is_nobodys() -> None:
    text = as_lines([HEADER, ["年度报告"], ["2/3"], ["全区发生投诉总数", "件", "15"]])
    found = rows_of(_titled(text))
    assert [cell["value_status"] for cell in found["cell"]] == ["unreadable"]


def test_pinyin_parted_from_its_character_by_a_line_break_is_no_label() -> None:
    table = only("\n".join([*HEADER, "主动公开政", "(zhèng)府信息数", "条", "40"]))
    assert [row.label.text for row in table.rows] == ["主动公开政府信息数"]


@pytest.mark.parametrize("seed", range(8))
def test_tables_of_a_pdf_are_numbered_as_they_are_printed(seed: int) -> None:
    content = render(
        draw_truth(Random(seed), "local", noise=frozenset({"label_breaks"})), "pdf", seed=seed
    )
    firsts = {row["table_no"]: row["label_path"] for row in rows_of(content)["indicator"][::-1]}
    totals = ["全区主动公开政府信息总数", "全区受理依申请公开总数", "全区发生投诉、复议、诉讼总数"]
    assert [firsts[number] for number in sorted(firsts)] == totals
