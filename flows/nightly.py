"""The night in order: fetch, extract, stage, gate, marts, verify, publish; and when it comes.

The only module that knows Prefect. Tasks wrap the plain functions of `steps.py` and pass paths
and keys; documents go through in batches, for a Prefect task costs more than a document.
Retries are for reading from disk, never for the gate; fetching tries again by itself.
"""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, replace
from threading import Event
from typing import Any

# Before Prefect is imported: nobody is told of a run, and the console is ours, errors too.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
os.environ.setdefault("PREFECT_LOGGING_INTERNAL_LEVEL", "CRITICAL")
# Without a server Prefect starts one for the night, and 20 s are not enough where others work.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "90")

from prefect import State, flow, task, unmapped
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_table_artifact,
)
from prefect.blocks.abstract import NotificationBlock
from prefect.blocks.core import Block
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import (
    ConcurrencyLimitConfig,
    ConcurrencyLimitStrategy,
    StateType,
)
from prefect.futures import PrefectFuture, as_completed
from prefect.runner import Runner
from prefect.schedules import Cron, Interval
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_SERVER_API_HOST,
    PREFECT_SERVER_API_PORT,
    get_current_settings,
    temporary_settings,
)
from prefect.states import Cancelled, Crashed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.types.entrypoint import EntrypointType

from flows import (
    beside,
    console,
    decisions,
    fetch,
    record,
    report,
    retention,
    review,
    site,
    steps,
    telling,
)
from flows.extract import extractor_version, unread
from flows.journal import Journal
from flows.publish import Busy, one_night
from flows.settings import Paths, dask, keeping, late_after, paths, told

# Batches of a task: here, and on a cluster, where one that is lost is read again.
GROUP = 50
GROUP_ON_CLUSTER = 10
HOSTS_AT_ONCE = 16


class Stopped(RuntimeError):
    """The night was stopped by hand."""


@task(task_run_name="fetch {lane.name}", cache_policy=NO_CACHE)
def fetch_lane(night: fetch.Crawl, lane: fetch.Lane) -> list[fetch.Tally]:
    """Crawl the sources that share hosts; what came of each."""
    return fetch.crawl(night, lane)


@flow(
    name="fetch",
    task_runner=ThreadPoolTaskRunner(max_workers=HOSTS_AT_ONCE),  # type: ignore[arg-type]
    validate_parameters=False,
)
def fetch_sources(
    where: Paths, sources: list[fetch.Source], years: range | None
) -> list[fetch.Tally]:
    """Crawl hosts side by side, each by a task of its own."""
    with fetch.night_of(where.raw, where.visits, years) as night:
        lanes = fetch.lanes(sources)
        states = fetch_lane.map(unmapped(night), lanes, return_state=True)
        tallies = [
            tally
            for lane, state in zip(lanes, states, strict=True)
            for tally in _tallies(lane, state.result(raise_on_failure=False))
        ]
    create_table_artifact(
        key="fetch",
        table=[asdict(one) for one in tallies],
        description=fetch.in_words(fetch.counted(tallies)),
    )
    return tallies


def _tallies(lane: fetch.Lane, done: list[fetch.Tally] | Exception) -> list[fetch.Tally]:
    """What came of a lane's sources; a lane that broke is a trouble, and the others count."""
    if isinstance(done, Exception):
        return [fetch.Tally(lane.name, troubles=[f"{lane.name}: {type(done).__name__}: {done}"])]
    return done


_from_disk = task(retries=2, retry_delay_seconds=[1, 5], cache_policy=NO_CACHE)
_at_once = task(cache_policy=NO_CACHE)
_to_others = task(retries=2, retry_delay_seconds=[5, 30], cache_policy=NO_CACHE)

held_snapshots = _from_disk(steps.held_snapshots)
extract_batches = _from_disk(steps.extract_batches)
stage_reports = _at_once(steps.stage_reports)
gate_reports = _at_once(steps.gate_reports)
build_marts = _at_once(steps.build_marts)
verify_warehouse = _at_once(steps.verify_warehouse)
publish_warehouse = _at_once(steps.publish_warehouse)
share_warehouse = _to_others(steps.share_warehouse)


def _runner() -> TaskRunner[PrefectFuture[Any]]:
    """Who runs tasks that are submitted: the cluster, where there is one."""
    if not (scheduler := dask()):
        return ThreadPoolTaskRunner()  # type: ignore[return-value]
    from prefect_dask.task_runners import DaskTaskRunner

    return DaskTaskRunner(address=scheduler)  # type: ignore[return-value]


