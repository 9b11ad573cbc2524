"""A whole country: 3,000 agencies reporting ten years, through a night, the cookbook and the site.

`make country` shows what each stage takes and checks what readers are promised, on two cores:
every question of the cookbook under 1 s; the site from nothing under 60 s, no page over 1 MB;
built again under a tenth of that, where nothing changed. Writing and reading the reports is not
counted; CI does the same with a small country.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from flows import cookbook, site
from flows.settings import Paths
from tests.generator.country import write_country
from tests.night import run_night

_SECONDS_A_QUESTION, _SECONDS_A_SITE, _SECONDS_AGAIN = 1, 60, 6
_BYTES_A_PAGE = 1_000_000


@contextmanager
def _measured(name: str, most: float = float("inf")) -> Iterator[None]:
    """Print what a stage takes: seconds by the clock and of all processors, and memory.

    Raises:
        Slow: it takes longer than it may.
    """
    start, busy = time.perf_counter(), sum(os.times()[:4])
    yield
    took, worked = time.perf_counter() - start, sum(os.times()[:4]) - busy
    peaks = [resource.getrusage(who).ru_maxrss / 2**20 for who in _PROCESSES]
    print(
        f"{name:<24}{took:8.2f} s{worked:8.2f} s of cpu"
        f"   peak {peaks[0]:.2f} GB, of a worker {peaks[1]:.2f} GB",
        flush=True,
    )
    if took > most:
        raise Slow(f"{name} took {took:.1f} s, and may take {most} s")


_PROCESSES = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


class Slow(AssertionError):
    """Something takes longer, or is larger, than readers are promised."""


def check(bodies: int, data: Path) -> None:
    """Put a country through a night, ask every question of it, and build its site twice.

    Raises:
        Slow: one of them takes too long, or a page is too large.
    """
    with _measured("written and read"):
        reports = write_country(data, bodies)
    print(f"{reports} reports of {bodies} bodies")
    with _measured("night"):
        where = run_night(data, _measured).where
    _ask(where)
    with _measured("site", _SECONDS_A_SITE):
        site.build(where)
    with _measured("site again", _SECONDS_AGAIN):
        site.build(where)
    _weigh(where)


def _ask(where: Paths) -> None:
    with duckdb.connect(str(where.warehouse), read_only=True) as connection:
        connection.execute("set threads = 2")
        for one in cookbook.recipes():
            with _measured(one.name, _SECONDS_A_QUESTION):
                connection.execute(one.sql).fetchall()


def _weigh(where: Paths) -> None:
    pages = sorted((path.stat().st_size, path.name) for path in where.site.rglob("*.html"))
    (size, name), whole = pages[-1], sum(size for size, _ in pages)
    print(f"{len(pages)} pages of {whole / 1e6:.0f} MB; the largest, {name}, {size / 1e3:.0f} kB")
    if size > _BYTES_A_PAGE:
        raise Slow(f"{name} has {size} bytes, and may have {_BYTES_A_PAGE}")


def main() -> None:
    """Entry point of `make country`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bodies", type=int, default=3_000)
    with tempfile.TemporaryDirectory() as folder:
        try:
            check(parser.parse_args().bodies, Path(folder))
        except Slow as slow:
            sys.exit(str(slow))


if __name__ == "__main__":
    main()
