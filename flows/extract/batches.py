"""Parquet batches: what has been extracted, by content hash and extractor version.

Layout: `data/extracted/<version>/<batch>/<file>.parquet`, a batch named after the hashes of
its snapshots; a file that would have no rows is left out. The file of the documents is
written last and a batch without it is none, so a night killed half-way leaves whole batches
and the next one goes on. A new version is a new directory: a form file added afterwards
reaches old reports.
"""

import hashlib
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from itertools import accumulate, chain

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.compute import run_end_decode

from flows.extract.document import extract, refusal
from flows.extract.schema import SCHEMAS, Cells, Extraction, Row
from flows.fetch import Sidecar
from flows.files import Place, drop, listed, put
from flows.settings import FORMS, PROJECT
from flows.sweeping import unswept

_CODE = ("flows/normalise", "flows/extract")
_DATA = frozenset((".py", ".yml", ".json", ".txt"))
_PACKAGES = ("opencc", "lxml", "selectolax", "pypdfium2")
# Snapshots in a batch: what a night killed half-way reads again, for each worker.
_BATCH = 100
# Longest that one document may take to be read.
_SECONDS = 5.0
# How often in that time the clock is looked at.
_LOOKS = 20


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


def shelf(extracted: Place) -> Place:
    """Where the batches of this extractor version stand."""
    return extracted / extractor_version()


def _extracted_hashes(extracted: Place) -> set[str]:
    """Content hashes of every snapshot that this extractor version has read."""
    found: set[str] = set()
    for path in whole_batches(extracted).get("document", ()):
        with path.open("rb") as file:
            table = pq.read_table(file, columns=["content_sha256"])
        found.update(map(str, table["content_sha256"].to_pylist()))
    return found


def whole_batches(extracted: Place) -> dict[str, list[Place]]:
    """The files of every whole batch of this extractor version, by what their rows are."""
    files = listed(shelf(extracted), "*/*.parquet")
    whole = {path.parent.name for path in files if path.stem == "document"}
    found: dict[str, list[Place]] = {}
    for path in files:
        if path.parent.name in whole:
            found.setdefault(path.stem, []).append(path)
    return found


def unread(extracted: Place, held: Iterable[Sidecar]) -> list[list[Sidecar]]:
    """The snapshots held that this extractor version has not read, in batches."""
    known = _extracted_hashes(extracted)
    rest = [sidecar for sidecar in held if sidecar.sha256 not in known]
    return [rest[at : at + _BATCH] for at in range(0, len(rest), _BATCH)]


def write_batch(extracted: Place, contents: Iterable[bytes]) -> Place:
    """Extract some snapshots and put their rows on the shelf as one batch."""
    # The few cycles, a dozen objects in some documents of text, wait.
    with unswept(), _watch() as begun:
        return _write(extracted, (_within_limit(content, begun) for content in contents))


def refuse_batch(extracted: Place, contents: Iterable[bytes], reason: str) -> Place:
    """Put some snapshots on the shelf as refused, unread."""
    return _write(extracted, (refusal(content, reason) for content in contents))


def _within_limit(content: bytes, begun: list[float]) -> Extraction:
    """What a snapshot says, or why it was given up; `begun` is told when it begins to be read."""
    try:
        begun.append(time.monotonic())
        try:
            return extract(content)
        finally:
            begun.clear()
    except TimeoutError:
        return refusal(content, f"reading it took more than {_SECONDS} s")
    except MemoryError:
        return refusal(content, "reading it took more than 1 GB of memory")
    except RecursionError:
        return refusal(content, "it is nested deeper than a reader follows")


@contextmanager
def _watch() -> Iterator[list[float]]:
    """Raise TimeoutError in what was begun too long ago: the times that are put in the list.

    One clock for a whole batch: to set one for each document takes as long as some tables.
    """
    begun: list[float] = []

    def look(*_: object) -> None:
        if begun and time.monotonic() - begun[0] > _SECONDS:
            raise TimeoutError

    if threading.current_thread() is not threading.main_thread():
        # Signals reach the main thread alone; the night reads in processes of its own.
        yield begun
        return
    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS / _LOOKS, _SECONDS / _LOOKS)
    try:
        yield begun
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _write(extracted: Place, extractions: Iterable[Extraction]) -> Place:
    rows: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
    cells: list[Cells] = []
    for extraction in extractions:
        for name, more in extraction.rows.items():
            rows[name] += more
        cells += [some for some in extraction.cells if some.size]
    tables = {n: pa.Table.from_pylist(r, schema=SCHEMAS[n]) for n, r in rows.items() if r}
    tables |= {"cell": _cell_table(cells)} if cells else {}
    hashes = "".join(sorted(str(row["content_sha256"]) for row in rows["document"]))
    batch = shelf(extracted) / hashlib.sha256(hashes.encode()).hexdigest()[:16]
    batch.mkdir(parents=True, exist_ok=True)
    for path in listed(batch, "*.parquet"):
        # Of a process that was killed, where what it read is refused now.
        if path.stem not in tables:
            drop(path)
    # The file of the documents last: a batch is there when it is.
    for name in sorted(tables, key=lambda name: name == "document"):
        put(batch / f"{name}.parquet", _parquet(tables[name]))
    return batch


def _cell_table(cells: list[Cells]) -> pa.Table:
    """The cells of all tables; what all of one table say is handed to Arrow once."""
    ends = pa.array(accumulate(some.size for some in cells), pa.int32())
    columns = []
    for field in SCHEMAS["cell"]:
        if field.name in cells[0].place:
            said = pa.array([some.place[field.name] for some in cells], field.type)
            columns.append(run_end_decode(pa.RunEndEncodedArray.from_arrays(ends, said)))
            continue
        each = [some.columns[field.name] for some in cells]
        if any(map(_is_array, each)):
            arrays = [one if _is_array(one) else pa.array(one, field.type) for one in each]
            columns.append(pa.concat_arrays(arrays))
        else:
            columns.append(pa.array(list(chain.from_iterable(each)), field.type))
    return pa.Table.from_arrays(columns, schema=SCHEMAS["cell"])


def _is_array(column: object) -> bool:
    return isinstance(column, pa.Array)


def _parquet(table: pa.Table) -> bytes:
    """A file that is read whole and once: nobody asks it for minima or for one value.

    Without dictionaries it is no larger, for what repeats is found by the compression too.
    """
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="lz4", use_dictionary=False, write_statistics=False)
    return bytes(sink.getvalue())
