"""Gate: staged tables and expectations in, a verdict per statutory table out.

It protects readers from our errors and discloses the publishers': what a critical rule
fails is quarantined, what a warning fails is flagged and published as printed.
"""

from flows.gate.gate import Quarantined, gate
from flows.gate.judge import judge
from flows.gate.rules import RuleError, rules, suites

__all__ = ["Quarantined", "RuleError", "gate", "judge", "rules", "suites"]
