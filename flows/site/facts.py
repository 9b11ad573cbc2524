"""What the pages say, asked of the published warehouse.

In: the warehouse, read-only. Out: mappings for the templates, nothing formatted.
"""

from typing import Any

from flows.review import identity, rows_of
from flows.warehouse import Connection, rows

# A rule and the statutory table it is about.
Which = tuple[str, str, int]

_RUNS = """
    select
        run_id, started_at, outcome, snapshots, extracted, tables_passed, tables_flagged,
        tables_quarantined, coalesce(message, '') as message
    from meta_run order by run_id desc limit 14
"""
_RULES = """
    select
        rule.rule_id, rule.suite, rule.severity, rule.why,
        count(*) filter (where result.outcome = 'fail') as failed,
        count(*) filter (where result.outcome = 'pass') as passed,
        count(*) filter (where result.outcome = 'not_assessable') as not_assessable
    from quality_rule as rule
    left join quality_result as result on rule.rule_id = result.rule_id
    group by rule.rule_id, rule.suite, rule.severity, rule.why
    order by failed desc, rule.rule_id
"""
_REPORTS = """
    with failed as (
        select
            report_key,
            list(distinct rule_id order by rule_id) as rules,
            list(distinct fault order by fault) as faults,
            bool_and(is_accepted) as is_settled
        from quality_result
        where outcome = 'fail' and severity != 'info'
        group by report_key
    ),

    -- What a page is made of; one that has not changed is not written again. No outcome is there
    -- twice, so their order says nothing.
    made_of as (
        select
            report_key,
            bool_or(outcome = 'fail') as is_failing,
            bit_xor(hash(rule_id, table_code, table_no, place, outcome, fault, expected, observed,
                is_accepted)) as fingerprint
        from quality_result
        group by report_key
    )

    select
        report.report_key, report.document_key, report.content_sha256, agency.agency_name,
        report.report_year, report.title, report.document_type, report.gate_status,
        coalesce(report.gate_fault, '') as gate_fault,
        coalesce(report.gate_reason, '') as gate_reason,
        report.source_url, report.file_name, report.layout, report.script, report.scope,
        report.published_date, report.fetched_at, report.withdrawn_at, report.is_canonical,
        report.revision,
        coalesce(failed.rules, []) as rules, coalesce(failed.faults, []) as faults,
        coalesce(failed.is_settled, true) as is_settled,
        coalesce(made_of.is_failing, false) as is_failing,
        md5(concat_ws('|', made_of.fingerprint, report.values_sha256,
            report.gate_reason, report.is_canonical, report.revision, report.extractor_version,
            report.agency_key, report.withdrawn_at)) as fingerprint
    from dim_report as report
    inner join dim_agency as agency on report.agency_key = agency.agency_key
    left join failed on report.report_key = failed.report_key
    left join made_of on report.report_key = made_of.report_key
    order by
        case report.gate_status
            when 'quarantined' then 0 when 'no_tables' then 1 when 'flagged' then 2 else 3
        end, agency.agency_name, report.report_year, report.report_key
"""
_FAILING_LOCATORS = """
    with places as (
        select report_key, table_no, table_code, unnest(string_split(place, ', ')) as place
        from quality_result
        where report_key in (select unnest($1)) and outcome = 'fail' and place != ''
    )

    select distinct cell.report_key, cell.locator
    from stg_cell as cell
    left join places
        on
            cell.report_key = places.report_key
            and cell.table_no = places.table_no
            and cell.table_code = places.table_code
            and places.place in (
                cell.row_code, cell.column_code, cell.row_code || '.' || cell.column_code
            )
    where
        cell.report_key between list_min($1) and list_max($1)
        and cell.report_key in (select unnest($1))
        and cell.locator is not null
        and (places.place is not null or cell.value_status = 'unreadable')
    union
    select distinct report_key, locator from stg_finding
    where report_key in (select unnest($1)) and locator is not null
"""
_DIFFERENCES = """
    select
        finding.report_key, finding.table_code, finding.table_no, finding.place,
        coalesce(cell.raw_text, '') as by_place, finding.detail as by_label
    from stg_finding as finding
    left join stg_cell as cell
        on
            finding.report_key = cell.report_key
            and finding.table_code = cell.table_code
            and finding.table_no = cell.table_no
            and finding.place = cell.row_code || '.' || cell.column_code
    where
        finding.report_key in (select unnest($1)) and finding.finding_code = 'readings_differ'
    order by finding.finding_no
"""
_DECISIONS = """
    select document_key, decision, status, why, rule_id, table_code, reason, decided_by, decided_on
    from quality_decision where document_key in (select unnest($1)) order by decision_no
"""


def night(connection: Connection) -> str:
    """Which night's warehouse this is."""
    (newest,) = rows(connection, "select max(run_id) as run_id from meta_run")
    return str(newest["run_id"])


def runs(connection: Connection) -> list[dict[str, Any]]:
    """The last nights, newest first."""
    return rows(connection, _RUNS)


def rules(connection: Connection) -> list[dict[str, Any]]:
    """Every rule and how often it failed, passed, could not be assessed."""
    return rows(connection, _RULES)


def reports(connection: Connection) -> list[dict[str, Any]]:
    """Every snapshot, what is kept out first."""
    return rows(connection, _REPORTS)


def failing_locators(connection: Connection, keys: list[str]) -> dict[str, frozenset[str]]:
    """Where on their pages the failures of some reports are printed."""
    found = rows_of(connection, _FAILING_LOCATORS, keys)
    return {key: frozenset(row["locator"] for row in listed) for key, listed in found.items()}


def differences(connection: Connection, keys: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Cells of some reports that two readings of a table see differently, both as printed."""
    return rows_of(connection, _DIFFERENCES, keys)


def decisions(connection: Connection, documents: list[str]) -> dict[str, list[dict[str, Any]]]:
    """What stewards decided about some documents."""
    return rows_of(connection, _DECISIONS, documents)


def failed_rules(
    results: list[dict[str, Any]], questions: dict[Which, str]
) -> list[dict[str, Any]]:
    """The rules that a report fails, each with the places it looked at, written out."""
    by_rule: dict[Which, list[dict[str, Any]]] = {}
    for row in results:
        which = (row["rule_id"], row["table_code"], row["table_no"])
        by_rule.setdefault(which, []).append(row | {"identity": identity(row)})
    return [
        {
            "rule_id": which[0],
            "table_code": which[1],
            "table_no": which[2],
            "severity": places[0]["severity"],
            "fault": next(row["fault"] for row in places if row["outcome"] == "fail"),
            "is_accepted": any(row["is_accepted"] for row in places),
            "review_id": questions.get(which),
            "failed": [row for row in places if row["outcome"] == "fail"],
            "held": [row for row in places if row["outcome"] == "pass" and row["identity"]],
            "not_assessable": sum(row["outcome"] == "not_assessable" for row in places),
        }
        for which, places in by_rule.items()
        if any(row["outcome"] == "fail" for row in places)
    ]
