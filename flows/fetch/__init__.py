"""Fetch: reports into `data/raw/` as snapshots, bytes as served, written once."""

from flows.fetch.raw import Damaged, Sidecar, content, read_sidecar, sidecars, store

__all__ = ["Damaged", "Sidecar", "content", "read_sidecar", "sidecars", "store"]
