"""Each rule has a document that breaks it, and one where it cannot be assessed."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows import fetch
from flows.gate import RuleError, judge, rules, suites
from flows.settings import SQL
from tests.night import Night, run_night
from tests.reports import disclosure_cells, report, request_cells, review_cells


def _changed(cells: dict, **changes: str) -> dict:
    """Cells with some changed, each named line__column."""
    return cells | {tuple(place.split("__")): value for place, value in changes.items()}


def _without(cells: dict, line: str) -> dict:
    return {place: value for place, value in cells.items() if place[0] != line}


WHOLE = {
    "disclosure": disclosure_cells(),
    "request": request_cells(),
    "review": review_cells(),
}


def _request(**changes: str) -> dict:
    return {"request": _changed(request_cells(), **changes)}


LEGACY = "\n".join(
    [
        "杨浦区2015年政府信息公开工作年度报告",
        "指标", "单位", "2015年度", "历年累计",
        "收到申请数", "件", "9", "{cumulative}",
        "其中:1.当面申请数", "件", "4", "4",
        "2.网上申请数", "件", "{online}", "6",
    ]
)  # fmt: skip
TASKS = "\n".join(
    [
        "2020年杨浦区政务公开工作要点",
        "序号",
        "工作任务",
        "责任单位",
        "完成时间",
        "1",
        "做好公开。",
        "区府办",
        "6月底",
        "2",
        "做好解读。",
        "区府办",
        "3",
        "做好回应。",
        "区府办",
        "全年",
    ]
)

# name of the document: the document, and the rules that fail on it with the fault of each
BROKEN: dict[str, tuple[str, set[tuple[str, str]]]] = {
    "whole": (report(WHOLE), set()),
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
        report({"review": _changed(review_cells(), litigation_direct__total="7")}),
        {("block_total", "source")},
    ),
    "half a document": (
        report({"disclosure": _changed(disclosure_cells(), regulations__made="1.5")}),
        {("whole_count", "source")},
    ),
    "amount without a unit": (
        report({"disclosure": _changed(disclosure_cells(), procurement__procurement_amount="9")}),
        {("unit_printed", "source")},
    ),
    "header cut short": (
        report({"disclosure": disclosure_cells()})
        .replace("本年新制作数量", "本年新").replace("本年新公开数量", "本年新"),
        {("header_named", "source")},
    ),
    "line missing": (
        report({"request": _without(request_cells(), "refused_state_secret")}),
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
    "total of all years below this year's": (
        LEGACY.format(cumulative="8", online="5"),
        {("breakdown_sum", "source"), ("cumulative_covers_year", "source")},
    ),
    "task broken off": (TASKS, {("labels_known", "unknown")}),
}  # fmt: skip


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Night:
    data = tmp_path_factory.mktemp("broken")
    for name, (text, _) in BROKEN.items():
        fetch.store(data / "raw", text.encode(), file_name=f"{name}.txt")
    damaged = report(WHOLE).encode() + "完".encode()[:2] + "\n以上。".encode()
    fetch.store(data / "raw", damaged, file_name="damaged bytes.txt")
    return run_night(data)


@pytest.fixture(scope="module")
def ask(broken: Night) -> Callable[..., list[tuple]]:
    connection = duckdb.connect(str(broken.where.warehouse), read_only=True)
    return lambda query, *values: connection.execute(query, values).fetchall()


FAILED = """
    select distinct rule_id, fault from quality_result join dim_report using (report_key)
    where file_name = ? and outcome = 'fail'
