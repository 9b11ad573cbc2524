"""The crawl: sources in lanes that may be crawled side by side, and a night that can be cut off.

In: sources. Out: lanes with no host in common, and of each a `Tally` a source. A night that was
killed is gone on with by the next: what it visited is not asked again.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows import console
from flows.fetch.journal import open_journal
from flows.fetch.rounds import Crawl, Round
from flows.fetch.sources import Source
from flows.fetch.tally import Tally
from flows.fetch.web import web
from flows.files import Place, sweep


@dataclass(frozen=True, slots=True)
class Lane:
    """Sources that share hosts, and so must wait for each other; named after one of the hosts."""

    name: str
    sources: tuple[Source, ...]


def lanes(sources: Iterable[Source]) -> list[Lane]:
    """The sources in groups with no host in common."""
    groups: list[tuple[frozenset[str], tuple[Source, ...]]] = []
    for source in sources:
        hosts, together = source.allowed(), tuple([source])
        for group in [one for one in groups if one[0] & hosts]:
            groups.remove(group)
            hosts, together = hosts | group[0], (*group[1], *together)
        groups.append((hosts, together))
    return [Lane(min(hosts), together) for hosts, together in groups]


@contextmanager
def night_of(raw: Place, visits: Path, years: range | None) -> Iterator[Crawl]:
    """The crawl of a night, or of the one that was cut off; over when the block ends."""
    sweep(raw, "??")
    with open_journal(visits) as journal:
        began_at = journal.begin()
    yield Crawl(raw, visits, began_at, years)
    with open_journal(visits) as journal:
        journal.end(began_at)


def crawl(night: Crawl, lane: Lane) -> list[Tally]:
    """Crawl the sources of a lane one after another."""
    hosts = frozenset[str]().union(*(source.allowed() for source in lane.sources))
    with console.part(lane.name) as part, open_journal(night.visits) as journal:
        spent = journal.spent(night.began_at)
        with web({name: spent[name] for name in hosts & spent.keys()}) as client:
            return [Round(night, source, client, journal).all(part) for source in lane.sources]
