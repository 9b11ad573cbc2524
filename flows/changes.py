"""What a night changes: the next warehouse compared with the published one.

In: the next warehouse, built, and the published file, attached read-only. Out: a line for
reports, for verdicts and for each kind of fact, and the reports that would be gone. Both are
asked the same SELECT, `sql/compare/thing.sql`; a captured copy more is no change.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.settings import SQL
from flows.warehouse import Connection, rows

_COUNTED = """
    select
        coalesce(now.subject, last.subject) as subject,
        count(now.thing) as held,
        count(*) filter (where last.thing is null) as added,
        count(*) filter (where now.thing is null) as gone,
        count(*) filter (where now.value != last.value) as changed
    from compared_now as now
    full outer join compared_last as last
        on now.subject = last.subject and now.thing = last.thing
    group by all
    order by subject
"""
_GONE = """
    select distinct
        coalesce(agency.agency_name, '') || ' ' || coalesce(report.report_year::varchar, '')
        || ' ' || report.document_type as report
    from compared_last as last
    inner join last.dim_report as report on last.thing = hash(report.document_key)
    left join last.dim_agency as agency on report.agency_key = agency.agency_key
    where
        last.subject = 'report' and report.is_canonical
        and last.thing not in (select thing from compared_now where subject = 'report')
    order by report
"""


@dataclass(frozen=True, slots=True)
class Change:
    """Of one subject: how many things are held now, and how many came, went or changed."""

    subject: str
    held: int
    added: int
    gone: int
    changed: int


def compare(connection: Connection, published: Path) -> tuple[list[Change], list[str]]:
    """The changes and, by name, the reports whose figures would be gone.

    Both are empty where nothing is published, or by an older layout that cannot be compared.
    """
    try:
        with _attached(connection, published):
            changes = [Change(**row) for row in rows(connection, _COUNTED)]
            return changes, [row["report"] for row in rows(connection, _GONE)]
    except duckdb.Error:
        return [], []


@contextmanager
def _attached(connection: Connection, published: Path) -> Iterator[None]:
    """Both warehouses' things as temporary tables, the published one attached as `last`."""
    if not published.exists():
        raise duckdb.IOException("nothing is published")
    select = (SQL / "compare" / "thing.sql").read_text("utf-8")
    ((next_one,),) = connection.execute("select current_database()").fetchall()
    connection.execute(f"attach '{published}' as last (read_only)")
    try:
        connection.execute(f"create or replace temp table compared_now as {select}")
        connection.execute("use last")
        connection.execute(f"create or replace temp table compared_last as {select}")
        connection.execute(f'use "{next_one}"')
        yield
    finally:
        connection.execute(f'use "{next_one}"')
        connection.execute("detach last")
        for name in ("compared_now", "compared_last"):
            connection.execute(f"drop table if exists temp.{name}")
