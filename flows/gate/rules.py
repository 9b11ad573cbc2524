"""The rules: expectation suites in, each rule with the SELECT that computes its gaps out.

A rule is two files: a SELECT that yields one row per place it looks at, with the `gap` it
found there (null where an operand is missing: not assessable, which is not passed), and an
expectation in Great Expectations' own format that names it in `meta.rule_id`, with native
severity, a sentence of why in `notes` and of what went wrong in `meta.message`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from flows.settings import EXPECTATIONS

# What a suite is about; a file of no other name is about one report.
Subject = Literal["report", "across", "warehouse"]
_SEVERAL = ("across", "warehouse")
# How a message names what the SELECT yields, and how DuckDB's format() does.
_PLACES = {"place": "{0}", "expected": "{1}", "observed": "{2}"}


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

    @property
    def column(self) -> str:
        """The column that the expectation is about."""
        return str(getattr(self.expectation, "column", "gap"))

    @property
    def is_of_values(self) -> bool:
        """Whether it judges each value by itself, so that it says the same of equal ones."""
        from great_expectations.expectations.expectation import ColumnMapExpectation

        return isinstance(self.expectation, ColumnMapExpectation)

    def template(self) -> str:
        """The message for DuckDB's format(place, expected, observed)."""
        return self.message.format(**_PLACES)


def suites(subject: Subject) -> list[Path]:
    """The suites about one report, across several, or about the finished warehouse."""
    return [
        path
        for path in sorted(EXPECTATIONS.glob("*.json"))
        if (path.stem if path.stem in _SEVERAL else "report") == subject
    ]


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
                rule = Rule(
                    suite.name,
                    meta["rule_id"],
                    str(getattr(expectation.severity, "value", expectation.severity)),
                    str(expectation.notes),
                    meta["message"],
                    _select(views, meta["rule_id"]),
                    expectation,
                )
                rule.template()
                yield rule
        except (ValueError, LookupError, TypeError) as error:
            raise RuleError(f"{path.name} is no expectation suite: {error}") from error


def _select(views: Path, rule_id: str) -> Path:
    path = views / f"{rule_id}.sql"
    if not path.exists():
        raise RuleError(f"rule {rule_id} has no SELECT {path.name} in sql/{views.name}/")
    return path