"""


@pytest.mark.parametrize("name", BROKEN)
def test_document_breaks_its_rule_and_no_other(ask, name):
    assert set(ask(FAILED, f"{name}.txt")) == BROKEN[name][1]


def test_damaged_bytes_are_a_finding(ask):
    assert set(ask(FAILED, "damaged bytes.txt")) == {("characters_whole", "capture")}


def test_every_rule_about_reports_is_broken_by_some_document(ask):
    failed = {rule for (rule,) in ask("select rule_id from quality_result where outcome = 'fail'")}
    known = {
        rule.rule_id for rule in rules(SQL / "quality", (*suites("report"), *suites("across")))
    }
    # What needs two readings, or a steward, is broken in test_generated and test_decisions.
    assert known - failed == {"readings_agree", "not_rejected"}


def test_every_rule_says_why_and_what_went_wrong():
    for subjects, folder in ((("report", "across"), "quality"), (("warehouse",), "verify")):
        found = list(rules(SQL / folder, [path for s in subjects for path in suites(s)]))
        assert {rule.select.stem for rule in found} == {p.stem for p in (SQL / folder).glob("*")}
        for rule in found:
            assert rule.severity in ("critical", "warning", "info")
            assert len(rule.why) > 40 and rule.message


def test_quarantined_table_is_in_no_fact_and_on_record(ask):
    for name in ("line missing", "blank that shifts its row", "line that no form knows"):
        kept_out = ask(
            "select table_code, reason from quality_quarantine join dim_report"
            " using (report_key) where file_name = ?",
            f"{name}.txt",
        )
        assert [code for code, _ in kept_out] == ["request"]
        assert all(reason for _, reason in kept_out)
        assert ask(
            "select count(*) from fct_request join dim_report using (report_key)"
            " where file_name = ?",
            f"{name}.txt",
        ) == [(0,)]


def test_blank_operand_is_not_assessable_and_blank_is_no_zero(ask):
    outcomes = ask(
        "select distinct outcome from quality_result join dim_report using (report_key)"
        " where file_name = 'blank cells.txt' and rule_id = 'row_total'"
        " and place like 'refused%'"
    )
    assert outcomes == [("not_assessable",)]
    assert ask(
        "select count(*) from fct_request join dim_report using (report_key)"
        " where file_name = 'blank cells.txt' and line_code like 'refused%'"
    ) == [(0,)]


def test_report_without_a_date_is_not_assessable(ask):
    text = "select outcome from quality_result join dim_report using (report_key) where"
    assert ask(
        f"{text} rule_id = 'report_year_agrees' and file_name = ?",
        "legacy breakdown that does not add up.txt",
    ) == [("not_assessable",)]


def _rule_that(tmp_path: Path, select: str, column: str = "gap"):
    (tmp_path / "odd.sql").write_text(select)
    (tmp_path / "odd.json").write_text(
        '{"name": "odd", "expectations": [{"type": "expect_column_values_to_be_between",'
        f' "kwargs": {{"column": "{column}", "min_value": 0, "max_value": 0}},'
        ' "severity": "critical", "notes": "because", "meta": {"rule_id": "odd",'
        ' "message": "{place} is odd"}}]}'
    )
    return rules(tmp_path, [tmp_path / "odd.json"])


ROW = (
    "select 'r' as report_key, 3 as table_no, 'request' as table_code, 'there' as place,"
    " '1' as expected, '2' as observed, {gap} as gap"
)


@pytest.mark.parametrize(
    ("gap", "outcome"), [("1", "fail"), ("0", "pass"), ("null::integer", "not_assessable")]
)
def test_rule_dropped_in_takes_part_without_code(tmp_path, gap, outcome):
    connection = duckdb.connect()
    judge(connection, _rule_that(tmp_path, ROW.format(gap=gap)), "judged")
    message = "there is odd" if outcome == "fail" else None
    found = connection.execute("select report_key, table_code, place, outcome, message from judged")
    assert found.fetchall() == [("r", "request", "there", outcome, message)]


@pytest.mark.parametrize(
    ("select", "column"), [("select 1 as nothing", "gap"), (ROW.format(gap="0"), "no_such")]
)
def test_rule_that_does_not_work_is_an_error_and_no_failure(tmp_path, select, column):
    with pytest.raises(RuleError, match="odd"):
        judge(duckdb.connect(), _rule_that(tmp_path, select, column), "judged")


def test_suite_that_is_no_suite_is_named(tmp_path):
    (tmp_path / "bad.json").write_text('{"expectations": 3}')
    with pytest.raises(RuleError, match=r"bad\.json"):
        list(rules(tmp_path, [tmp_path / "bad.json"]))
