"""Publish: the verified file becomes the warehouse, by one rename.

Readers that have the old file open keep it; who opens the name afterwards gets the new
one. All or nothing: nothing is ever written into the published file. One night at a time:
a lock file keeps a second one out.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb


class Busy(RuntimeError):
    """Another night is running on the same data directory."""


@contextmanager
def one_night(data: Path) -> Iterator[None]:
    """Hold the data directory for one night; the lock goes with the process.

    Raises:
        Busy: another process holds it.
    """
    data.mkdir(parents=True, exist_ok=True)
    with (data / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy(f"another night is running on {data}; wait until it ends") from error
        yield


def clear_next(built: Path) -> None:
    """Drop what a killed night left of its warehouse."""
    for left in (built, built.with_name(built.name + ".wal")):
        left.unlink(missing_ok=True)


def publish(built: Path, published: Path) -> None:
    """Write everything into the one file and put it in the published one's place."""
    with duckdb.connect(str(built)) as connection:
        connection.execute("checkpoint")
    built.replace(published)
