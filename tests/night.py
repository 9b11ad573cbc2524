"""A night without the orchestrator: the same stages in the same order, as plain calls."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows import decisions, fetch, record, steps
from flows.extract import unread, write_batch
from flows.settings import Paths
from flows.warehouse import dictionary


@dataclass(frozen=True)
class Night:
    """Where a night was run, and how many snapshots it read."""

    where: Paths
    extracted: int


def _unmeasured(stage: str) -> AbstractContextManager[None]:
    return nullcontext()


def run_night(
    data: Path | Paths, during: Callable[[str], AbstractContextManager[None]] = _unmeasured
) -> Night:
    """Run every stage on a data directory or paths, each within what `during` opens for it."""
    where = data if isinstance(data, Paths) else Paths(data)
    held, _ = steps.held_snapshots(where.raw)
    rest = [one for batch in unread(where.extracted, held) for one in batch]
    pending = [fetch.content(where.raw, one) for one in rest]
    if pending:
        write_batch(where.extracted, pending)
    night = record.begin(where.runs)
    with during("stage"):
        steps.stage_reports(where, held, decisions.read(where.decisions))
    with during("gate"):
        steps.gate_reports(where, night.run_id)
    with during("marts"):
        night, _ = steps.build_marts(where, night)
    with during("verify"):
        steps.verify_warehouse(where, night)
    with during("publish"):
        steps.publish_warehouse(where)
    record.end(where.runs, night, "published")
    return Night(where, len(pending))


def dump(warehouse: Path) -> dict[str, list[tuple]]:
    """Every table but the record of nights, as rows in key order."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {
            table.name: connection.execute(f"select * from {table.name} order by all").fetchall()
            for table in dictionary()
            if table.stage != "record"
        }


def content(warehouse: Path) -> dict[str, list[tuple]]:
    """The dump without the names of the nights that first kept a table out."""
    whole = dump(warehouse)
    kept_out = [row[:-1] for row in whole["quality_quarantine"]]
    return whole | {"quality_quarantine": kept_out}
