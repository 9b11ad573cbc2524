"""Each rule about one report has a document that breaks it alone, and one it cannot assess."""

from pathlib import Path

import pytest

from tests.judged import failed, judge_night, said
from tests.reports import changed, disclosure_cells, report, request_cells, review_cells, without

WHOLE = {
    "disclosure": disclosure_cells(),
    "request": request_cells(),
    "review": review_cells(),
}


def _request(**changes: str) -> dict:
    return {"request": changed(request_cells(), **changes)}


def _blank(code: str, **places: str) -> str:
    """A report of one table with some cells blank."""
    return report({code: changed(WHOLE[code], **places)}, pipes=True)


LEGACY = "\n".join(
    [
        "杨浦区2015年政府信息公开工作年度报告",
        "指标", "单位", "2015年度", "历年累计",
        "收到申请数", "件", "9", "{cumulative}",
        "其中:1.当面申请数", "件", "4", "4",
        "2.网上申请数", "件", "{online}", "6",
    ]
)  # fmt: skip
LEGACY_BLANK = "\n".join(
    [
        "杨浦区2016年政府信息公开工作年度报告",
        "指标 | 单位 | 2016年度 | 历年累计",
        "收到申请数 | 件 | 9 | 19",
        "其中:1.当面申请数 | 件 |  | 4",
        "2.网上申请数 | 件 | 5 | 15",
    ]
)
TASKS = "\n".join(
    [
        "2020年杨浦区政务公开工作要点",
        "序号", "工作任务", "责任单位", "完成时间",
        "1", "做好公开。", "区府办", "6月底",
        "2", "做好解读。", "区府办",
        "3", "做好回应。", "区府办", "全年",
    ]
)  # fmt: skip
# The row of 规章 has two blanks to the grid; the run goes on into the row below.
DIFFERING = report({"disclosure": disclosure_cells()}, pipes=True).replace(
    "规章 | 3 | 3 | 3 |", "规章 |  |  | 3 |\n3 | 3 |", 1
)

EXCHANGED = {"natural_person": "total", "total": "natural_person"}
TORN_HEADER = (
    "四、政府信息公开行政复议、行政诉讼情况",
    "行政复议 行政诉讼",
    "未经复议直接起诉 复议后起诉",
    "结果维 结果纠 其他结 尚未审 结果维 结果纠 其他结 尚未审 结果维 结果纠 其他结 尚未审",
    "总计 总计 总计",
    "持 正 果 结 持 正 果 结 持 正 果 结",
)

# name of the document: the document, and the rules that fail on it with the fault of each
BROKEN: dict[str, tuple[str | bytes, set[tuple[str, str]]]] = {
    "whole": (report(WHOLE), set()),
    "table read twice": (report({"disclosure": disclosure_cells()}, pipes=True), set()),
    "row that does not add up": (
        report(_request(granted__business="2", concluded_total__business="2",
                        received__business="2")),
        {("row_total", "source")},
    ),
    "outcomes that do not make their total": (
        report(_request(granted__natural_person="8", granted__total="9")),
        {("concluded_sum", "source")},
    ),
    "column that does not balance": (
        report(_request(carried_out__natural_person="2", carried_out__total="2")),
        {("balance", "source")},
    ),
    "channel that does not add up": (
        report({"review": changed(review_cells(), litigation_direct__total="7")}),
        {("block_total", "source")},
    ),
    "half a document": (
        report({"disclosure": changed(disclosure_cells(), regulations__made="1.5")}),
        {("whole_count", "source")},
    ),
    "fewer than no decisions": (
        report({"disclosure": changed(disclosure_cells(), licences__decisions="-2")}),
        {("whole_count", "source")},
    ),
    "amount without a unit": (
        report({"disclosure": changed(disclosure_cells(), procurement__procurement_amount="9")}),
        {("unit_printed", "source")},
    ),
    "header cut short": (
        report({"disclosure": disclosure_cells()})
        .replace("本年新制作数量", "本年新").replace("本年新公开数量", "本年新"),
        {("header_named", "source")},
    ),
    "header in pieces": (
        report({}, tail=(*TORN_HEADER, " ".join(review_cells().values()), "五、其他", "无。")),
        {("header_whole", "capture")},
    ),
    "columns under each other's headers": (
        report({"request": {(line, EXCHANGED.get(column, column)): value
                            for (line, column), value in request_cells().items()}}),
        {("columns_told", "capture"), ("row_total", "source")},
    ),
    "line missing": (
        report({"request": without(request_cells(), "refused_state_secret")}),
        {("rows_present", "unknown")},
    ),
    "cell that is no number": (
        report(_request(granted__total="约7件")),
        {("cells_readable", "unknown"), ("rows_present", "unknown")},
    ),
    "blank that shifts its row": (
        report(_request(granted__research="")),
        {("cells_readable", "unknown")},
    ),
    "line that no form knows": (
        report({"request": request_cells()}).replace("(六)其他处理", "9.其他情形\n0\n(六)其他处理"),
        {("labels_known", "unknown")},
    ),
    "form that came later": (
        report({"request": request_cells()}).replace("2020年", "2017年"),
        {("form_in_force", "unknown")},
    ),
    "two readings": (DIFFERING, {("readings_agree", "extraction")}),
    "figures of another year": (
        report(WHOLE).replace("自2020年", "自2019年"),
        {("report_year_agrees", "source")},
    ),
    "announced tables missing": (
        report({}, tail=("全文并附相关统计表。",)),
        {("tables_present", "capture")},
    ),
    "cut off": (
        report(WHOLE, tail=("我们将进一步加强政府信息公开工作的组织领导和业务培训,不断提高",)),
        {("not_cut_off", "capture")},
    ),
    "damaged bytes": (
        report(WHOLE).encode() + "完".encode()[:2] + "\n以上。".encode(),
        {("characters_whole", "capture")},
    ),
    "blank cells": (
        report(
            {"request": {p: "" if p[0].startswith("refused") else v
                         for p, v in request_cells().items()}},
            pipes=True,
        ),
        {("cells_filled", "source")},
    ),
    "legacy breakdown that does not add up": (
        LEGACY.format(cumulative="10", online="6"),
        {("breakdown_sum", "source")},
    ),
    "legacy": (LEGACY.format(cumulative="10", online="5"), set()),
    "total of all years below this year's": (
        LEGACY.format(cumulative="8", online="5"),
        {("breakdown_sum", "source"), ("cumulative_covers_year", "source")},
    ),
    "task broken off": (TASKS, {("labels_known", "unknown")}),
    "published late": (
        report(WHOLE).replace("\n", "\n发布日期：2021-02-21\n", 1),
        {("deadline", "source")},
    ),
}  # fmt: skip

