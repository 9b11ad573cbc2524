"""What a night published, in rows: for the console, and for who looks at it in Prefect.

In: the warehouse, gated and built. Out: verdicts counted, reports, failures.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from flows.record import Night
from flows.warehouse import Connection, rows

_VERDICTS = """
    select
        count(*) filter (where verdict = 'passed') as tables_passed,
        count(*) filter (where verdict = 'flagged') as tables_flagged,
        count(*) filter (where verdict = 'quarantined') as tables_quarantined
    from fct_report_table
"""
_REPORTS = """
    select
        report.report_key,
        coalesce(agency.agency_name, '未知') as agency,
        coalesce(report.title, '') as title,
        report.report_year,
        report.document_type,
        report.gate_status,
        coalesce(report.gate_fault, '') as gate_fault,
        coalesce(report.gate_reason, '') as gate_reason,
        coalesce(failed.expectations, 0) as failed,
        coalesce(report.source_url, report.file_name, '') as source
    from dim_report as report
    inner join dim_agency as agency on report.agency_key = agency.agency_key
    left join (
        select
            report_key,
            count(*) as expectations
        from quality_result
        where outcome = 'fail'
        group by report_key
    ) as failed on report.report_key = failed.report_key
    order by
        case report.gate_status
            when 'quarantined' then 0 when 'no_tables' then 1 when 'flagged' then 2 else 3
        end,
        agency, report_year, report.report_key
"""
_FAILURES = """
    select
        agency.agency_name as agency,
        report.report_year as year,
        result.report_key,
        result.table_code as "table",
        result.rule_id as rule,
        result.place,
        result.severity,
        result.fault,
        result.expected,
        result.observed,
        result.message
    from quality_result as result
    inner join dim_report as report on result.report_key = report.report_key
    inner join dim_agency as agency on report.agency_key = agency.agency_key
    where result.outcome = 'fail'
    order by
        case result.severity when 'critical' then 0 when 'warning' then 1 else 2 end,
        agency, year, rule, place
"""


def count_verdicts(connection: Connection, night: Night) -> Night:
    """The night with how many statutory tables passed, were flagged, were kept out."""
    counts = rows(connection, _VERDICTS)[0]
    return replace(
        night,
        tables_passed=counts["tables_passed"],
        tables_flagged=counts["tables_flagged"],
        tables_quarantined=counts["tables_quarantined"],
    )


def failures(warehouse: Path) -> list[dict[str, Any]]:
    """Every failed expectation of the published warehouse, worst first."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return rows(connection, _FAILURES)


def reports(warehouse: Path) -> list[dict[str, Any]]:
    """Every report of the published warehouse, worst first."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return rows(connection, _REPORTS)


def gate_summary(failed: list[dict[str, Any]]) -> str:
    """What fails, by rule, most often first; for someone who was not there."""
    by_rule = Counter((row["rule"], row["severity"]) for row in failed)
    if not by_rule:
        return "No expectation failed."
    lines = [f"- {rule} ({severity}): {count}" for (rule, severity), count in by_rule.most_common()]
    return "\n".join(
        [
            "Places that fail an expectation. Critical keeps the table out of the facts, warning "
            "publishes it as printed. Fault says whose it is: source the publisher's, extraction "
            "ours, capture the copy's. `xxgk review list` shows them, the review pages explain.",
            "",
            *lines,
        ]
    )
