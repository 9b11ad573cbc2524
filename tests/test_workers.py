"""Documents that take too long or bring their reader down cost nobody else."""

import os
import time

import pyarrow.parquet as pq
import pytest

from flows import fetch
from flows.extract import batches, open_workers
from flows.extract.workers import Workers


def _documents(extracted) -> dict[str, str | None]:
    parts = batches.shelf(extracted).glob("*/document.parquet")
    rows = [row for part in parts for row in pq.read_table(part).to_pylist()]
    return {row["content_sha256"][:6]: row["refusal"] for row in rows}


def _dies_of_death(raw, extracted, batch):
    contents = [fetch.content(raw, sidecar) for sidecar in batch]
    if b"death" in contents:
        os._exit(1)
    batches.write_batch(extracted, contents)
    return []


@pytest.fixture
def held(tmp_path):
    for content in (b"one", b"death", b"two"):
        fetch.store(tmp_path / "raw", content, file_name=f"{content.decode()}.txt")
    return list(fetch.sidecars(tmp_path / "raw"))


def test_batches_are_read_in_processes_of_their_own(tmp_path, held):
    with open_workers(tmp_path / "raw", tmp_path / "extracted", 2) as pool:
        done = list(pool.read([held[:2], held[2:]]))
    assert done == [(2, []), (1, [])]
    assert len(_documents(tmp_path / "extracted")) == 3


def test_snapshot_that_is_not_what_was_stored_is_set_aside_and_named(tmp_path, held):
    raw = tmp_path / "raw"
    (raw / held[0].path).write_bytes(b"other")
    with open_workers(raw, tmp_path / "extracted", 1) as pool:
        ((size, (sentence,)),) = pool.read([held])
    assert size == 3 and held[0].sha256[:12] in sentence and "set aside" in sentence
    assert list(fetch.sidecars(raw)) == held[1:]
    assert len(_documents(tmp_path / "extracted")) == 2


def test_document_that_kills_its_reader_is_refused_and_the_others_are_read(
    tmp_path, held, monkeypatch
):
    monkeypatch.setattr("flows.extract.workers._read", _dies_of_death)
    pool = Workers(tmp_path / "raw", tmp_path / "extracted", 1)
    try:
        ((size, amiss),) = pool.read([held])
    finally:
        pool.close()
    assert size == 3 and amiss == ["death.txt brought its reader down"]
    refusals = _documents(tmp_path / "extracted")
    assert sorted(map(bool, refusals.values())) == [False, False, True]


def test_document_that_takes_too_long_is_refused_with_a_reason(tmp_path, monkeypatch):
    def slow(content: bytes):
        time.sleep(5 if content == b"slow" else 0)
        return batches.refusal(content, "")

    monkeypatch.setattr(batches, "extract", slow)
    monkeypatch.setattr(batches, "_SECONDS", 0.1)
    batches.write_batch(tmp_path, [b"slow", b"quick"])
    assert sorted(_documents(tmp_path).values()) == ["", "reading it took more than 0.1 s"]


def test_document_that_takes_too_much_memory_is_refused(tmp_path, monkeypatch):
    def greedy(content: bytes):
        raise MemoryError

    monkeypatch.setattr(batches, "extract", greedy)
    batches.write_batch(tmp_path, [b"greedy"])
    assert "1 GB" in next(iter(_documents(tmp_path).values()))