@flow(name="nightly", task_runner=_runner())
def nightly(
    years: str | None = None,
    source: str | None = None,
    agency: str | None = None,
    offline: bool = False,
) -> record.Night | State:
    """One night, from the sources to the published warehouse.

    `years` (`2020` or `2019-2024`), `source`, `agency` (any part of its name) and `offline`
    limit what is fetched, never what is published. Where another night is running, this one
    is cancelled and says so.
    """
    where = paths()
    wanted = fetch.read_years(years) if years else None
    if dask() and not PREFECT_API_URL.value():
        raise ValueError("XXGK_DASK needs a Prefect server that its workers reach: PREFECT_API_URL")
    try:
        with one_night(where.data):
            _tell_of_before(where)
            limits = {"years": years, "source": source, "agency": agency}
            said = [f"{name} {limit}" for name, limit in limits.items() if limit]
            book = Journal(where.runs, ", ".join([*said, *(["what is held"] if offline else [])]))
            with _on_record(where, book):
                if not offline:
                    _fetch(where, book, wanted, source, agency)
                _night(where, book)
            return book.night
    except Busy as busy:
        return Cancelled(message=str(busy))


@contextmanager
def _on_record(where: Paths, book: Journal) -> Iterator[None]:
    """Whatever becomes of the night is on record, and a failure is told."""
    try:
        yield
    except BaseException as error:
        message = f"{type(error).__name__}: {error}".splitlines()[0]
        if isinstance(error, KeyboardInterrupt):
            book.fail("stopped by hand")
            # The interrupt has ended Prefect's own little server too: nobody is to be waited for.
            get_current_settings().client.max_retries = 0
            raise
        book.fail(message)
        book.leave_out(filter(None, [_tell(*telling.failed(message))]))
        if isinstance(error, Exception):
            _tried("Prefect's artifacts", lambda: _summarise(book.night, []))
        raise
    finally:
        book.close()


def _tell_of_before(where: Paths) -> None:
    """Nights that were killed can tell nobody themselves, and one that never came neither."""
    for night in record.close_killed(where.runs):
        _tell(*telling.killed(night))
    late = record.late(where.runs, late_after())
    if late and where.warehouse.exists():
        _tell(*telling.late(late))


def _fetch(
    where: Paths, book: Journal, years: range | None, source: str | None, agency: str | None
) -> None:
    """Fetch what the sources list; a host that fails never holds up the night."""
    found, troubles = fetch.read_sources(where.sources)
    book.leave_out(troubles)
    wanted = fetch.chosen(found, source, agency)
    book.stage("fetch", len(fetch.lanes(wanted)), counted=True)
    if wanted:
        tallies = fetch_sources(where, wanted, years)
        book.leave_out(trouble for tally in tallies for trouble in tally.troubles)
        book.night = replace(book.night, fetched=fetch.counted(tallies))


def _night(where: Paths, book: Journal) -> None:
    """Everything after fetching, from what is held to what is published and told."""
    taken = decisions.read(where.decisions)
    held, damaged = held_snapshots(where.raw)
    book.leave_out(damaged)
    rest = unread(where.extracted, held)
    pending = sum(map(len, rest))
    book.stage("extract", pending, counted=True)
    for sentences in _read(where, rest):
        book.leave_out(sentences)
    book.stage("stage", len(held))
    stage_reports(where, held, taken)
    book.stage("gate", len(held))
    kept_out = gate_reports(where, book.night.run_id)
    fresh = [one for one in kept_out if one.run_id == book.night.run_id]
    book.night = replace(
        book.night, snapshots=len(held), extracted=pending, newly_quarantined=fresh
    )
    book.stage("marts", len(held))
    book.night, gone = build_marts(where, book.night)
    book.stage("publish", len(held))
    before = review.asked(where.warehouse)
    verify_warehouse(where, book.night)
    publish_warehouse(where)
    book.publish()
    book.stage("site", len(held))
    book.leave_out(filter(None, _afterwards(where, book, before, gone)))


def _read(where: Paths, batches: list[list[fetch.Sidecar]]) -> Iterator[list[str]]:
    """Read batches, here or on the cluster; what was amiss in each group of them.

    A task a group: the orchestrator swallows tens of tasks, not thousands.
    """
    version = extractor_version()
    size = GROUP_ON_CLUSTER if dask() else GROUP
    groups = [batches[at : at + size] for at in range(0, len(batches), size)]
    if not dask():
        cores = os.cpu_count() or 1
        for group in groups:
            yield extract_batches(where, group, min(cores, len(group)), version)
        return
    running = {
        extract_batches.submit(where, group, 1, version): sum(map(len, group)) for group in groups
    }
    for done in as_completed(list(running)):
        console.advance(running[done])
        yield done.result()


def _afterwards(
    where: Paths, book: Journal, asked_before: frozenset[str], gone: list[str]
) -> Iterator[str | None]:
    """Site, old things, artifacts and news; what fails of them does not unmake the night."""
    yield _tried("sharing", lambda: share_warehouse(where, book.night.run_id))
    yield _tried("the site", lambda: site.build(where))
    yield _tried("what is no longer kept", lambda: book.say(retention.sweep(where, keeping())))
    yield _tried("Prefect's artifacts", lambda: _artifacts(where, book.night))
    if gone:
        yield _tell(*telling.coverage_fell(gone))
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


