"""Expectation suites over gaps that SQL computes: pass, fail or not assessable.

A rule is two files: a SELECT that yields one row per place it looks at, with the `gap` it
found there (null where an operand is missing: not assessable, which is not passed), and an
expectation in Great Expectations' own format that names it in `meta.rule_id`, with native
severity, a sentence of why in `notes` and of what went wrong in `meta.message`.
"""

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from flows.settings import EXPECTATIONS
from flows.warehouse import Connection

COLUMNS = ["rule_id", "report_key", "table_no", "table_code", "place", "severity"]
_YIELDED = {"report_key", "table_no", "table_code", "place", "expected", "observed", "gap"}
COLUMNS += ["outcome", "fault", "expected", "observed", "message"]


class RuleError(RuntimeError):
    """An expectation or its SELECT that does not work: an error of ours, not of the data."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its expectation, and the SELECT that yields its gaps."""

    suite: str
    rule_id: str
    severity: str
    why: str
    message: str
    select: Path
    expectation: Any


def rules(views: Path, suites: list[Path]) -> Iterator[Rule]:
    """The rules of some suites, each with its SELECT in a folder.

    Raises:
        RuleError: a suite is malformed, or a rule has no SELECT.
    """
    import great_expectations as gx

    for path in suites:
        try:
            suite = gx.ExpectationSuite(**json.loads(path.read_text("utf-8")))
            for expectation in suite.expectations:
                meta = expectation.meta or {}
                yield Rule(
                    suite.name,
                    meta["rule_id"],
                    str(getattr(expectation.severity, "value", expectation.severity)),
                    str(expectation.notes),
                    meta["message"],
                    _select(views, meta["rule_id"]),
                    expectation,
                )
        except (ValueError, KeyError, TypeError) as error:
            raise RuleError(f"{path.name} is no expectation suite: {error}") from error


def _select(views: Path, rule_id: str) -> Path:
    path = views / f"{rule_id}.sql"
    if not path.exists():
        raise RuleError(f"rule {rule_id} has no SELECT {path.name} in sql/{views.name}/")
    return path


def suites(*, warehouse: bool) -> list[Path]:
    """The suites about reports, or the one about the finished warehouse."""
    return [
        path
        for path in sorted(EXPECTATIONS.glob("*.json"))
        if (path.stem == "warehouse") == warehouse
    ]


def judge(connection: Connection, found: Iterator[Rule]) -> pd.DataFrame:
    """Apply rules to the warehouse; one row per rule and place, in `COLUMNS`."""
    batches = _batches()
    frames = [_apply(connection, rule, batches) for rule in found]
    judged = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)
    return judged.astype({name: "Int32" if name == "table_no" else "string" for name in COLUMNS})


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


def _apply(connection: Connection, rule: Rule, batches: Any) -> pd.DataFrame:
    try:
        frame = connection.execute(rule.select.read_text("utf-8")).df()
    except Exception as error:
        raise RuleError(f"rule {rule.rule_id}: its SELECT failed: {error}") from error
    if lacking := sorted(_YIELDED - set(frame.columns)):
        raise RuleError(f"rule {rule.rule_id}: its SELECT does not yield {lacking}")
    if "fault" not in frame:
        frame["fault"] = None
    frame["row"] = range(len(frame))
    subject = str(getattr(rule.expectation, "column", "gap"))
    gaps = frame[["row", *({subject, "gap"} & set(frame.columns))]].copy()
    gaps["gap"] = gaps["gap"].astype("float64")
    failed = _failed(rule, batches, gaps) if len(frame) else set()
    missing = frame[subject].isna()
    frame["outcome"] = ["fail" if row in failed else "pass" for row in frame["row"]]
    frame.loc[missing & (frame["outcome"] == "pass"), "outcome"] = "not_assessable"
    frame["rule_id"], frame["severity"] = rule.rule_id, rule.severity
    frame["message"] = [
        rule.message.format(place=place, expected=expected, observed=observed)
        if outcome == "fail"
        else None
        for place, expected, observed, outcome in zip(
            *(frame[name] for name in ("place", "expected", "observed", "outcome")), strict=True
        )
    ]
    return frame[COLUMNS]


def _failed(rule: Rule, batches: Any, gaps: pd.DataFrame) -> set[int]:
    """Rows that break an expectation; all of them where it speaks of the whole frame."""
    result = batches.get_batch({"dataframe": gaps}).validate(
        rule.expectation,
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": ["row"],
        },
    )
    if raised := _raised(result.exception_info):
        raise RuleError(f"rule {rule.rule_id} does not work: {raised}")
    if result.success:
        return set()
    listed = result.result.get("unexpected_index_list")
    return {int(place["row"]) for place in listed} if listed else set(gaps["row"])


def _raised(information: dict[str, Any]) -> str | None:
    """The message of an expectation that raised: one for it all, or one a metric."""
    for info in [information, *information.values()]:
        if isinstance(info, dict) and info.get("raised_exception"):
            return str(info.get("exception_message"))
    return None
