"""Parquet batches: what has been extracted, by content hash and extractor version.

Layout: `data/extracted/<version>/<batch>/<file>.parquet`, a batch named after the hashes of
its snapshots; a file that would have no rows is left out. A batch is written aside and
renamed into place, so a night killed half-way leaves whole batches and the next one goes
on. A new version is a new directory: a form file added afterwards reaches old reports.
"""

import gc
import hashlib
import os
import shutil
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.extract.document import extract, refusal
from flows.extract.schema import SCHEMAS, Extraction, Row
from flows.settings import FORMS, PROJECT

_CODE = ("flows/normalise", "flows/extract")
_DATA = frozenset((".py", ".yml", ".json", ".txt"))
_PACKAGES = ("opencc", "lxml", "selectolax", "pypdfium2")
# Longest that one document may take to be read.
_SECONDS = 5.0


@cache
def extractor_version() -> str:
    """A hash of all that decides what is read: code, forms, dictionaries, converter."""
    digest = hashlib.sha256()
    for folder in [*(PROJECT / part for part in _CODE), FORMS]:
        for path in sorted(p for p in folder.rglob("*") if p.suffix in _DATA):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for package in _PACKAGES:
        digest.update(f"{package}=={version(package)}".encode())
    return digest.hexdigest()[:16]


def shelf(extracted: Path) -> Path:
    """Where the batches of this extractor version stand."""
    return extracted / extractor_version()


def extracted_hashes(extracted: Path) -> set[str]:
    """Content hashes of every snapshot that this extractor version has read."""
    files = sorted(shelf(extracted).glob("*/document.parquet"))
    tables = (pq.read_table(file, columns=["content_sha256"]) for file in files)
    return {str(sha) for table in tables for sha in table["content_sha256"].to_pylist()}


def write_batch(extracted: Path, contents: Iterable[bytes]) -> Path:
    """Extract some snapshots and put their rows on the shelf as one batch."""
    with _unswept():
        return _write(extracted, map(_within_limit, contents))


def refuse_batch(extracted: Path, contents: Iterable[bytes], reason: str) -> Path:
    """Put some snapshots on the shelf as refused, unread."""
    return _write(extracted, (refusal(content, reason) for content in contents))


def _within_limit(content: bytes) -> Extraction:
    """What a snapshot says, or why it was given up."""
    try:
        with _alarm():
            return extract(content)
    except TimeoutError:
        return refusal(content, f"reading it took more than {_SECONDS} s")
    except MemoryError:
        return refusal(content, "reading it took more than 1 GB of memory")
    except RecursionError:
        return refusal(content, "it is nested deeper than a reader follows")


@contextmanager
def _unswept() -> Iterator[None]:
    """Keep the garbage collector from sweeping while the documents of a batch are read.

    Their thousands of tuples would set the collector off again and again, over all that the
    process holds, and nearly all of them go when the last reference goes. The few cycles,
    some 300 objects in a document of indicators and none in others, wait for the end.
    """
    sweeps = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if sweeps:
            gc.enable()


@contextmanager
def _alarm() -> Iterator[None]:
    """Raise TimeoutError when the time for one document is over."""

    def over(*_: object) -> None:
        raise TimeoutError

    if threading.current_thread() is not threading.main_thread():
        # Signals reach the main thread alone; the night reads in processes of its own.
        yield
        return
    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _write(extracted: Path, extractions: Iterable[Extraction]) -> Path:
    files: dict[str, dict[str, list[object]]] = {
        name: {column: [] for column in schema.names} for name, schema in SCHEMAS.items()
    }
    for extraction in extractions:
        for name, rows in extraction.items():
            if rows:
                _append(files[name], rows)
    hashes = "".join(sorted(map(str, files["document"]["content_sha256"])))
    batch = shelf(extracted) / hashlib.sha256(hashes.encode()).hexdigest()[:16]
    aside = batch.with_name(f".{batch.name}.{os.getpid()}.part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for name, columns in files.items():
        if columns["content_sha256"]:
            table = pa.Table.from_pydict(columns, schema=SCHEMAS[name])
            _write_file(aside / f"{name}.parquet", table)
    shutil.rmtree(batch, ignore_errors=True)
    return aside.rename(batch)


def _write_file(path: Path, table: pa.Table) -> None:
    """Write a file that is read whole and once: nobody asks it for minima or for one value.

    Without dictionaries it is smaller too, for zstd finds by itself what repeats.
    """
    pq.write_table(table, path, compression="zstd", use_dictionary=False, write_statistics=False)


def _append(columns: dict[str, list[object]], rows: list[Row]) -> None:
    """Take the rows of one document apart while they are fresh: none outlives it."""
    for column, values in columns.items():
        values += [row.get(column) for row in rows]
