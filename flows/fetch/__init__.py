"""Fetch: reports from websites and files into `data/raw/`, politely, as served, nothing lost.

In: `data/sources.yml`. Out: snapshots with sidecars, written once, and the journal of which
address served them when. A lane is a group of sources that share hosts; lanes run side by side.
"""

from flows.fetch.crawl import Lane, crawl, lanes, night_of
from flows.fetch.inventory import set_aside, verify
from flows.fetch.journal import Capture, captures
from flows.fetch.lists import reports_of
from flows.fetch.raw import (
    Altered,
    Damaged,
    Sidecar,
    content,
    read_sidecar,
    sidecars,
    snapshot_path,
    store,
)
from flows.fetch.registry import read_sources
from flows.fetch.rounds import Crawl
from flows.fetch.sources import Source, chosen, read_years
from flows.fetch.tally import COUNTED, Tally, counted, in_words
from flows.fetch.web import web

__all__ = [
    "COUNTED",
    "Altered",
    "Capture",
    "Crawl",
    "Damaged",
    "Lane",
    "Sidecar",
    "Source",
    "Tally",
    "captures",
    "chosen",
    "content",
    "counted",
    "crawl",
    "in_words",
    "lanes",
    "night_of",
    "read_sidecar",
    "read_sources",
    "read_years",
    "reports_of",
    "set_aside",
    "sidecars",
    "snapshot_path",
    "store",
    "verify",
    "web",
]
