"""The gate itself: every rule about reports applied, its results and the quarantine kept.

In: the staged tables of the next warehouse. Out: `quality_result`, `quality_quarantine`.
A failure never stops the night; a rule that does not work does.
"""

from dataclasses import asdict, dataclass

import pandas as pd

from flows.gate.judge import judge
from flows.gate.rules import rules, suites
from flows.settings import SQL
from flows.warehouse import Connection, build, tables_of


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A statutory table that a rule keeps out, and the night that first did."""

    report_key: str
    table_code: str
    table_no: int
    rule_id: str
    run_id: str


def gate(connection: Connection, run_id: str, before: list[Quarantined]) -> list[Quarantined]:
    """Judge every staged report in a night; returns the quarantine.

    `before` is what earlier nights kept out, so that a table keeps its first night.

    Raises:
        RuleError: an expectation or its SELECT does not work.
    """
    known = _judge_all(connection)
    columns = list(Quarantined.__slots__)
    earlier = pd.DataFrame([asdict(one) for one in before], columns=columns)
    earlier = earlier.astype(
        {name: "int32" if name == "table_no" else "string" for name in columns}
    )
    connection.register("quarantined_before", earlier)
    connection.register("known_rule", known)
    connection.register("tonight", pd.DataFrame({"run_id": [run_id]}, dtype="string"))
    for table in tables_of("gate"):
        build(connection, table)
    for offered in ("quarantined_before", "known_rule", "tonight"):
        connection.unregister(offered)
    connection.execute("drop table judged")
    kept_out = connection.execute(
        f"select {', '.join(columns)} from quality_quarantine order by all"
    ).fetchall()
    return [Quarantined(*row) for row in kept_out]


def _judge_all(connection: Connection) -> pd.DataFrame:
    """Every rule's outcomes as `judged`: rules about one report, then across several.

    Only when each report has been judged alone is it known which snapshot stands for a
    document, and which of its tables may be compared with. Returns the rules.
    """
    alone = list(rules(SQL / "quality", suites("report")))
    judge(connection, alone, "judged")
    for table in tables_of("revision"):
        build(connection, table)
    across = list(rules(SQL / "quality", suites("across")))
    judge(connection, across, "judged")
    names = ["rule_id", "suite", "severity", "why"]
    known = [[getattr(rule, name) for name in names] for rule in (*alone, *across)]
    return pd.DataFrame(known, columns=names, dtype="string")
