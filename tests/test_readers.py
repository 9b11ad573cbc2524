"""Many readers beside one writer: nobody waits, nobody sees half a night."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows import fetch, publish
from flows.settings import Paths
from tests import night
from tests.reports import changed, report, request_cells

pytestmark = [pytest.mark.timeout(600), pytest.mark.soak]
NIGHTS = 20
READERS = 4
LONGEST_WAIT = 0.1


@dataclass(frozen=True)
class Traffic:
    """What each reader saw an opening, what they complained of, when files were swapped."""

    seen: list[list[dict]]
    complaints: list[str]
    swaps: list[tuple[float, float]]


def one_more_night(data: Path, number: int) -> None:
    cells = changed(request_cells(), received__natural_person=str(100 + number))
    text = report({"request": cells})
    fetch.store(data / "raw", text.encode(), file_name=f"{number}.txt")
    night.run_night(data)


@pytest.fixture(scope="module")
def traffic(tmp_path_factory) -> Traffic:
    data = tmp_path_factory.mktemp("readers")
    swaps = []

    def timed(built: Path, published: Path) -> None:
        began = time.time()
        publish.publish(built, published)
        swaps.append((began, time.time()))

    one_more_night(data, 0)
    command = [sys.executable, "-m", "tests.reader", Paths(data).warehouse, data / "stop"]
    said, complained = [[data / f"{n}.{end}" for n in range(READERS)] for end in ("out", "err")]
    readers = [
        subprocess.Popen(command, stdout=out.open("w"), stderr=err.open("w"))
        for out, err in zip(said, complained, strict=True)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(night, "publish", timed)
        for number in range(1, NIGHTS + 1):
            one_more_night(data, number)
    (data / "stop").touch()
    for reader in readers:
        reader.wait(timeout=60)
    seen = [[json.loads(line) for line in out.read_text().splitlines()] for out in said]
    return Traffic(seen, [text for err in complained if (text := err.read_text())], swaps)


def test_no_reader_meets_an_error_while_twenty_nights_publish(traffic):
    assert traffic.complaints == []
    assert len(traffic.swaps) == NIGHTS
    assert all(len({one["night"] for one in seen}) > NIGHTS // 2 for seen in traffic.seen)


def test_no_reader_sees_facts_of_one_night_with_marts_of_another(traffic):
    for seen in traffic.seen:
        assert all(one["fact"] == one["mart"] for one in seen)
        by_night = {(one["night"], one["fact"]) for one in seen}
        assert len(by_night) == len({night for night, _ in by_night})


def test_no_reader_goes_back_a_night(traffic):
    for seen in traffic.seen:
        facts = [one["fact"] for one in seen]
        assert facts == sorted(facts)


def test_no_reader_waits_for_the_swap(traffic):
    """On a machine that is busy every opening can be slow: then the swap must add nothing."""
    during, else_when = [0.0], [0.0]
    for one in (one for seen in traffic.seen for one in seen):
        ended = one["began"] + one["waited"]
        is_during = any(one["began"] < end and begin < ended for begin, end in traffic.swaps)
        (during if is_during else else_when).append(one["waited"])
    assert max(during) <= max(LONGEST_WAIT, *else_when)
