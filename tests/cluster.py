"""A night on a real Dask cluster beside the same night on one machine: `make cluster`.

A Prefect server, a scheduler and two workers on loopback read generated documents; a worker is
killed with -9 while it reads. What is published must be the same, row by row.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from flows import beside, fetch
from flows.extract import open_workers, unread
from flows.settings import Paths
from tests.command import XXGK, environment
from tests.generator import documents
from tests.night import content, run_night
from tests.servers import free_port, store_keys


@dataclass
class Cluster:
    """Where a cluster is to be found, and its workers."""

    api: str
    scheduler: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def environment(self, data: Path, **more: str) -> dict[str, str]:
        """What a night on it needs."""
        own = {"PREFECT_API_URL": self.api, "XXGK_DASK": self.scheduler}
        return environment(data, **own, **more)

    def kill_a_worker(self) -> None:
        """With -9, its nanny too: nobody starts it again."""
        victim = self.workers.pop()
        os.killpg(victim.pid, signal.SIGKILL)
        victim.wait()


@contextmanager
def cluster(home: Path) -> Iterator[Cluster]:
    """A Prefect server, a scheduler and two workers of one thread each."""
    api, scheduler, dashboard = free_port(), free_port(), free_port()
    found = Cluster(f"http://127.0.0.1:{api}/api", f"tcp://127.0.0.1:{scheduler}")
    server = [sys.executable, "-m", "prefect", "server", "start", "--no-ui", "--port", str(api)]
    place = ["--host", "127.0.0.1", "--port", str(scheduler)]
    own = environment(home, DASK_DISTRIBUTED__WORKER__DAEMON="false", **store_keys())
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("PREFECT_HOME", str(home / "prefect"))
        stack.enter_context(beside.running(server, f"{found.api}/health"))
        command = [*_dask("scheduler"), *place, "--dashboard-address", f"127.0.0.1:{dashboard}"]
        stack.enter_context(beside.running(command, f"http://127.0.0.1:{dashboard}/health"))
        command = [*_dask("worker"), found.scheduler, "--nthreads", "1", "--no-dashboard"]
        for _ in range(2):
            worker = subprocess.Popen(
                command,
                env=own,
                cwd=home,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            stack.callback(_end, worker)
            found.workers.append(worker)
        yield found


def _dask(part: str) -> list[str]:
    return [sys.executable, "-m", f"distributed.cli.dask_{part}"]


def _end(worker: subprocess.Popen[bytes]) -> None:
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def write_documents(raw: Path, count: int) -> None:
    """Generated documents as snapshots."""
    for one in documents(11, count):
        fetch.store(raw, one.content, file_name=one.file_name)


def night_on(
    found: Cluster, data: Path, *, kill: bool = False, **more: str
) -> tuple[int, str, float]:
    """The nightly on a cluster, a worker killed once something has been read; exit, words, s."""
    began = time.monotonic()
    command = [sys.executable, str(XXGK), "run", "--offline"]
    with subprocess.Popen(
        command,
        env=found.environment(data, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as night:
        if kill:
            while night.poll() is None and not list(data.glob("extracted/*/*/document.parquet")):
                time.sleep(0.05)
            found.kill_a_worker()
        said, _ = night.communicate()
    return night.returncode, said, time.monotonic() - began


def on_one_machine(data: Path) -> tuple[Paths, float]:
    """The same night in this process, its documents read by as many processes as cores."""
    began = time.monotonic()
    where = Paths(data)
    held = [one for one in fetch.sidecars(where.raw) if isinstance(one, fetch.Sidecar)]
    with open_workers(where.raw, where.extracted, os.cpu_count() or 1) as pool:
        for _ in pool.read(unread(where.extracted, held)):
            pass
    return run_night(where).where, time.monotonic() - began


def main() -> int:
    """Compare the two, and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5000)
    count = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_documents(home / "alone" / "raw", count)
        for name in ("whole", "killed"):
            shutil.copytree(home / "alone" / "raw", home / name / "raw")
        alone, seconds = on_one_machine(home / "alone")
        expected = content(alone.warehouse)
        print(f"one machine     {seconds:6.1f} s for {count} documents")
        wrong = 0
        for name in ("whole", "killed"):
            with cluster(home / f"{name}.home") as found:
                code, said, seconds = night_on(found, home / name, kill=name == "killed")
            same = code == 0 and content(Paths(home / name).warehouse) == expected
            print(f"cluster, {name:6} {seconds:6.1f} s, {'the same' if same else said[-2000:]}")
            wrong += not same
    return wrong


if __name__ == "__main__":
    sys.exit(main())