def _artifacts(where: Paths, night: record.Night) -> None:
    """The run summary and the gate, for those who look at the night in Prefect."""
    _summarise(night, report.reports(where.warehouse))
    failed = report.failures(where.warehouse)
    create_table_artifact(key="gate", table=failed[:200], description=report.gate_summary(failed))
    create_link_artifact(
        key="review", link=(where.site / "index.html").as_uri(), link_text="Review pages"
    )


def _summarise(night: record.Night, reports: list[dict[str, object]]) -> None:
    create_markdown_artifact(
        key="run-summary",
        markdown=telling.summary(night, reports),
        description=f"The night of {telling.moment(night.started_at)}: {night.outcome}",
    )


def run_once(
    years: str | None = None,
    source: str | None = None,
    agency: str | None = None,
    *,
    offline: bool = False,
) -> record.Night:
    """Run the night in this process, with or without a Prefect server.

    Raises:
        Stopped: by an interrupt from the keyboard.
    """
    stopped = Event()

    def stop(*_: object) -> None:
        stopped.set()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    try:
        with _heard_out():
            night = nightly(years, source, agency, offline)
    except BaseException as error:
        # Prefect may have another error by then: its own little server was interrupted too.
        if not stopped.is_set():
            raise
        raise Stopped(
            "stopped by hand; what was fetched and read is kept, the next run goes on from it"
        ) from error
    assert isinstance(night, record.Night)
    return night


def tell_late(sentence: str) -> str | None:
    """Tell of a night that did not come, from outside of any; a sentence if that fails."""
    with _heard_out():
        return _tell(*telling.late(sentence))


@contextmanager
def _heard_out() -> Iterator[None]:
    """Wait for what Prefect sends in the background.

    Without a server of its own it would be cut off when the process ends, with a traceback
    although all is well.
    """
    from prefect.events.worker import EventsWorker

    logging.getLogger("EventsWorker").setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        EventsWorker.drain_all(timeout=30)


class _Runner(Runner):
    """Ends as calmly when it is told to (`kill`, systemd) as by an interrupt."""

    def handle_sigterm(self, *_: object) -> None:
        """Prefect's own way leaves coroutines behind, and their tracebacks."""
        signal.raise_signal(signal.SIGINT)


def serve(cron: str, timezone: str, seconds: int | None, *, offline: bool) -> None:
    """Run the night whenever it is due, until this process is told to end.

    `cron` in `timezone`, or every so many `seconds`. The schedule stays active in the server
    when this ends, and goes on when it is started again.

    Raises:
        ValueError: no such cron, or no such timezone.
        Unserved: no server answers.
    """
    when = Interval(seconds) if seconds else Cron(cron, timezone=timezone)
    with _server():
        runner = _Runner(name="nightly", pause_on_shutdown=False)
        runner.add_flow(
            nightly,
            name="nightly",
            schedule=when,
            parameters={"offline": offline},
            concurrency_limit=ConcurrencyLimitConfig(
                limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
            ),
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        _give_up_the_dead()
        due = f"every {seconds} s" if seconds else f'by cron "{cron}" in {timezone}'
        console.say(
            f"Serving the night {due}, on {paths().data}. Ctrl-C ends this; the schedule stays, "
            "and goes on when `xxgk serve` is started again. `xxgk runs` lists what it did."
        )
        # Who starts this in the background may have it ignore interrupts.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            asyncio.run(runner.start())
        except KeyboardInterrupt:
            console.console.print("Ended; nothing runs by the schedule until it is served again.")


@contextmanager
def _server() -> Iterator[None]:
    """The server that keeps the schedule: the one that is set, else one on this machine."""
    if url := PREFECT_API_URL.value():
        if not beside.answers(f"{url}/health"):
            raise beside.Unserved(f"no Prefect server answers at {url} (PREFECT_API_URL)")
        console.say(f"Prefect server: {url}")
        yield
        return
    host, port = PREFECT_SERVER_API_HOST.value(), PREFECT_SERVER_API_PORT.value()
    url = f"http://{host}:{port}/api"
    with ExitStack() as stack, temporary_settings(updates={PREFECT_API_URL: url}):
        if beside.answers(f"{url}/health"):
            said = "the one that runs here already"
        else:
            said = "none is set (PREFECT_API_URL), so one of our own, which ends with this"
            console.console.print("Starting a Prefect server; the first time takes a minute …")
            command = ["-m", "prefect", "server", "start", "--host", host, "--port", str(port)]
            stack.enter_context(beside.running([sys.executable, *command], f"{url}/health"))
        console.say(f"Prefect server: {url}, {said}.")
        yield


def _give_up_the_dead() -> None:
    """Let go of nights whose process was killed: their slot would refuse all others.

    Who holds the data directory knows that none of them is running.
    """
    begun = FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING])
    gone: State[None] = Crashed(message="the process that ran it is gone")
    with suppress(Busy), one_night(paths().data), get_client(sync_client=True) as client:
        for run in client.read_flow_runs(
            deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=["nightly"])),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=begun)),
        ):
            client.set_flow_run_state(run.id, gone, force=True)
