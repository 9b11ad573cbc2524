"""The night in order: fetch, extract, stage, gate, marts, verify, publish.

The only module that knows Prefect. Tasks wrap the stages' plain functions and pass paths
and keys; documents go through in batches, for a Prefect task costs more than a document.
Retries are for reading from disk, never for the gate; fetching tries again by itself.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path

# Before Prefect is imported: nobody is told of a run, and the console is ours, errors too.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")

from prefect import flow, task, unmapped
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_table_artifact,
)
from prefect.blocks.abstract import NotificationBlock
from prefect.blocks.core import Block
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner

from flows import console, decisions, docs, fetch, marts, record, report, review, site, stage
from flows.extract import extracted_hashes, open_workers
from flows.gate import Quarantined, gate
from flows.publish import clear_next, one_night, publish
from flows.settings import Paths, paths, told
from flows.verify import verify
from flows.warehouse import connect

BATCH = 100
GROUP = 50
HOSTS_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a published night leaves behind, for whoever started it."""

    night: record.Night
    troubles: list[str]
    fetched: list[fetch.Tally] = field(default_factory=list)


@task(task_run_name="fetch {lane.name}", cache_policy=NO_CACHE)
def fetch_lane(night: fetch.Crawl, lane: fetch.Lane) -> list[fetch.Tally]:
    """Crawl the sources that share hosts; what came of each."""
    return fetch.crawl(night, lane)


@flow(
    name="fetch",
    task_runner=ThreadPoolTaskRunner(max_workers=HOSTS_AT_ONCE),  # type: ignore[arg-type]
    validate_parameters=False,
)
def fetch_sources(raw: Path, sources: list[fetch.Source], years: range | None) -> list[fetch.Tally]:
    """Crawl hosts side by side, each by a task of its own."""
    with fetch.night_of(raw, years) as night:
        lanes = fetch.lanes(sources)
        states = fetch_lane.map(unmapped(night), lanes, return_state=True)
        tallies = [
            tally
            for lane, state in zip(lanes, states, strict=True)
            for tally in _tallies(lane, state.result(raise_on_failure=False))
        ]
    create_table_artifact(
        key="fetch", table=[asdict(one) for one in tallies], description=fetch.in_words(tallies)
    )
    return tallies


def _tallies(lane: fetch.Lane, done: list[fetch.Tally] | Exception) -> list[fetch.Tally]:
    """What came of a lane's sources; a lane that broke is a trouble, and the others count."""
    if isinstance(done, Exception):
        return [fetch.Tally(lane.name, troubles=[f"{lane.name}: {type(done).__name__}: {done}"])]
    return done


@task(retries=2, retry_delay_seconds=[1, 5], cache_policy=NO_CACHE)
def held_snapshots(raw: Path) -> tuple[list[fetch.Sidecar], list[str]]:
    """What is in the raw store, and a sentence for each sidecar that cannot be read."""
    found = list(fetch.sidecars(raw))
    whole = [one for one in found if isinstance(one, fetch.Sidecar)]
    return whole, [str(one) for one in found if isinstance(one, fetch.Damaged)]


@task(retries=1, retry_delay_seconds=5, cache_policy=NO_CACHE)
def extract_batches(where: Paths, batches: list[list[fetch.Sidecar]]) -> list[str]:
    """Read batches of snapshots in worker processes; a sentence for each that was amiss."""
    amiss = []
    with open_workers(where.raw, where.extracted, len(batches)) as pool:
        for size, sentences in pool.read(batches):
            console.advance(size)
            amiss += sentences
    return amiss


@task(cache_policy=NO_CACHE)
def stage_reports(
    where: Paths, held: list[fetch.Sidecar], taken: list[decisions.AnyDecision]
) -> None:
    """Build the staging tables of the next warehouse."""
    clear_next(where.next_warehouse)
    with connect(where.next_warehouse) as connection:
        stage.load(connection, where.extracted, held, taken, fetch.captures(where.raw))


@task(cache_policy=NO_CACHE)
def gate_reports(where: Paths, run_id: str) -> list[Quarantined]:
    """Judge every report."""
    with connect(where.next_warehouse) as connection:
        return gate(connection, run_id, record.quarantined_before(where.runs))


@task(cache_policy=NO_CACHE)
def build_marts(where: Paths, night: record.Night) -> record.Night:
    """Build the star and the marts; the night, counted."""
    with connect(where.next_warehouse) as connection:
        marts.materialise(connection)
        return report.count_verdicts(connection, night)


@task(cache_policy=NO_CACHE)
def verify_and_publish(where: Paths, night: record.Night) -> None:
    """Check the finished file, write down what every rule found, and swap it in."""
    with connect(where.next_warehouse) as connection:
        ending = replace(night, outcome="published", finished_at=night.started_at)
        record.load(connection, where.runs, ending)
        try:
            verify(connection, where.warehouse)
        finally:
            # Of a night that is not published too: they show what kept it back.
            docs.write(connection, where.quality, night)
    publish(where.next_warehouse, where.warehouse)