BLANK: dict[str, str] = {
    "blank part": _blank("request", granted__business=""),
    "few requests": report({"request": dict.fromkeys(request_cells(), "0")}),
    "totals left out": report(
        {"request": {p: "" if p[1] == "total" else "2" for p in request_cells()}}, pipes=True
    ),
    "blank result": _blank("review", litigation_direct__upheld=""),
    "blank count": _blank("disclosure", regulations__made=""),
    "blank amount": _blank("disclosure", procurement__procurement_amount=""),
    "blank indicator": LEGACY_BLANK,
    "published in time": report(WHOLE).replace("\n", "\n发布日期：2021-02-20\n", 1),
}
# rule: a document in which it holds, one that it cannot assess, and the place it cannot
ASSESSED = {
    "row_total": ("whole", "blank part", "granted"),
    "columns_told": ("whole", "few requests", ""),
    "concluded_sum": ("whole", "blank part", "business"),
    "balance": ("whole", "line missing", "total"),
    "block_total": ("whole", "blank result", "litigation_direct"),
    "whole_count": ("whole", "blank count", "regulations.made"),
    "unit_printed": ("whole", "blank amount", "procurement.procurement_amount"),
    "breakdown_sum": ("legacy", "blank indicator", "收到申请数.year"),
    "cumulative_covers_year": ("legacy", "blank indicator", "收到申请数/当面申请数"),
    "report_year_agrees": ("whole", "legacy breakdown that does not add up", ""),
    "readings_agree": ("table read twice", "whole", ""),
    "deadline": ("published in time", "whole", ""),
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list]:
    data: Path = tmp_path_factory.mktemp("rules")
    documents = {name: text for name, (text, _) in BROKEN.items()} | BLANK
    return judge_night(data, documents)[1]


@pytest.mark.parametrize("name", BROKEN)
def test_document_breaks_its_rule_and_no_other(outcomes, name):
    assert failed(outcomes[name]) == BROKEN[name][1]


@pytest.mark.parametrize("rule", ASSESSED)
def test_rule_without_its_operand_is_not_assessable(outcomes, rule):
    holds, blank, place = ASSESSED[rule]
    assert said(outcomes[blank], rule, place) == {"not_assessable"}
    assert said(outcomes[holds], rule) == {"pass"}


def test_rule_about_what_is_there_needs_no_operand(outcomes):
    without_operand = {rule for _, fails in BROKEN.values() for rule, _ in fails} - ASSESSED.keys()
    for rule in without_operand - {"tables_present"}:
        assert said(outcomes["whole"], rule) == {"pass"}


def test_lines_without_their_totals_tell_nothing_of_their_columns(outcomes):
    assert said(outcomes["totals left out"], "columns_told") == {"not_assessable"}


def test_numbers_of_a_table_in_doubt_are_no_operands(outcomes):
    for rule in ("row_total", "concluded_sum", "balance", "whole_count"):
        assert said(outcomes["line that no form knows"], rule) == {"not_assessable"}
