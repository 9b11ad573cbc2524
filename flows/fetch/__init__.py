"""Fetch: reports into `data/raw/` as snapshots, bytes as served, written once."""

from flows.fetch.raw import Damaged, Sidecar, content, read_sidecar, sidecars, snapshot_path, store
from flows.fetch.sources import Page, chosen, read_sources, read_years
from flows.fetch.web import Unfetched, Web, web

__all__ = [
    "Damaged",
    "Page",
    "Sidecar",
    "Unfetched",
    "Web",
    "chosen",
    "content",
    "read_sidecar",
    "read_sources",
    "read_years",
    "sidecars",
    "snapshot_path",
    "store",
    "web",
]
