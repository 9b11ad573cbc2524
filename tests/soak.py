"""Nights killed with -9: `make soak`, 30 random moments; a few chosen ones in the tests.

Before each, a warehouse of four reports is published and a fifth is held. Whatever the
moment, what is published afterwards is the warehouse of four or of five, whole; and the next
night, left alone, publishes the same five as one that was never disturbed.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flows import record
from flows.settings import Paths
from tests.command import XXGK, environment, xxgk
from tests.conftest import SAMPLE, copy_sample
from tests.night import dump

_KILLS = 30
_LAST = "a00a2301"
Tables = dict[str, list[tuple]]


@dataclass(frozen=True)
class Undisturbed:
    """What nights publish that nobody disturbs: before the fifth report, and with it."""

    start: Path
    old: Tables
    new: Tables
    seconds: float


def undisturbed(folder: Path) -> Undisturbed:
    """Publish four reports, keep that to start from, and publish the fifth elsewhere."""
    start, whole = folder / "start", folder / "whole"
    copy_sample(start)
    for path in (start / "raw").glob(f"??/{_LAST}*"):
        path.unlink()
    _run(start)
    for path in SAMPLE.glob(f"??/{_LAST}*"):
        shutil.copyfile(path, start / "raw" / path.relative_to(SAMPLE))
    shutil.copytree(start, whole)
    _run(whole)
    night = record.nights(whole / "runs")[-1]
    old, new = (dump(Paths(data).warehouse) for data in (start, whole))
    assert old != new
    return Undisturbed(start, old, new, night.seconds)


def _run(data: Path) -> None:
    done = xxgk(data, "run", "--offline")
    assert done.returncode == 0, done.stderr


def kill(data: Path, right: Undisturbed, due: Callable[[record.Night, float], bool]) -> str:
    """Kill a night once it is due, by its record and the seconds since it began.

    Returns whether the old or the new warehouse is published then. Anything else fails.
    """
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(right.start, data)
    before = len(record.nights(data / "runs"))
    with subprocess.Popen(
        [XXGK, "run", "--offline"],
        env=environment(data),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        while len(nights := record.nights(data / "runs")) == before and process.poll() is None:
            time.sleep(0.01)
        began = time.monotonic()
        while process.poll() is None and not due(nights[-1], time.monotonic() - began):
            time.sleep(0.005)
            nights = record.nights(data / "runs")
        # Its workers and its own server with it, as when the machine goes down.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    found = dump(Paths(data).warehouse)
    assert found in (right.old, right.new), "neither the old warehouse nor the new one"
    return "old" if found == right.old else "new"


def go_on(data: Path, right: Undisturbed) -> None:
    """The next night publishes what an undisturbed one does, and leaves nothing half-made."""
    _run(data)
    assert dump(Paths(data).warehouse) == right.new, "not what an undisturbed night publishes"
    left = [path for path in data.rglob("*.part") if "home" not in path.parts]
    assert not left, f"half-written files are left: {left}"


def main() -> None:
    """Entry point of `make soak`; the seed of the moments is its argument."""
    moments = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else None)
    with tempfile.TemporaryDirectory() as folder:
        right = undisturbed(Path(folder))
        print(f"undisturbed: {right.seconds:.1f} s a night")
        for number in range(1, _KILLS + 1):
            moment = moments.uniform(0, right.seconds)
            data = Path(folder) / "killed"
            published = kill(data, right, lambda _, seconds, after=moment: seconds >= after)
            stages = record.nights(data / "runs")[-1].stages
            go_on(data, right)
            stage = stages[-1].name if stages else "before any stage"
            print(f"{number:>2}: killed after {moment:5.2f} s ({stage}), {published} published, ok")


if __name__ == "__main__":
    main()
