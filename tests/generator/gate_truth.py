"""What a gate must find in the reports of one body, recomputed from what they print.

Written against the notices, not against the SQL: each finding is (rule_id, table_code,
place, fault).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.generator.identities import failing
from tests.generator.truth import APPLICANTS, Number, Sample, Truth

Finding = tuple[str, str, str, str]

_PROSE = {
    "received": ("request", "received.total", ["received"]),
    "carried_in": ("request", "carried_in.total", ["carried_in"]),
    "concluded": ("request", "concluded_total.total", ["concluded_total"]),
    "carried_out": ("request", "carried_out.total", ["carried_out"]),
    "reconsideration": ("review", "reconsideration.total", ["reconsideration"]),
    "litigation": (
        "review",
        "litigation_direct.total + litigation_after_review.total",
        ["litigation_direct", "litigation_after_review"],
    ),
}
_LAST_DAY = {"department": "01-31", "county": "02-20", "city": "03-10"}


@dataclass(frozen=True, slots=True)
class Report:
    """One of a body's reports: what it says, as it is printed, and how it was broken."""

    truth: Truth
    sample: Sample
    broken: str = ""

    def number(self, table: str, row: str, column: str) -> Number | None:
        """A printed number; none where its table may not be published."""
        cell = self.sample.truth.get((table, row, column))
        return None if cell is None or table in self.sample.must_quarantine else cell.value


def findings(before: Report | None, report: Report) -> set[Finding]:
    """All that fails in a report, given the one of the year before."""
    sample = report.sample
    whole = failing(sample.truth, sample.editions)
    found = {(*one, "source") for one in whole if one[1] not in sample.must_quarantine}
    found |= {("rows_present", table, "", "unknown") for table, _ in report.truth.absent}
    found |= {("labels_known", row.table_code, "", "unknown") for row in report.truth.strangers}
    found |= set(_cells(report)) | set(_prose(report)) | set(_late(report))
    return found | (set(_chained(before, report)) if before else set())


def _cells(report: Report) -> Iterator[Finding]:
    for (table, row, column), cell in report.sample.truth.items():
        if table in report.sample.must_quarantine:
            continue
        is_money = column.endswith("_amount")
        if is_money and cell.printed and (cell.unit == "unknown" or cell.printed.endswith("万")):
            yield "unit_printed", table, f"{row}.{column}", "source"
        if table == "disclosure" and not is_money and cell.value and cell.value % 1:
            yield "whole_count", table, f"{row}.{column}", "source"


def _prose(report: Report) -> Iterator[Finding]:
    for name, said in report.sample.prose.items():
        if name not in _PROSE:
            continue
        table, place, rows = _PROSE[name]
        printed = [report.number(table, row, "total") for row in rows]
        if None not in printed and said != sum(printed):
            yield "prose_agrees", table, place, "source"


def _late(report: Report) -> Iterator[Finding]:
    truth = report.truth
    last = "03-31" if truth.year < 2019 else _LAST_DAY[truth.level]
    if (truth.published or "") > f"{truth.year + 1}-{last}":
        yield "deadline", "", "", "source"


def _chained(before: Report, after: Report) -> Iterator[Finding]:
    for column in (*APPLICANTS, "total"):
        left = before.number("request", "carried_out", column)
        taken = after.number("request", "carried_in", column)
        if None not in (left, taken) and left != taken:
            yield "carried_over", "request", column, "source"
    for item in {row for table, row, _ in after.sample.truth if table == "disclosure"}:
        numbers = [before.number("disclosure", item, "in_force")]
        numbers += [after.number("disclosure", item, c) for c in ("issued", "repealed", "in_force")]
        if None not in numbers and numbers[0] + numbers[1] - numbers[2] != numbers[3]:
            yield "in_force_chain", "disclosure", f"{item}.in_force", "source"
        numbers = [before.number("disclosure", item, c) for c in ("prior_year_items", "change")]
        numbers.append(after.number("disclosure", item, "prior_year_items"))
        if None not in numbers and numbers[0] + numbers[1] != numbers[2]:
            yield "prior_year_chain", "disclosure", f"{item}.prior_year_items", "source"
    for row in {row for table, row, _ in after.sample.truth if table == "indicator"}:
        numbers = [before.number("indicator", row, "cumulative")]
        numbers += [after.number("indicator", row, c) for c in ("year", "cumulative")]
        begins_anew = numbers[1] == numbers[2]
        if None not in numbers and not begins_anew and numbers[0] + numbers[1] != numbers[2]:
            yield "cumulative_chain", "indicator", row, "source"
