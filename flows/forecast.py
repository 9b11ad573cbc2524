"""What a backfill would do and how long it should take, by what past nights took.

In: the sources, what is held and read, the record of nights. Out: the steps, a night each,
newest year first, and sentences. A rate that no night has measured is not guessed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows import fetch, record
from flows.extract import unread
from flows.settings import Paths

# Nights further back were run by other code, against other servers.
_NIGHTS = 30
_BUILDING = ("stage", "gate", "marts", "publish", "site")


@dataclass(frozen=True, slots=True)
class Step:
    """A night of a backfill: the year it fetches, none for all, and the hosts it asks."""

    year: int | None
    hosts: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A backfill: its nights in order, and how many snapshots are held and not yet read."""

    steps: list[Step]
    held: int
    unread: int

    @property
    def hosts(self) -> int:
        """Hosts to be asked in all its nights."""
        return sum(step.hosts for step in self.steps)


def plan(where: Paths, years: str | None, source: str | None, agency: str | None) -> Plan:
    """The backfill of some years, of a source, of an agency; of all that is listed or held.

    Raises:
        ValueError: the sources cannot be read, or list no such source or agency.
    """
    sources, _ = fetch.read_sources(where.sources)
    wanted = fetch.chosen(sources, source, agency)
    span = fetch.read_years(years) if years else None
    steps = [
        Step(year, len(fetch.lanes(one for one in wanted if one.may_have(year))))
        for year in _years(wanted, span)
    ]
    held = [one for one in fetch.sidecars(where.raw) if isinstance(one, fetch.Sidecar)]
    pending = sum(map(len, unread(where.extracted, held)))
    return Plan([step for step in steps if step.hosts] or [Step(None, 0)], len(held), pending)


def _years(sources: list[fetch.Source], span: range | None) -> list[int | None]:
    """The years to fetch, newest first; all at once where only the lists know which there are."""
    known = [source.known_years() for source in sources]
    if any(years is None for years in known):
        return list(reversed(span)) if span else [None]
    found = frozenset[int]().union(*(years for years in known if years is not None))
    return [*sorted((year for year in found if span is None or year in span), reverse=True)]


def sentences(planned: Plan, nights: list[record.Night]) -> Iterator[str]:
    """What a backfill would do, and how long that should take."""
    if planned.hosts:
        years = ", ".join(str(step.year) for step in planned.steps if step.year)
        yield f"Would fetch {f'{years}, newest first' if years else 'all years'}, asking " + (
            f"{max(step.hosts for step in planned.steps)} hosts."
        )
    else:
        yield "Would fetch nothing: no source is enabled that is asked for."
    yield (
        f"Would read {planned.unread:,} of {planned.held:,} snapshots held, which this version "
        "of the extractor has not read, and whatever is new of what is fetched."
    )
    times = len(planned.steps)
    yield f"Would publish {'once' if times == 1 else f'{times} times, after each year'}."
    yield from _time(planned, nights[-_NIGHTS:])


def _time(planned: Plan, nights: list[record.Night]) -> Iterator[str]:
    """How long it should take, and what cannot be said."""
    parts = (
        ("fetching", planned.hosts, _each(nights, "fetch")),
        ("reading", planned.unread, _each(nights, "extract")),
        ("building and publishing", len(planned.steps), _building(nights)),
    )
    known = {name: count * each for name, count, each in parts if count and each is not None}
    unknown = [name for name, count, each in parts if count and each is None]
    if known:
        said = ", ".join(f"{name} {_said(seconds)}" for name, seconds in known.items())
        yield f"Should take {_said(sum(known.values()))}: {said}, by what past nights took."
    if unknown:
        yield f"How long {' and '.join(unknown)} takes has not been measured yet by any night."


def _each(nights: Iterable[record.Night], name: str) -> float | None:
    """Seconds a thing took in a stage; None where no night did any."""
    done = [s for night in nights for s in night.stages if s.name == name and s.seconds]
    things = sum(stage.things for stage in done)
    return sum(stage.seconds or 0.0 for stage in done) / things if things else None


def _building(nights: list[record.Night]) -> float | None:
    """Seconds from the last snapshot read to the site, in the last published night."""
    for night in reversed(nights):
        if night.outcome == "published" and night.stages:
            return sum(s.seconds or 0.0 for s in night.stages if s.name in _BUILDING)
    return None


def _said(seconds: float) -> str:
    if seconds < 90:
        return f"{max(seconds, 1):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
