"""Answers of a steward, checked against what is published and written to the decisions.

In: open questions, or a table of a report. Out: entries of `data/decisions.yml`. What an
entry cannot say is refused here: a choice between two readings, a number that the page does
not show, a transcription of a cell that does not exist.
"""

import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from flows.decisions import Accept, Correct, DecisionError, Reject, check_acceptable, record
from flows.review.questions import Question, Subject
from flows.warehouse import Connection, rows

_PRINTED = re.compile(r"[-−]?\d+(?:,\d{3})*(?:\.\d+)?")
_ROW = """
    select column_code, value, value_status, coalesce(raw_text, '') as raw_text from stg_cell
    where report_key = $1 and table_code = $2 and table_no = $3 and row_code = $4
"""
_WAREHOUSE: dict[str, Any] = {
    "document_key": "",
    "table_code": "",
    "table_no": 0,
    "about": "the warehouse",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """Why, who, when."""

    reason: str
    by: str
    date: date


def _entry(about: Subject, signed: Signature) -> dict[str, Any]:
    return {
        "document_key": about.document_key,
        "table_code": about.table_code,
        "table_no": about.table_no,
        "values_sha256": about.values_sha256,
        "about": about.about,
        **asdict(signed),
    }


def accept(decisions: Path, questions: list[Question], signed: Signature) -> None:
    """Publish as printed although these rules fail.

    Raises:
        DecisionError: a rule cannot be accepted; nothing is written then.
    """
    for one in questions:
        check_acceptable(one.rule_id)
    taken = [Accept(rule=one.rule_id, **_entry(one, signed)) for one in questions]
    record(decisions, [*taken])


def accept_coverage(decisions: Path, drop: str, signed: Signature) -> None:
    """Let one drop in coverage through, by the name that the refused night gave it."""
    entry = Accept(rule="coverage_kept", values_sha256=drop, **_WAREHOUSE, **asdict(signed))
    record(decisions, [entry])


def reject(decisions: Path, withdrawn: Subject, signed: Signature) -> None:
    """Withdraw a table, or a report, also one that passed."""
    record(decisions, [Reject(**_entry(withdrawn, signed))])


@dataclass(frozen=True, slots=True)
class Transcription:
    """What a steward says a cell (`row.column`) prints, and what was read there before."""

    cell: str
    printed: str
    expect: str | None
    attested: bool


def correct(
    connection: Connection,
    decisions: Path,
    table: Subject,
    said: Transcription,
    signed: Signature,
) -> Correct:
    """Replace what was read in a cell by what it prints, in the unit it is stored in.

    Raises:
        DecisionError: no such cell, no number, another value than expected was read, or the
            number does not stand in the text of its row and is not attested.
    """
    row_code, _, column_code = said.cell.rpartition(".")
    which = [table.report_key, table.table_code, table.table_no, row_code]
    row = rows(connection, _ROW, which)
    cell = next((one for one in row if one["column_code"] == column_code), None)
    if cell is None:
        raise DecisionError(f"{table.about} has no cell {said.cell}; a cell is named row.column")
    if said.expect is not None and _number(said.expect) != cell["value"]:
        read = "no number" if cell["value"] is None else f"{cell['value'].normalize():f}"
        raise DecisionError(f"{said.cell} was read as {read}, not as {said.expect}")
    value = _number(said.printed)
    if not said.attested and not _stands_in(value, row, cell["value_status"]):
        raise DecisionError(
            f"{said.printed} does not stand in the text read for {row_code}; look at the page, "
            "and say --attest if that is what it prints"
        )
    entry = Correct(
        row_code=row_code,
        column_code=column_code,
        expect=cell["value"],
        value=value,
        attested=said.attested,
        **_entry(table, signed),
    )
    record(decisions, [entry])
    return entry


def _number(text: str) -> Decimal:
    try:
        return Decimal(_plain(text).replace(",", ""))
    except InvalidOperation as error:
        raise DecisionError(f"{text} is no number") from error


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("−", "-")


def _stands_in(value: Decimal, row: list[dict[str, Any]], status: str) -> bool:
    """Whether a row prints a number; within glued digits where they could not be split."""
    text = [_plain(one["raw_text"]) for one in row]
    printed = {_number(number) for one in text for number in _PRINTED.findall(one)}
    glued = status == "unreadable" and any(f"{value:f}" in one for one in text)
    return value in printed or glued
