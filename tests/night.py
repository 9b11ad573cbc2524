"""A night without the orchestrator: the same stages in the same order, as plain calls."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows import decisions, docs, fetch, marts, record, stage
from flows.extract import unread, write_batch
from flows.gate import gate
from flows.publish import clear_next, publish
from flows.settings import Paths
from flows.verify import verify
from flows.warehouse import connect, dictionary


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
    held = [one for one in fetch.sidecars(where.raw) if isinstance(one, fetch.Sidecar)]
    rest = [one for batch in unread(where.extracted, held) for one in batch]
    pending = [fetch.content(where.raw, one) for one in rest]
    if pending:
        write_batch(where.extracted, pending)
    night = record.begin(where.runs)
    clear_next(where.next_warehouse)
    with connect(where.next_warehouse) as connection:
        taken = decisions.read(where.decisions)
        with during("stage"):
            captures = fetch.captures(where.visits)
            stage.load(connection, where.extracted, held, taken, captures)
        with during("gate"):
            gate(connection, night.run_id, record.quarantined_before(where.runs))
        with during("marts"):
            marts.materialise(connection)
        record.load(connection, where.runs, night)
        with during("verify"):
            try:
                verify(connection, where.warehouse)
            finally:
                docs.write(connection, where.quality, night)
    with during("publish"):
        publish(where.next_warehouse, where.warehouse)
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
