"""Results: what a suite found in, the result a Great Expectations checkpoint would report out."""

from typing import Any

import great_expectations as gx
from great_expectations.core import (
    ExpectationSuiteValidationResult,
    ExpectationValidationResult,
    RunIdentifier,
)

from flows.docs.outcomes import RuleOutcome, SuiteOutcome
from flows.record import Night


def suite_result(suite: SuiteOutcome, night: Night) -> ExpectationSuiteValidationResult:
    """A suite's results, in the suite's order, with the night as its run.

    A rule that could assess no place counts neither as evaluated nor as successful.
    """
    results = [rule_result(one) for one in suite.rules]
    evaluated = sum(one.assessed > 0 for one in suite.rules)
    unsuccessful = sum(one.failed > 0 for one in suite.rules)
    return ExpectationSuiteValidationResult(
        success=not unsuccessful,
        results=results,
        suite_name=suite.name,
        statistics={
            "evaluated_expectations": evaluated,
            "successful_expectations": evaluated - unsuccessful,
            "unsuccessful_expectations": unsuccessful,
            "success_percent": _percent(evaluated - unsuccessful, evaluated),
        },
        meta={
            "great_expectations_version": gx.__version__,
            "run_id": RunIdentifier(run_name=night.run_id, run_time=night.started_at),
            "batch_spec": {"data_asset_name": suite.about},
        },
    )


def rule_result(found: RuleOutcome) -> ExpectationValidationResult:
    """A rule's result: its rows are places, those not assessable are its missing values."""
    return ExpectationValidationResult(
        success=not found.failed,
        expectation_config=found.rule.expectation.configuration,
        result={
            "element_count": found.places,
            "missing_count": found.not_assessable,
            "missing_percent": _percent(found.not_assessable, found.places),
            "unexpected_count": found.failed,
            "unexpected_percent": _percent(found.failed, found.assessed),
            "unexpected_percent_total": _percent(found.failed, found.places),
        },
    )


def _percent(part: int, whole: int) -> Any:
    return 100 * part / whole if whole else None
