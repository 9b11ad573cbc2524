"""Where things are: one frozen record of paths, read from the environment once.

`XXGK_DATA` names the data directory (default `./data`), so a run can be pointed at an
empty one. Code, forms, SQL and expectations come from the checkout the package stands in.
"""

import os
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from upath import UPath

from flows.files import Place

PROJECT = Path(__file__).resolve().parent.parent
FORMS = PROJECT / "flows" / "forms"
SQL = PROJECT / "sql"
EXPECTATIONS = PROJECT / "expectations"
# The name that a robots.txt speaks to.
AGENT = "xxgk"


@dataclass(frozen=True, slots=True)
class Paths:
    """Every place that a stage reads or writes.

    `store` is where many machines find the same files: a path they share, or `s3://…`.
    """

    data: Path
    store: str | None = None

    @property
    def _shared(self) -> Place:
        return UPath(self.store) if self.store else self.data

    @property
    def raw(self) -> Place:
        """Snapshots as served and their sidecars: the only thing that cannot be rebuilt."""
        return self._shared / "raw"

    @property
    def visits(self) -> Path:
        """The journal of which address served what when; on this machine, which crawls."""
        return self.data / "raw" / "visits.sqlite"

    @property
    def extracted(self) -> Place:
        """Parquet batches, one directory an extractor version."""
        return self._shared / "extracted"

    @property
    def warehouse(self) -> Path:
        """The published warehouse, replaced whole by a rename."""
        return self.data / "warehouse.duckdb"

    @property
    def next_warehouse(self) -> Path:
        """The warehouse that tonight's run is building aside."""
        return self.data / "warehouse.next.duckdb"

    @property
    def warehouses(self) -> Path:
        """What earlier nights published, one file a night, to go back to."""
        return self.data / "warehouses"

    @property
    def runs(self) -> Path:
        """One JSON file and one log a night, failed ones too."""
        return self.data / "runs"

    @property
    def quality(self) -> Path:
        """The expectation report."""
        return self.data / "quality"

    @property
    def site(self) -> Path:
        """The static site."""
        return self.data / "site"

    @property
    def lake(self) -> str:
        """Where the files of the DuckLake go."""
        return str(self._shared / "lake")

    @property
    def decisions(self) -> Path:
        """What the stewards decided."""
        return self.data / "decisions.yml"

    @property
    def sources(self) -> Path:
        """What to fetch."""
        return self.data / "sources.yml"


def dask() -> str | None:
    """The scheduler of the Dask cluster that reads documents, from `XXGK_DASK`."""
    return os.environ.get("XXGK_DASK") or None


def lake() -> str | None:
    """The catalog of the DuckLake, as it stands behind `ducklake:`, from `XXGK_DUCKLAKE`."""
    return os.environ.get("XXGK_DUCKLAKE") or None


@dataclass(frozen=True, slots=True)
class Keeping:
    """How much is kept: warehouses beside the published one, nights, extractor versions."""

    warehouses: int
    nights: int
    extractors: int


def keeping() -> Keeping:
    """What is kept, from `XXGK_KEEP_WAREHOUSES`, `XXGK_KEEP_NIGHTS`, `XXGK_KEEP_EXTRACTORS`.

    Two extractor versions by default: whoever takes a change back reads nothing anew.

    Raises:
        ValueError: one of them is no whole number, or less than makes sense.
    """
    return Keeping(
        _number("XXGK_KEEP_WAREHOUSES", 7, least=0),
        _number("XXGK_KEEP_NIGHTS", 400, least=1),
        _number("XXGK_KEEP_EXTRACTORS", 2, least=1),
    )


def late_after() -> int:
    """Hours without a published night after which it is late, from `XXGK_LATE_HOURS`.

    Raises:
        ValueError: it is no whole number above zero.
    """
    return _number("XXGK_LATE_HOURS", 26, least=1)


def _number(name: str, default: int, least: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or int(text) < least:
        raise ValueError(f"{name} is {text}, it must be a whole number from {least} up")
    return int(text)


def told() -> str | None:
    """The Prefect notification block that is told of news, `type/name`, from `XXGK_NOTIFY`."""
    return os.environ.get("XXGK_NOTIFY") or None


def contact() -> str | None:
    """Whom a server's keeper can write to about our visits, from `XXGK_CONTACT`.

    Raises:
        ValueError: it cannot stand in a header.
    """
    said = os.environ.get("XXGK_CONTACT", "").strip()
    if not said.isascii() or not said.isprintable():
        raise ValueError("XXGK_CONTACT must be an address in plain ASCII")
    return said or None


def agent() -> str:
    """How we introduce ourselves to servers."""
    whom = f"contact {said}; " if (said := contact()) else ""
    return f"{AGENT}/{version('xxgk')} ({whom}reads disclosure reports; obeys robots.txt)"


def paths() -> Paths:
    """The paths of this process, from `XXGK_DATA` or `./data`, and `XXGK_STORE`."""
    data = Path(os.environ.get("XXGK_DATA", "data")).resolve()
    return Paths(data, os.environ.get("XXGK_STORE") or None)
