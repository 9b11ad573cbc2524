"""The rules as people know them: severity, why, and whether a failure may be accepted.

Read from the expectation suites alone, without the machinery that applies them.
"""

import json
from dataclasses import dataclass
from functools import cache

from flows.settings import EXPECTATIONS


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What an expectation says of its rule; `never_accept` says why a failure of it stays."""

    rule_id: str
    suite: str
    severity: str
    why: str
    never_accept: str | None


@cache
def rulebook() -> dict[str, RuleFacts]:
    """Every rule by its id."""
    suites = [json.loads(path.read_text("utf-8")) for path in sorted(EXPECTATIONS.glob("*.json"))]
    facts = (
        RuleFacts(
            one["meta"]["rule_id"],
            suite["name"],
            one["severity"],
            one.get("notes") or "",
            one["meta"].get("never_accept"),
        )
        for suite in suites
        for one in suite["expectations"]
    )
    return {fact.rule_id: fact for fact in facts}
