"""What is kept, and for how long: warehouses to go back to, nights, extracted batches.

A published warehouse is kept as a second name of the same file, which costs nothing until
the next one takes its place. Nothing here ever touches a snapshot, or a decision.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows import record
from flows.extract import extractor_version
from flows.files import Place, drop
from flows.settings import Keeping, Paths


class NotKept(LookupError):
    """There is no such warehouse to go back to."""


def published_run(warehouse: Path) -> str | None:
    """The night that published a warehouse; None where that cannot be read from it."""
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            found = connection.execute("select max(run_id) from meta_run").fetchone()
    except duckdb.Error:
        return None
    return str(found[0]) if found and found[0] else None


def kept_runs(where: Paths) -> list[str]:
    """The nights whose warehouses are kept, oldest first."""
    return sorted(path.stem for path in where.warehouses.glob("*.duckdb"))


def keep(where: Paths) -> None:
    """Keep what is published now under the name of its night, before another takes its place."""
    run_id = published_run(where.warehouse)
    kept = where.warehouses / f"{run_id}.duckdb"
    if run_id is None or kept.exists():
        return
    where.warehouses.mkdir(parents=True, exist_ok=True)
    _second(where.warehouse, kept)


def _second(file: Path, name: Path) -> None:
    """Give a file a second name; where the file system has no such thing, a copy."""
    aside = name.with_name(f".{name.name}.part")
    aside.unlink(missing_ok=True)
    try:
        os.link(file, aside)
    except OSError:
        shutil.copyfile(file, aside)
    aside.replace(name)


def roll_back(where: Paths, run_id: str | None) -> tuple[str, str | None]:
    """Put a kept warehouse in the published one's place, by one rename.

    Without a night named, the one before that which is published now. Returns the night that
    answers from now on, and the one that did, which is kept too. To be called by whoever
    holds the data directory.

    Raises:
        NotKept: there is no such warehouse.
    """
    now = published_run(where.warehouse)
    kept = kept_runs(where)
    if run_id is None:
        earlier = [one for one in kept if now is None or one < now]
        if not earlier:
            raise NotKept("no earlier warehouse is kept: there is nothing to go back to")
        run_id = earlier[-1]
    if run_id not in kept:
        held = ", ".join(reversed(kept)) or "none"
        raise NotKept(f"no warehouse of a night {run_id} is kept; kept are: {held}")
    if run_id == now:
        raise NotKept(f"the warehouse of the night {run_id} is the one that answers already")
    keep(where)
    _second(where.warehouses / f"{run_id}.duckdb", where.warehouse)
    return run_id, now


def sweep(where: Paths, keeping: Keeping) -> list[str]:
    """Drop what is older than is to be kept; a sentence for each kind of thing dropped."""
    dropped = {
        "warehouses": _drop(_old_warehouses(where, keeping.warehouses)),
        "records and logs of nights": _drop(_old_nights(where, keeping.nights)),
        "batches of older extractors": _drop(_old_shelves(where, keeping.extractors)),
        "half-written files": _drop(_left_overs(where)),
    }
    return [f"dropped {count} {kind}" for kind, count in dropped.items() if count]


def _drop(paths: Iterator[Place]) -> int:
    """Remove files and directories; returns how many."""
    found = list(paths)
    for path in found:
        drop(path)
    return len(found)


def _old_warehouses(where: Paths, keep_last: int) -> Iterator[Path]:
    """Kept warehouses beyond the last ones; the published one is not counted."""
    now = published_run(where.warehouse)
    beside = [run_id for run_id in kept_runs(where) if run_id != now]
    for run_id in beside[: max(len(beside) - keep_last, 0)]:
        yield where.warehouses / f"{run_id}.duckdb"


def _old_nights(where: Paths, keep_last: int) -> Iterator[Path]:
    """Logs of old nights, and records, but for those that say when a quarantine began."""
    for night in record.nights(where.runs)[:-keep_last]:
        log = where.runs / f"{night.run_id}.log"
        if log.exists():
            yield log
        if night.outcome != "published" or not night.newly_quarantined:
            yield where.runs / f"{night.run_id}.json"


def _old_shelves(where: Paths, keep_last: int) -> Iterator[Place]:
    """Batches of extractor versions other than tonight's and the last that nights used."""
    used = [night.extractor_version for night in reversed(record.nights(where.runs))]
    kept = list(dict.fromkeys([extractor_version(), *used]))[:keep_last]
    for shelf in where.extracted.glob("*"):
        if shelf.is_dir() and shelf.name not in kept:
            yield shelf


def _left_overs(where: Paths) -> Iterator[Path]:
    """What killed nights left half-written; whole files never have such names."""
    if isinstance(where.extracted, Path):
        yield from where.extracted.glob("*/*/.*.part")
    yield from where.runs.glob(".*.part")
    yield from where.data.glob(".*.part")
    yield from where.warehouses.glob(".*.part")
