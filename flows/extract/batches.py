"""Parquet batches: what has been extracted, by content hash and extractor version.

Layout: `data/extracted/<version>/<batch>/<file>.parquet`, a batch named after the hashes of
its snapshots. A batch is written aside and renamed into place, so a night killed half-way
leaves whole batches and the next one goes on. A new version is a new directory: a form
file added afterwards reaches old reports.
"""

import hashlib
import shutil
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.extract.document import extract
from flows.extract.schema import SCHEMAS, Row
from flows.settings import FORMS, PROJECT

_CODE = ("flows/normalise", "flows/extract")
_DATA = frozenset((".py", ".yml", ".json", ".txt"))
_PACKAGES = ("opencc",)


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
    rows: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
    for content in contents:
        for name, found in extract(content).items():
            rows[name] += found
    hashes = "".join(sorted(str(row["content_sha256"]) for row in rows["document"]))
    batch = shelf(extracted) / hashlib.sha256(hashes.encode()).hexdigest()[:16]
    aside = batch.with_name(f".{batch.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for name, schema in SCHEMAS.items():
        table = pa.Table.from_pylist(rows[name], schema=schema)
        pq.write_table(table, aside / f"{name}.parquet", compression="zstd")
    shutil.rmtree(batch, ignore_errors=True)
    return aside.rename(batch)
