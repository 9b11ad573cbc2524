"""Nights by a schedule, on a real Prefect server: it fires, it is served again, it refuses."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows import beside, record
from flows.publish import one_night
from flows.settings import PROJECT
from tests.command import XXGK, environment, python, xxgk
from tests.conftest import SAMPLE
from tests.servers import free_port

pytestmark = [pytest.mark.command, pytest.mark.timeout(900)]
_PATIENCE = 400.0
_ONE_REPORT = "a00a2301"


class Server:
    """A Prefect server on loopback, asked by its API."""

    def __init__(self, api: str) -> None:
        self.api = api

    def ask(self, path: str, **what: Any) -> Any:
        return self._answer("POST", path, json=what)

    def deployment(self, name: str) -> dict[str, Any]:
        found = self.ask("deployments/filter", deployments={"name": {"any_": [name]}})
        return found[0] if found else {}

    def trigger(self, deployment: str) -> str:
        known = self.deployment(deployment)["id"]
        run = self.ask(f"deployments/{known}/create_flow_run", parameters={"offline": True})
        return str(run["id"])

    def state(self, run: str) -> dict[str, Any]:
        return dict(self._answer("GET", f"flow_runs/{run}")["state"])

    def _answer(self, method: str, path: str, **what: Any) -> Any:
        # 503 is Prefect's word for "my SQLite is locked, ask again"; its own client does.
        def asked() -> httpx.Response | None:
            answer = httpx.request(method, f"{self.api}/{path}", timeout=60, **what)
            return None if answer.status_code == 503 else answer

        return _until(asked).raise_for_status().json()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the module; starting one takes half a minute."""
    port = free_port()
    home = tmp_path_factory.mktemp("prefect")
    api = f"http://127.0.0.1:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--no-ui", "--port", str(port)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_HOME", str(home))
        with beside.running(command, f"{api}/health"):
            patch.undo()
            yield Server(api)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with one report."""
    for path in SAMPLE.glob(f"??/{_ONE_REPORT}*"):
        target = tmp_path / "data" / "raw" / path.relative_to(SAMPLE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    return tmp_path / "data"


@contextmanager
def _process(words: list[str], data: Path, server: Server, said: Path) -> Iterator[Any]:
    """A command that runs until the block ends; what it says goes into a file."""
    with (
        said.open("w") as out,
        subprocess.Popen(
            words,
            env=environment(
                data,
                PREFECT_API_URL=server.api,
                PREFECT_RUNNER_POLL_FREQUENCY="1",
                PREFECT_WORKER_QUERY_SECONDS="1",
            ),
            cwd=PROJECT,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def _until(what: Callable[[], Any]) -> Any:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.5)
    raise AssertionError("waited in vain")


def _published(data: Path) -> list[record.Night]:
    return [night for night in record.nights(data / "runs") if night.outcome == "published"]


@pytest.mark.soak
def test_schedule_fires_and_goes_on_after_a_restart_with_no_two_nights_at_once(
    server, data, tmp_path
):
    serve = [str(XXGK), "serve", "--interval", "20", "--offline"]
    said = tmp_path / "said.txt"
    with _process(serve, data, server, said) as served:
        _until(lambda: len(_published(data)) >= 2)
        served.terminate()
        # A night that is running may finish first.
        assert served.wait(_PATIENCE) == 0
    words = said.read_text()
    assert "Traceback" not in words and f"Prefect server: {server.api}" in words
    assert "Serving the night every 20 s" in words and "Ended" in words

    deployment = server.deployment("nightly")
    assert not deployment["paused"]
    assert [schedule["active"] for schedule in deployment["schedules"]] == [True]

    before = len(_published(data))
    with _process(serve, data, server, said):
        _until(lambda: len(_published(data)) > before)
    nights = _published(data)
    assert len(nights) >= 3
    spans = sorted((night.started_at, night.finished_at) for night in nights)
    assert all(one[1] < other[0] for one, other in pairwise(spans))


def test_of_two_triggers_at_once_one_runs_and_one_is_refused_in_a_sentence(server, data, tmp_path):
    serve = [str(XXGK), "serve", "--cron", "0 2 1 1 *", "--offline"]
    with _process(serve, data, server, tmp_path / "said.txt"):
        _until(lambda: "Serving" in (tmp_path / "said.txt").read_text())
        runs = [server.trigger("nightly"), server.trigger("nightly")]
        ended = {"COMPLETED", "CANCELLED", "FAILED", "CRASHED"}
        states = _until(
            lambda: (
                all(server.state(run)["type"] in ended for run in runs)
                and [server.state(run) for run in runs]
            )
        )
        assert sorted(state["type"] for state in states) == ["CANCELLED", "COMPLETED"]
        (refused,) = [state for state in states if state["type"] == "CANCELLED"]
        assert refused["message"] == "Deployment concurrency limit reached."
    assert len(record.nights(data / "runs")) == 1


@pytest.mark.soak
def test_night_killed_with_its_server_process_keeps_no_slot_from_the_next(server, data, tmp_path):
    serve = [str(XXGK), "serve", "--cron", "0 2 1 1 *", "--offline"]
    said = tmp_path / "said.txt"
    with _process(serve, data, server, said):
        _until(lambda: "Serving" in said.read_text())
        killed = server.trigger("nightly")
        _until(lambda: record.nights(data / "runs"))
    # Leaving the block killed the night and what served it, with -9.
    with _process(serve, data, server, said):
        _until(lambda: "Serving" in said.read_text())
        assert server.state(killed)["message"] == "the process that ran it is gone"
        run = server.trigger("nightly")
        _until(lambda: server.state(run)["type"] in ("COMPLETED", "CANCELLED", "FAILED"))
        assert server.state(run)["type"] == "COMPLETED"
    assert [night.outcome for night in record.nights(data / "runs")] == ["killed", "published"]


def test_deployments_for_a_pool_run_the_night_and_refuse_one_beside_it(server, data, tmp_path):
    def prefect(*words: str) -> None:
        done = python(["-m", "prefect", "--no-prompt", *words], data, PREFECT_API_URL=server.api)
        assert done.returncode == 0, done.stdout + done.stderr

    prefect("work-pool", "create", "xxgk", "--type", "process")
    prefect("work-pool", "set-concurrency-limit", "xxgk", "1")
    prefect("deploy", "--all", "--prefect-file", str(PROJECT / "prefect.yaml"))
    (schedule,) = server.deployment("nightly")["schedules"]
    assert schedule["active"] and schedule["schedule"]["timezone"] == "Asia/Shanghai"

    worker = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "xxgk"]
    with _process(worker, data, server, tmp_path / "said.txt"):
        run = server.trigger("nightly")
        _until(lambda: server.state(run)["type"] in ("COMPLETED", "FAILED", "CRASHED"))
        assert server.state(run)["type"] == "COMPLETED"
        with one_night(data):
            refused = server.trigger("backfill")
            _until(lambda: server.state(refused)["type"] == "CANCELLED")
        assert "another night is running" in server.state(refused)["message"]
    assert len(_published(data)) == 1
    _assert_artifacts_are_readable(server)


def _assert_artifacts_are_readable(server: Server) -> None:
    latest = {one["key"]: one for one in server.ask("artifacts/latest/filter", sort="CREATED_DESC")}
    summary = latest["run-summary"]["data"]
    for words in ("1 snapshots held", "Statutory tables:", "| extract | 1 |", "## Reports"):
        assert words in summary
    gate = latest["gate"]
    assert isinstance(json.loads(gate["data"]), list)
    assert "expectation" in gate["description"]


def test_server_that_does_not_answer_is_named_in_one_sentence(tmp_path):
    api = f"http://127.0.0.1:{free_port()}/api"
    done = xxgk(tmp_path, "serve", PREFECT_API_URL=api)
    assert done.returncode == 1
    assert done.stderr == f"error: no Prefect server answers at {api} (PREFECT_API_URL)\n"
