"""Worker processes that read batches: converters and forms are made once a process.

A document that takes more than 5 seconds or 1 GB is refused with a reason, and one that
brings its process down is found by reading its batch one by one in fresh processes, so that
neither costs the others.
"""

import multiprocessing
import os
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from flows import fetch
from flows.extract.batches import refuse_batch, write_batch
from flows.files import Place

_MEMORY = 1 << 30


def _begin() -> None:
    """A worker leaves interrupts to its parent, and may grow by 1 GB from where it starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * os.sysconf("SC_PAGE_SIZE") + _MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _read(raw: Place, extracted: Place, batch: list[fetch.Sidecar]) -> list[str]:
    """Read a batch in this process; a sentence for each snapshot that is damaged."""
    contents, damaged = [], []
    for sidecar in batch:
        try:
            contents.append(fetch.content(raw, sidecar))
        except fetch.Altered as error:
            damaged.append(fetch.set_aside(raw, sidecar.sha256, str(error)))
        except fetch.Damaged as error:
            damaged.append(str(error))
    write_batch(extracted, contents)
    return damaged


class Workers:
    """A pool of worker processes that outlives the documents that kill them."""

    def __init__(self, raw: Place, extracted: Place, size: int) -> None:
        self._raw = raw
        self._extracted = extracted
        self._size = size
        self._pool = self._new(size)

    def _new(self, size: int) -> ProcessPoolExecutor:
        if multiprocessing.current_process().daemon:
            raise RuntimeError(
                "documents are read in processes of their own, which this worker may not start: "
                "start it with DASK_DISTRIBUTED__WORKER__DAEMON=false"
            )
        # Not forked: the parent has threads, whose locks a fork would copy held.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(size, mp_context=context, initializer=_begin)

    def read(self, batches: list[list[fetch.Sidecar]]) -> Iterator[tuple[int, list[str]]]:
        """Read batches; yields the size of each as it is done, and what was amiss in it."""
        waiting: list[tuple[Future[list[str]], list[fetch.Sidecar]]] = [
            (self._pool.submit(_read, self._raw, self._extracted, batch), batch)
            for batch in batches
        ]
        for future, batch in waiting:
            try:
                yield len(batch), future.result()
            except BrokenProcessPool:
                yield len(batch), self._one_by_one(batch)

    def _one_by_one(self, batch: list[fetch.Sidecar]) -> list[str]:
        """Read the documents of a broken batch each in a process of its own."""
        amiss = []
        for sidecar in batch:
            with self._new(1) as pool:
                try:
                    amiss += pool.submit(_read, self._raw, self._extracted, [sidecar]).result()
                except BrokenProcessPool:
                    content = fetch.content(self._raw, sidecar)
                    refuse_batch(self._extracted, [content], "its reader was brought down by it")
                    amiss.append(
                        f"{sidecar.file_name or sidecar.sha256[:12]} brought its reader down"
                    )
        return amiss

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def open_workers(raw: Place, extracted: Place, processes: int) -> Iterator[Workers]:
    """So many worker processes, until the block ends."""
    pool = Workers(raw, extracted, processes)
    try:
        yield pool
    finally:
        pool.close()
