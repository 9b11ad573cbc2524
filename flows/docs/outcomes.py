"""Outcomes: the judged warehouse in, what each rule of each suite found out.

Great Expectations is only shown each different value once (flows/gate/judge.py), so places
are counted, and the failing ones listed, from the verdicts kept in the warehouse.
"""

from dataclasses import dataclass
from itertools import groupby

from flows.gate import rules, suites
from flows.gate.rules import Rule, Subject
from flows.settings import SQL
from flows.warehouse import Connection, rows

# Failing places a page shows of a rule; the rest is counted, and stands in quality_result.
SHOWN = 200

_COLUMNS = """
    rule_id, report_key, table_no, table_code, place, outcome, fault, expected, observed, message
"""
_ABOUT_REPORTS = f"select {_COLUMNS}, is_accepted from quality_result"
_ABOUT_WAREHOUSE = f"select {_COLUMNS}, false as is_accepted from verified"
_COUNTED = """
    select
        rule_id,
        count(*) as places,
        count(*) filter (where outcome = 'fail') as failed,
        count(*) filter (where outcome = 'not_assessable') as not_assessable,
        count(*) filter (where is_accepted) as accepted
    from ({outcomes})
    group by rule_id
"""
_FAILING = """
    select
        outcome.rule_id,
        outcome.report_key,
        coalesce(agency.agency_name, '') as agency,
        report.report_year,
        coalesce(report.title, report.file_name, '') as title,
        report.source_url,
        outcome.table_no,
        outcome.table_code,
        outcome.place,
        outcome.expected,
        outcome.observed,
        outcome.message,
        outcome.fault,
        outcome.is_accepted
    from ({outcomes}) as outcome
    left join dim_report as report on outcome.report_key = report.report_key
    left join dim_agency as agency on report.agency_key = agency.agency_key
    where outcome.outcome = 'fail'
    qualify row_number() over (partition by outcome.rule_id order by {order}) <= $shown
    order by outcome.rule_id, {order}
"""
_ORDER = """
    outcome.is_accepted, agency, report.report_year, outcome.report_key, outcome.table_no,
    outcome.table_code, outcome.place, outcome.expected, outcome.observed
"""
# What suites are about, where their SELECTs stand, and how a page says it.
_SUBJECTS: tuple[tuple[Subject, str, str], ...] = (
    ("report", "quality", "staged reports"),
    ("across", "quality", "reports of several years and bodies"),
    ("warehouse", "verify", "the finished warehouse"),
)
_SEVERITIES = ("critical", "warning", "info")


@dataclass(frozen=True, slots=True)
class Failing:
    """A place that fails a rule: whose, where, and what should stand there."""

    rule_id: str
    report_key: str
    agency: str
    report_year: int | None
    title: str
    source_url: str | None
    table_no: int
    table_code: str
    place: str | None
    expected: str | None
    observed: str | None
    message: str
    fault: str | None
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What a rule found: how many places it looked at, and the first that fail it."""

    rule: Rule
    places: int = 0
    failed: int = 0
    not_assessable: int = 0
    accepted: int = 0
    shown: tuple[Failing, ...] = ()

    @property
    def assessed(self) -> int:
        """How many places could be judged: where none could, the rule did not pass."""
        return self.places - self.not_assessable


@dataclass(frozen=True, slots=True)
class SuiteOutcome:
    """What the rules of a suite found, worst first, and what they are about."""

    name: str
    about: str
    rules: tuple[RuleOutcome, ...]


def outcomes_of(connection: Connection) -> list[SuiteOutcome]:
    """What every suite found, those about reports first.

    A night that never came to verify its warehouse has judged no place of that suite.

    Raises:
        RuleError: a suite does not work.
    """
    counted, failing = _judged(connection)
    return [
        SuiteOutcome(name, about, _worst_first(list(held), counted, failing))
        for subject, folder, about in _SUBJECTS
        for name, held in groupby(rules(SQL / folder, suites(subject)), lambda rule: rule.suite)
    ]


def _worst_first(
    held: list[Rule], counted: dict[str, dict[str, int]], failing: dict[str, tuple[Failing, ...]]
) -> tuple[RuleOutcome, ...]:
    found = [
        RuleOutcome(rule, **counted.get(rule.rule_id, {}), shown=failing.get(rule.rule_id, ()))
        for rule in held
    ]
    return tuple(sorted(found, key=lambda one: (not one.failed, severity_rank(one.rule.severity))))


def severity_rank(severity: str) -> int:
    """Where a severity stands, the worst first."""
    return _SEVERITIES.index(severity)


def _judged(
    connection: Connection,
) -> tuple[dict[str, dict[str, int]], dict[str, tuple[Failing, ...]]]:
    """By rule: the places it looked at, counted; and the failing ones to be shown."""
    outcomes = _ABOUT_REPORTS
    verified = "select 1 from duckdb_tables() where table_name = 'verified'"
    if connection.execute(verified).fetchone():
        outcomes = f"{_ABOUT_REPORTS} union all {_ABOUT_WAREHOUSE}"
    counted = {
        row.pop("rule_id"): row for row in rows(connection, _COUNTED.format(outcomes=outcomes))
    }
    query = _FAILING.format(outcomes=outcomes, order=_ORDER)
    shown = (Failing(**row) for row in rows(connection, query, {"shown": SHOWN}))
    return counted, {rule: tuple(rows) for rule, rows in groupby(shown, lambda one: one.rule_id)}