@flow(name="nightly")
def nightly(years: str | None = None, source: str | None = None, offline: bool = False) -> Outcome:
    """One night, from the sources to the published warehouse.

    `years` (`2020` or `2019-2024`), `source` and `offline` limit what is fetched, never
    what is published.
    """
    where = paths()
    wanted = fetch.read_years(years) if years else None
    with one_night(where.data):
        night = record.begin(where.runs)
        try:
            tallies, troubles = ([], []) if offline else _fetch(where, wanted, source)
            return replace(_night(where, night, troubles), fetched=tallies)
        except BaseException as error:
            message = f"{type(error).__name__}: {error}".splitlines()[0]
            record.end(where.runs, night, "failed", message)
            _tell("xxgk: the night failed, nothing was published", message)
            raise


def _fetch(
    where: Paths, years: range | None, source: str | None
) -> tuple[list[fetch.Tally], list[str]]:
    """Fetch what the sources list; a host that fails never holds up the night."""
    found, troubles = fetch.read_sources(where.sources)
    if source and source not in {one.id for one in found if one.enabled}:
        raise ValueError(f"no source {source} is enabled in {where.sources.name}")
    wanted = [one for one in found if one.enabled and source in (None, one.id)]
    console.stage("fetch", len(fetch.lanes(wanted)))
    if not wanted:
        return [], troubles
    tallies = fetch_sources(where.raw, wanted, years)
    return tallies, [*troubles, *(trouble for tally in tallies for trouble in tally.troubles)]


def _night(where: Paths, night: record.Night, troubles: list[str]) -> Outcome:
    taken = decisions.read(where.decisions)
    held, damaged = held_snapshots(where.raw)
    troubles += damaged
    known = extracted_hashes(where.extracted)
    pending = [sidecar for sidecar in held if sidecar.sha256 not in known]
    console.stage("extract", len(pending))
    rest = list(_batches(pending))
    while rest:
        # A task a group of batches: the orchestrator swallows tens of tasks, not thousands.
        troubles += extract_batches(where, rest[:GROUP])
        rest = rest[GROUP:]
    console.stage("stage")
    stage_reports(where, held, taken)
    console.stage("gate")
    kept_out = gate_reports(where, night.run_id)
    fresh = [one for one in kept_out if one.run_id == night.run_id]
    night = replace(night, snapshots=len(held), extracted=len(pending), newly_quarantined=fresh)
    console.stage("marts")
    night = build_marts(where, night)
    console.stage("publish")
    before = review.asked(where.warehouse)
    verify_and_publish(where, night)
    ended = record.end(where.runs, night, "published")
    console.stage("site")
    troubles += [trouble for trouble in _afterwards(where, before) if trouble]
    return Outcome(ended, troubles)


def _afterwards(where: Paths, asked_before: frozenset[str]) -> Iterator[str | None]:
    """The site, the artifacts and the news; what fails of them does not unmake the night."""
    yield _tried("the site", lambda: site.build(where))
    yield _tried("Prefect's artifacts", lambda: _artifacts(where))
    if fresh := review.news(where.warehouse, asked_before):
        yield _tell(*fresh)


def _tried(name: str, work: Callable[[], object]) -> str | None:
    """A sentence if some work fails."""
    try:
        work()
    except Exception as error:
        return f"{name}: {error}"
    return None


def _tell(subject: str, body: str) -> str | None:
    """Tell the notification block that `XXGK_NOTIFY` names, where it names one."""
    if not (block := told()):
        return None
    return _tried(f"notification {block}", lambda: _notify(block, subject, body))


def _notify(block: str, subject: str, body: str) -> None:
    found = Block.load(block)
    if not isinstance(found, NotificationBlock):
        raise TypeError("is no notification block")
    found.notify(body, subject)  # type: ignore[unused-coroutine]


def _batches(pending: list[fetch.Sidecar]) -> Iterator[list[fetch.Sidecar]]:
    rest = iter(pending)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _artifacts(where: Paths) -> None:
    """The run summary and the gate, for those who look at the night in Prefect."""
    rows = report.failures(where.warehouse)
    by_rule = Counter(row["rule"] for row in rows)
    summary = "\n".join(f"- {rule}: {count}" for rule, count in by_rule.most_common())
    create_markdown_artifact(
        key="run-summary",
        markdown=report.summary(where.warehouse),
        description="What the night published",
    )
    create_table_artifact(
        key="gate", table=rows[:200], description=summary or "No expectation failed"
    )
    create_link_artifact(
        key="review", link=(where.site / "index.html").as_uri(), link_text="Review pages"
    )


def run_once(years: str | None, source: str | None, *, offline: bool) -> Outcome:
    """Run the night in this process, with or without a Prefect server.

    Prefect sends its events in the background; without a server of its own they would be
    cut off when the process ends, with a traceback although all is well. So they are
    waited for.
    """
    from prefect.events.worker import EventsWorker

    try:
        return nightly(years, source, offline)
    finally:
        EventsWorker.drain_all(timeout=30)
