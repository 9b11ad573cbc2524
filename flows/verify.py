"""Verify: the finished warehouse against its dictionary, its facts and the last night.

In: the next warehouse, closed to further change. Out: what the rules about it found, as the
temporary table `verified`; a failure keeps the night from publishing, so that yesterday's
warehouse stays.
"""

from pathlib import Path

import duckdb

from flows.gate import judge, rules, suites
from flows.settings import SQL
from flows.warehouse import Connection, Reference, Table, dictionary

_LAST = """
    create or replace temp table last_published as
    select distinct report.document_key
    from last.dim_report as report
    inner join last.fct_report_table as whole on report.report_key = whole.report_key
    where report.is_canonical and whole.verdict != 'quarantined'
"""
_FAILED = """
    select rule_id, report_key, message from verified
    where
        outcome = 'fail' and severity = 'critical'
        and place not in (
            select 'coverage:' || values_sha256 from stg_decision
            where decision = 'accept' and document_key = '' and rule_id = 'coverage_kept'
        )
    order by all
"""


class Unpublishable(RuntimeError):
    """The finished warehouse contradicts itself or has lost reports; one sentence says how."""


def verify(connection: Connection, published: Path) -> None:
    """Check the finished warehouse.

    Raises:
        Unpublishable: a reference is broken or a rule about the warehouse fails.
    """
    _references(connection)
    _offer_last(connection, published)
    judge(connection, rules(SQL / "verify", suites("warehouse")), "verified")
    failed = connection.execute(_FAILED).fetchall()
    if failed:
        rule, report, message = failed[0]
        whose = f" (report {report})" if report else ""
        more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
        raise Unpublishable(f"{rule}: {message}{whose}{more}")


def _references(connection: Connection) -> None:
    """Every reference that the dictionary declares finds its row."""
    for table in dictionary():
        for reference in table.references:
            rows = orphans(connection, table, reference)
            if rows:
                raise Unpublishable(
                    f"{table.name}.{', '.join(reference.columns)}: {rows} rows refer to nothing "
                    f"in {reference.table}"
                )


def orphans(connection: Connection, table: Table, reference: Reference) -> int:
    """Rows of a table whose reference, where no part of it is null, finds nothing."""
    known = " and ".join(f't."{name}" is not null' for name in reference.columns)
    found = " and ".join(
        f'o."{target}" = t."{name}"'
        for name, target in zip(reference.columns, reference.targets, strict=True)
    )
    counted = connection.execute(
        f"select count(*) from {table.name} as t where {known}"
        f" and not exists (select 1 from {reference.table} as o where {found})"
    ).fetchone()
    return int(counted[0]) if counted else 0


def _offer_last(connection: Connection, published: Path) -> None:
    """What the last night published, or nothing where there was none to compare with."""
    try:
        if published.exists():
            connection.execute(f"attach '{published}' as last (read_only)")
            connection.execute(_LAST)
            connection.execute("detach last")
            return
    except duckdb.Error:
        # A warehouse of an older layout cannot be compared with; it is replaced whole.
        connection.execute("detach database if exists last")
    connection.execute("create or replace temp table last_published (document_key varchar)")
