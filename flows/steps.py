"""The steps of a night, one function each, as whoever runs the night calls them in order.

In: paths, keys and what an earlier step told. Out: files under the data directory, and what a
later step asks. A step that fails leaves the published warehouse as it was.
"""

import platform
from dataclasses import replace

from flows import console, decisions, docs, fetch, marts, record, report, retention, share, stage
from flows.changes import compare
from flows.extract import extractor_version, open_workers
from flows.files import Place
from flows.gate import Quarantined, gate
from flows.publish import clear_next, publish
from flows.settings import Paths, lake
from flows.verify import verify
from flows.warehouse import connect


def held_snapshots(raw: Place) -> tuple[list[fetch.Sidecar], list[str]]:
    """What is in the raw store, and a sentence for each sidecar that cannot be read."""
    found = list(fetch.sidecars(raw))
    whole = [one for one in found if isinstance(one, fetch.Sidecar)]
    return whole, [str(one) for one in found if isinstance(one, fetch.Damaged)]


def extract_batches(
    where: Paths, batches: list[list[fetch.Sidecar]], processes: int, version: str
) -> list[str]:
    """Read batches of snapshots in worker processes; a sentence for each that was amiss.

    Raises:
        RuntimeError: on a machine of the cluster, the extractor is another than the night's.
    """
    if extractor_version() != version:
        raise RuntimeError(f"{platform.node()} has another version of xxgk than the night")
    amiss = []
    with open_workers(where.raw, where.extracted, processes) as pool:
        for size, sentences in pool.read(batches):
            console.advance(size)
            amiss += sentences
    return amiss


def stage_reports(
    where: Paths, held: list[fetch.Sidecar], taken: list[decisions.AnyDecision]
) -> None:
    """Build the staging tables of the next warehouse."""
    clear_next(where.next_warehouse)
    with connect(where.next_warehouse) as connection:
        stage.load(connection, where.extracted, held, taken, fetch.captures(where.visits))


def gate_reports(where: Paths, run_id: str) -> list[Quarantined]:
    """Judge every report."""
    with connect(where.next_warehouse) as connection:
        return gate(connection, run_id, record.quarantined_before(where.runs))


def build_marts(where: Paths, night: record.Night) -> tuple[record.Night, list[str]]:
    """Build the star and the marts; the night, counted, and the reports that would be gone."""
    with connect(where.next_warehouse) as connection:
        marts.materialise(connection)
        changes, gone = compare(connection, where.warehouse)
        return report.count_verdicts(connection, replace(night, changes=changes)), gone


def verify_warehouse(where: Paths, night: record.Night) -> None:
    """Check the finished file, and write down what every rule found.

    Raises:
        Unpublishable: a reference is broken or a rule about the warehouse fails.
    """
    with connect(where.next_warehouse) as connection:
        ending = replace(night, outcome="published", finished_at=night.started_at)
        record.load(connection, where.runs, ending)
        try:
            verify(connection, where.warehouse)
        finally:
            # Of a night that is not published too: they show what kept it back.
            docs.write(connection, where.quality, night)


def publish_warehouse(where: Paths) -> None:
    """Swap the finished file in; the one that answered until now is kept."""
    retention.keep(where)
    publish(where.next_warehouse, where.warehouse)


def share_warehouse(where: Paths, run_id: str) -> None:
    """What was published, for readers on other machines, where there is a store or a lake."""
    if where.store:
        share.to_parquet(where.warehouse, run_id, where.store)
    if catalog := lake():
        share.to_lake(where.warehouse, run_id, catalog, where.lake)
