"""Documents through a whole night, and what each rule said of them."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import duckdb

from flows import fetch
from tests.night import Night, run_night


class Outcome(NamedTuple):
    """What a rule said of a place."""

    rule_id: str
    place: str
    outcome: str
    fault: str | None
    expected: str | None
    observed: str | None
    message: str | None


_OUTCOMES = """
    select file_name, rule_id, place, outcome, fault, expected, observed, message
    from quality_result join dim_report using (report_key) order by all
"""


def judge_night(data: Path, documents: dict[str, str | bytes]) -> tuple[Night, dict[str, list]]:
    """Run a night on named documents; returns it, and every outcome by name."""
    for name, text in documents.items():
        content = text.encode() if isinstance(text, str) else text
        fetch.store(data / "raw", content, file_name=f"{name}.txt")
    night = run_night(data)
    outcomes: dict[str, list[Outcome]] = {name: [] for name in documents}
    with duckdb.connect(str(night.where.warehouse), read_only=True) as connection:
        for name, *outcome in connection.execute(_OUTCOMES).fetchall():
            outcomes[name.removesuffix(".txt")].append(Outcome(*outcome))
    return night, outcomes


def failed(outcomes: Iterable[Outcome]) -> set[tuple[str, str | None]]:
    """The rules that failed, with the fault of each."""
    return {(one.rule_id, one.fault) for one in outcomes if one.outcome == "fail"}


def said(outcomes: Iterable[Outcome], rule_id: str, place: str | None = None) -> set[str]:
    """The outcomes of a rule, of all places or of one."""
    return {
        one.outcome for one in outcomes if one.rule_id == rule_id and place in (None, one.place)
    }
