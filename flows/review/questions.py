"""Questions to a steward: the rules that published tables and reports fail, undecided.

A question has an id that stays the same as long as the same values fail the same rule, in
whichever capture and night. Ids and report keys may be given by their first six digits.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.warehouse import Connection, rows

_FEWEST = 6
_COLUMNS = (
    "review_id, report_key, document_key, agency_name, report_year, table_code, table_no, "
    "rule_id, severity, fault, places, message, values_sha256"
)
_SUBJECTS = """
    select
        report.report_key, report.document_key, agency.agency_name, report.report_year,
        coalesce(part.table_code, '') as table_code,
        coalesce(part.table_no, 0) as table_no,
        coalesce(part.values_sha256, report.values_sha256) as values_sha256
    from dim_report as report
    inner join dim_agency as agency on report.agency_key = agency.agency_key
    left join (
        select report_key, table_code, table_no, values_sha256 from fct_report_table
        union all
        select report_key, null, null, null from dim_report
    ) as part on report.report_key = part.report_key
    where starts_with(report.report_key, $1)
    order by table_no, table_code
"""
_ORDER = """
    order by
        case severity when 'critical' then 0 else 1 end,
        agency_name, report_year, table_no, rule_id, review_id
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decision is about: a statutory table, or with `table_no` 0 a report."""

    report_key: str
    document_key: str
    agency_name: str
    report_year: int | None
    table_code: str
    table_no: int
    values_sha256: str

    @property
    def about(self) -> str:
        """Whose it is, for a person."""
        table = f", {self.table_code} {self.table_no}" if self.table_code else ""
        return f"{self.agency_name} {self.report_year or 'of an unknown year'}{table}"


@dataclass(frozen=True, slots=True)
class Question(Subject):
    """A rule that its subject fails, and that no one has decided on."""

    review_id: str
    rule_id: str
    severity: str
    fault: str
    places: int
    message: str


class NoWarehouse(FileNotFoundError):
    """There is nothing published to ask about."""


def open_warehouse(path: Path) -> Connection:
    """The published warehouse, read-only.

    Raises:
        NoWarehouse: no night has published one, or an older layout stands there.
    """
    if not path.exists():
        raise NoWarehouse(f"no warehouse at {path.name}; run `xxgk run` first")
    connection = duckdb.connect(str(path), read_only=True)
    try:
        connection.execute("select 1 from quality_open limit 1")
    except duckdb.CatalogException as error:
        connection.close()
        raise NoWarehouse(f"{path.name} was built before reviews; run `xxgk run` first") from error
    return connection


def rows_of(connection: Connection, query: str, keys: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The answer to a query about many reports at once (`$1`), by its first column."""
    found: dict[str, list[dict[str, Any]]] = {key: [] for key in keys}
    for row in rows(connection, query, [keys]):
        found[row.pop(next(iter(row)))].append(row)
    return found


def open_questions(
    connection: Connection,
    *,
    agency: str | None = None,
    year: int | None = None,
    rule: str | None = None,
    fault: str | None = None,
) -> list[Question]:
    """Open questions, what keeps tables out first; `agency` is any part of a name."""
    found = rows(
        connection,
        f"""
        select {_COLUMNS} from quality_open
        where
            contains(agency_name, coalesce($1, agency_name))
            and report_year is not distinct from coalesce($2, report_year)
            and rule_id = coalesce($3, rule_id)
            and fault is not distinct from coalesce($4, fault)
        {_ORDER}
        """,
        [agency, year, rule, fault],
    )
    return [Question(**one) for one in found]


def questions_named(connection: Connection, name: str) -> list[Question]:
    """The open questions of a report, or the one of an id."""
    query = f"select {_COLUMNS} from quality_open where starts_with(report_key, $1) {_ORDER}"
    found = rows(connection, query, [name]) if len(name) >= _FEWEST else []
    return [Question(**one) for one in found] or [question(connection, name)]


def question(connection: Connection, review_id: str) -> Question:
    """The open question of an id, or of its first digits.

    Raises:
        LookupError: there is none, or more than one.
    """
    if len(review_id) < _FEWEST:
        raise LookupError(f"{review_id}: give at least {_FEWEST} digits of an id")
    query = f"select {_COLUMNS} from quality_open where starts_with(review_id, $1) {_ORDER}"
    found = rows(connection, query, [review_id])
    if len(found) != 1:
        count = f"{len(found)} open questions begin" if found else "no open question begins"
        raise LookupError(f"{count} with {review_id}; see `xxgk review list`")
    return Question(**found[0])


def subject(connection: Connection, name: str, table: str | None = None) -> Subject:
    """What a name means: the table of a question, or a report or (`request`) a table of it.

    Raises:
        LookupError: it names nothing, or more than one thing.
    """
    found = [Subject(**one) for one in rows(connection, _SUBJECTS, [name[:32]])]
    if len(name) < _FEWEST or not found:
        return question(connection, name)
    code, _, number = (table or "").partition(":")
    named = [
        one
        for one in found
        if one.table_code == code and (not number or str(one.table_no) == number)
    ]
    if len(named) != 1:
        known = ", ".join(f"{one.table_code}:{one.table_no}" for one in found if one.table_code)
        raise LookupError(
            f"{name}{f' --table {table}' if table else ''} names {len(named)} things"
            + (f"; its tables are {known}" if known else "")
        )
    return named[0]


def outcomes_of(connection: Connection, keys: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Every rule that spoke about some reports, place by place, failures first."""
    return rows_of(
        connection,
        """
        select
            report_key, rule_id, table_code, table_no, place, severity, outcome, fault, expected,
            observed, message, is_accepted
        from quality_result
        where report_key in (select unnest($1))
        order by outcome != 'fail', table_no, table_code, rule_id, place
        """,
        keys,
    )


def decisions_taken(connection: Connection) -> list[dict[str, Any]]:
    """Every decision and what became of it, the void ones first."""
    return rows(
        connection,
        """
        select decision_no, decision, status, why, about, rule_id, reason, decided_by, decided_on
        from quality_decision
        order by
            case status when 'void' then 0 when 'absent' then 1 when 'idle' then 2 else 3 end,
            decision_no
        """,
    )
