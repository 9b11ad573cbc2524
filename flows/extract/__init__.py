"""Extract: a document and the statutory forms in, Parquet batches of rows out."""

from flows.extract.batches import (
    extractor_version,
    unread,
    whole_batches,
    write_batch,
)
from flows.extract.schema import SCHEMAS
from flows.extract.workers import open_workers

__all__ = [
    "SCHEMAS",
    "extractor_version",
    "open_workers",
    "unread",
    "whole_batches",
    "write_batch",
]
