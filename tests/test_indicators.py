"""Statistics tables without a form: every label kept, no number given to another."""

from types import SimpleNamespace

import pytest

from flows.extract.forms import forms
from flows.extract.indicators import read_indicators
from flows.extract.outline import Indicator, outline
from tests.printed import as_lines, as_pipes, pieces

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


def tables(text: str) -> list[SimpleNamespace]:
    found = read_indicators(pieces(text), [], LEGACY)
    return [SimpleNamespace(title=t.title, columns=t.columns, rows=outline(t)) for t in found]


def only(text: str) -> SimpleNamespace:
    (table,) = tables(text)
    return table


def told(row: Indicator) -> tuple[str, str | None, dict[str, str]]:
    values = (row.row.values or {}).items()
    return row.path, row.row.unit, {code: piece.text for code, piece in values}


@pytest.mark.parametrize("printer", [as_lines, as_pipes])
def test_rows_are_read_under_their_own_labels(printer: object) -> None:
    table = only(printer([HEADER, *PUBLISHED, *APPLIED]))
    assert table.columns == ["year"]
    assert [told(row) for row in table.rows] == [
        ("主动公开信息数", "条", {"year": "40"}),
        ("主动公开信息数/网站公开", "条", {"year": "40"}),
        ("主动公开信息数/政府公报公开", "条", {"year": "9"}),
        ("受理依申请公开信息总数", "条", {"year": "30"}),
        ("受理依申请公开信息总数/当面申请数", "条", {"year": "11"}),
        ("受理依申请公开信息总数/网上申请数", "条", {"year": "12"}),
        ("受理依申请公开信息总数/信函申请数", "条", {"year": "7"}),
    ]
    assert all((row.row.values is not None) for row in table.rows)


def test_a_breakdown_sums_up_only_where_its_parts_cannot_overlap() -> None:
    roles = [row.role() for row in only(as_lines([HEADER, *PUBLISHED, *APPLIED])).rows]
    assert roles == ["leaf", "subset", "subset", "total", "leaf", "leaf", "leaf"]


def test_one_part_alone_is_no_breakdown() -> None:
    rows = only(as_lines([HEADER, *APPLIED[:2]])).rows
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
def test_a_header_names_the_columns_in_their_order(header: list[str], columns: list[str]) -> None:
    unit = ["条"] if "单位" in "".join(header) else []
    code = ["01"] if "代码" in header else []
    values = [str(number) for number in range(21, 21 + len(columns))]
    table = only(as_lines([header, ["主动公开信息数", *unit, *code, *values]]))
    assert table.columns == columns
    (row,) = table.rows
    assert told(row) == (
        "主动公开信息数",
        unit[0] if unit else None,
        dict(zip(columns, values, strict=True)),
    )


def test_a_unit_column_that_was_lost_leaves_the_unit_unknown() -> None:
    table = only(as_lines([HEADER, ["主动公开信息数", "40"], ["网站公开信息数", "30"]]))
    assert [told(row) for row in table.rows] == [
        ("主动公开信息数", None, {"year": "40"}),
        ("网站公开信息数", None, {"year": "30"}),
    ]


@pytest.mark.parametrize("values", [["21"], ["21", "22", "23"]])
def test_a_row_with_too_few_or_too_many_values_is_unreadable(values: list[str]) -> None:
    lines = [TWO_YEARS, ["主动公开信息数", "条", *values], ["答复总数", "条", "31", "32"]]
    first, second = only(as_lines(lines)).rows
    assert first.row.values is None
    assert second.readable and told(second)[2] == {"year": "31", "cumulative": "32"}


def test_a_code_that_one_row_lost_makes_that_row_unreadable() -> None:
    header = ["指标名称", "计量单位", "代码", "本期实际", "本年累计"]
    lines = [header, ["信息数", "条", "01", "5", "7"], ["申请数", "条", "6", "8"]]
    first, second = only(as_lines(lines)).rows
    assert told(first)[2] == {"month": "5", "year": "7"}
    assert second.row.values is None


@pytest.mark.parametrize("printer", [as_lines, as_pipes])
def test_a_blank_row_is_blank_and_does_not_end_the_table(printer: object) -> None:
    blank = ["答复总数", "条", ""]
    table = only(printer([HEADER, PUBLISHED[0], blank, APPLIED[0]]))
    assert [told(row) for row in table.rows] == [
        ("主动公开信息数", "条", {"year": "40"}),
        ("答复总数", "条", {}),
        ("受理依申请公开信息总数", "条", {"year": "30"}),
    ]
    assert all((row.row.values is not None) for row in table.rows)


@pytest.mark.parametrize("placeholder", ["——", "/", "无"])
def test_a_placeholder_holds_its_place(placeholder: str) -> None:
    (row,) = only(as_lines([TWO_YEARS, ["行政诉讼数", "件", placeholder, "3"]])).rows
    assert told(row)[2] == {"year": placeholder, "cumulative": "3"}


def test_a_heading_with_dashes_for_unit_and_number_is_a_row() -> None:
    rows = only(as_lines([HEADER, ["一、主动公开情况", "——", "——"], APPLIED[0]])).rows
    assert [row.path for row in rows] == ["主动公开情况", "受理依申请公开信息总数"]


def test_the_line_above_the_header_is_the_title() -> None:
    text = f"政府信息公开情况统计表\n{as_lines([HEADER, APPLIED[0]])}"
    assert only(text).title == "政府信息公开情况统计表"
    assert only(f"{'全年工作如下。' * 8}\n{as_lines([HEADER, APPLIED[0]])}").title == ""


def test_every_table_of_a_document_is_read() -> None:
    text = "\n二、申请\n".join(
        [as_lines([HEADER, *PUBLISHED]), as_lines([TWO_YEARS[:3], *APPLIED])]
    )
    first, second = read_indicators(pieces(text), [], LEGACY)
    assert [len(first.rows), len(second.rows)] == [3, 4]
    assert second.title == "二、申请"


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
    assert read_indicators(pieces(text), [], LEGACY) == []


def test_a_name_that_repeats_is_told_apart_by_its_turn() -> None:
    lines = [
        HEADER,
        ["四、行政复议数量", "件", "3"],
        ["（一）其他情形数", "件", "3"],
        ["五、行政诉讼数量", "件", "2"],
        ["（一）其他情形数", "件", "2"],
    ]
    paths = [row.path for row in only(as_lines(lines)).rows]
    assert paths == ["行政复议数量", "行政复议数量/其他情形数", "行政诉讼数量", "行政诉讼数量/其他情形数"]


def test_a_number_goes_on_only_with_a_numbered_breakdown() -> None:
    lines = [
        HEADER,
        ["1.参加新闻发布会次数", "次", "4"],
        ["其中：负责同志参加次数", "次", "1"],
        ["2.在线访谈次数", "次", "6"],
    ]
    paths = [row.path for row in only(as_lines(lines)).rows]
    assert paths == ["参加新闻发布会次数", "参加新闻发布会次数/负责同志参加次数", "在线访谈次数"]
