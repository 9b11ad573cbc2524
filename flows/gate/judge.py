"""Judging: rules in, one row per rule and place out, each passed, failed or not assessable.

The SELECTs run in DuckDB and their rows stay there. Great Expectations sees each different
value that a rule looks at once, and says which of them fail.
"""

import logging
import os
from collections.abc import Iterable
from typing import Any

import duckdb
import pandas as pd

from flows.gate.rules import Rule, RuleError
from flows.warehouse import Connection

_JUDGED = """
    rule_id varchar, report_key varchar, table_no integer, table_code varchar, place varchar,
    severity varchar, outcome varchar, fault varchar, expected varchar, observed varchar,
    message varchar
"""
_YIELDED = {"report_key", "table_no", "table_code", "place", "expected", "observed", "gap"}
_OUTCOMES = """
    insert into {into}
    select
        $rule, report_key, table_no, table_code, place, $severity,
        case
            when failed.case_no is not null then 'fail'
            when "{column}" is null then 'not_assessable'
            else 'pass'
        end,
        {fault}, expected, observed,
        case when failed.case_no is not null then
            format($message, coalesce(place, ''), coalesce(expected, ''), coalesce(observed, ''))
        end
    from looked_at left join failed_case as failed using (case_no)
"""


def judge(connection: Connection, found: Iterable[Rule], into: str) -> None:
    """Apply rules to the warehouse, adding to the temporary table named (made if need be).

    Its columns are those of `quality_result`.

    Raises:
        RuleError: a rule does not work.
    """
    connection.execute(f"create temp table if not exists {into} ({_JUDGED})")
    batches = _batches()
    for rule in found:
        yielded = _look(connection, rule)
        column = "" if rule.column == "gap" else f'any_value("{rule.column}") as "{rule.column}",'
        cases = connection.execute(
            f"select case_no, {column} any_value(gap)::double as gap"
            " from looked_at group by case_no order by case_no"
        ).df()
        failed = _failed(rule, batches, cases) if len(cases) else []
        connection.register("failed_case", pd.DataFrame({"case_no": failed}, dtype="int64"))
        outcomes = _OUTCOMES.format(
            into=into, column=rule.column, fault="fault" if "fault" in yielded else "null"
        )
        connection.execute(
            outcomes,
            {"rule": rule.rule_id, "severity": rule.severity, "message": rule.template()},
        )
        connection.unregister("failed_case")
    connection.execute("drop table if exists looked_at")


def _look(connection: Connection, rule: Rule) -> set[str]:
    """Carry out a SELECT, its rows numbered by the value judged; returns its columns."""
    select = rule.select.read_text("utf-8")
    number = f'dense_rank() over (order by "{rule.column}")'
    if not rule.is_of_values:
        number = "row_number() over ()"
    try:
        yielded = {row[0] for row in connection.execute(f"describe {select}").fetchall()}
        if lacking := sorted(_YIELDED - yielded):
            raise RuleError(f"rule {rule.rule_id}: its SELECT does not yield {lacking}")
        connection.execute(
            f"create or replace temp table looked_at as select *, {number} as case_no"
            f" from ({select})"
        )
    except duckdb.Error as error:
        raise RuleError(f"rule {rule.rule_id}: its SELECT failed: {error}") from error
    return yielded


def _batches() -> Any:
    """Great Expectations without a context on disk, without bars, without calling home."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    # This module raises its own level to INFO when it is imported.
    noisy = "great_expectations.data_context.types.base"
    logging.getLogger(noisy).setLevel(logging.ERROR)

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("gaps")
    return source.add_dataframe_asset("gaps").add_batch_definition_whole_dataframe("all")


def _failed(rule: Rule, batches: Any, cases: pd.DataFrame) -> list[int]:
    """Cases that break an expectation; all of them where it speaks of the whole column."""
    result = batches.get_batch({"dataframe": cases}).validate(
        rule.expectation,
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": ["case_no"],
        },
    )
    if raised := _raised(result.exception_info):
        raise RuleError(f"rule {rule.rule_id} does not work: {raised}")
    if result.success:
        return []
    listed = result.result.get("unexpected_index_list")
    return [int(case["case_no"]) for case in listed] if listed else list(cases["case_no"])


def _raised(information: dict[str, Any]) -> str | None:
    """The message of an expectation that raised: one for it all, or one a metric."""
    for info in [information, *information.values()]:
        if isinstance(info, dict) and info.get("raised_exception"):
            return str(info.get("exception_message"))
    return None
