"""How the gate works: rules as files, errors apart from failures, tables kept out of the facts."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.gate import RuleError, judge, rules, suites
from flows.settings import SQL
from tests import test_rules, test_rules_across, test_rules_prose
from tests.judged import judge_night
from tests.reports import changed, report, request_cells, without

KEPT_OUT = {
    "line missing": report({"request": without(request_cells(), "refused_state_secret")}),
    "blank that shifts its row": report(
        {"request": changed(request_cells(), granted__research="")}
    ),
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[tuple]]:
    night, _ = judge_night(tmp_path_factory.mktemp("gate"), KEPT_OUT)
    connection = duckdb.connect(str(night.where.warehouse), read_only=True)
    return lambda query, *values: connection.execute(query, values).fetchall()


def test_every_rule_about_reports_is_broken_by_some_document():
    rooms = (test_rules, test_rules_prose, test_rules_across)
    broken = {rule for room in rooms for _, fails in room.BROKEN.values() for rule, _ in fails}
    both = [*suites("report"), *suites("across")]
    # What needs a steward is broken in test_decisions.
    known = {rule.rule_id for rule in rules(SQL / "quality", both)} - {"not_rejected"}
    assert broken == known


def test_every_rule_says_why_and_what_went_wrong():
    for subjects, folder in ((("report", "across"), "quality"), (("warehouse",), "verify")):
        found = list(rules(SQL / folder, [path for s in subjects for path in suites(s)]))
        assert {rule.select.stem for rule in found} == {p.stem for p in (SQL / folder).glob("*")}
        for rule in found:
            assert rule.severity in ("critical", "warning", "info")
            assert len(rule.why) > 40 and rule.message


@pytest.mark.parametrize("name", KEPT_OUT)
def test_quarantined_table_is_in_no_fact_and_on_record(ask, name):
    kept_out = ask(
        "select table_code, reason from quality_quarantine join dim_report"
        " using (report_key) where file_name = ?",
        f"{name}.txt",
    )
    assert [code for code, _ in kept_out] == ["request"]
    assert all(reason for _, reason in kept_out)
    assert ask(
        "select count(*) from fct_request join dim_report using (report_key) where file_name = ?",
        f"{name}.txt",
    ) == [(0,)]


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
