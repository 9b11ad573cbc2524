"""The journal of captures: which address served which bytes, and when. `visits.sqlite`.

It stands beside the snapshots, which say nothing of time. One row an address, its content
and an unbroken period of serving it: an unchanged visit moves `last_seen_at`, another content
begins a row, 404 or 410 sets `gone_at`. From it come conditional requests, the visits of a
night that was killed, and what each host was asked in it.

Every write is one short transaction of SQLite's, on the disk when it returns: kill -9 loses
visits that were not written yet, whose snapshots are then recognised by their bytes.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.fetch.wording import wording

_SCHEMA = """
create table if not exists capture (
    capture_id integer primary key,
    url text not null,
    address text not null,
    source_id text not null,
    sha256 text not null,
    first_seen_at text not null,
    last_seen_at text not null,
    gone_at text,
    year integer,
    link_title text,
    page_url text,
    final_url text,
    etag text,
    last_modified text
);
create index if not exists capture_of_url on capture (url, capture_id);
create index if not exists capture_of_source on capture (source_id);
create table if not exists night (began_at text primary key, ended_at text);
create table if not exists spent (
    host text primary key, began_at text not null, requests integer not null
);
"""
_COLUMNS = (
    "url, address, source_id, sha256, first_seen_at, last_seen_at, gone_at, year, link_title,"
    " page_url, final_url, etag, last_modified"
)
# A night killed longer ago than this is not gone on with: what it saw is old.
_STALE = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Capture:
    """An address, the bytes it served, and the unbroken period in which it did.

    `url` is its identity, `address` what is asked for; moments in UTC, ISO 8601.
    """

    url: str
    address: str
    source_id: str
    sha256: str
    first_seen_at: str
    last_seen_at: str
    gone_at: str | None = None
    year: int | None = None
    link_title: str | None = None
    page_url: str | None = None
    final_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def title(self) -> str:
        """What its link calls it, without the number of an attachment and the kind of a file."""
        title = wording().attached_as.sub("", self.link_title or "")
        return wording().file_title.sub("", title)

    def seen_since(self, moment: str) -> bool:
        """Whether it was visited at this moment or later."""
        return max(self.last_seen_at, self.gone_at or "") >= moment


def moment() -> str:
    """Now, in UTC, to the microsecond: nights may follow each other within a second."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


@contextmanager
def open_journal(visits: Path) -> Iterator["Journal"]:
    """The journal, made if need be; a connection of one's own."""
    visits.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(visits, timeout=60, isolation_level=None)) as connection:
        connection.execute("pragma synchronous = full")
        connection.executescript(_SCHEMA)
        yield Journal(connection)


def captures(visits: Path) -> list[Capture]:
    """Every capture on record, by address and time; none where nothing was ever fetched."""
    if not visits.exists():
        return []
    with open_journal(visits) as journal:
        return list(journal.all())


class Journal:
    """An open journal."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def begin(self) -> str:
        """When the night began: the one that was cut off, or a new one from now."""
        now = moment()
        stale = (datetime.now(UTC) - _STALE).isoformat(timespec="microseconds")
        with self._writing() as write:
            write.execute("delete from night where ended_at is not null or began_at < ?", [stale])
            write.execute(
                "insert into night (began_at) select ? where not exists (select 1 from night)",
                [now],
            )
            return str(write.execute("select min(began_at) from night").fetchone()[0])

    def end(self, began_at: str) -> None:
        """A night went through all it had to do."""
        with self._writing() as write:
            write.execute("update night set ended_at = ? where began_at = ?", [moment(), began_at])

    def all(self) -> Iterator[Capture]:
        """Every capture, by address and time."""
        rows = self._connection.execute(f"select {_COLUMNS} from capture order by url, capture_id")
        return (Capture(*row) for row in rows)

    def latest(self, source_id: str) -> dict[str, Capture]:
        """The last capture of each address of a source, by address."""
        rows = self._connection.execute(
            f"select {_COLUMNS} from capture where source_id = ? order by capture_id", [source_id]
        )
        return {row[0]: Capture(*row) for row in rows}

    def spent(self, began_at: str) -> dict[str, int]:
        """How many requests each host was sent in a night."""
        rows = self._connection.execute(
            "select host, requests from spent where began_at = ?", [began_at]
        )
        return dict(rows.fetchall())

    def write(self, seen: Iterable[Capture], began_at: str, spent: dict[str, int]) -> None:
        """Write visits, and what the hosts were asked so far, in one transaction."""
        with self._writing() as write:
            for one in seen:
                _visit(write, one)
            write.executemany(
                "insert into spent values (?, ?, ?) on conflict (host)"
                " do update set began_at = excluded.began_at, requests = excluded.requests",
                [(host, began_at, requests) for host, requests in spent.items()],
            )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._connection.execute("begin immediate")
        with self._connection:
            yield self._connection


def _visit(write: sqlite3.Connection, seen: Capture) -> None:
    """Move the address's period on, end it, or begin another."""
    last = write.execute(
        "select capture_id, sha256, gone_at from capture where url = ?"
        " order by capture_id desc limit 1",
        [seen.url],
    ).fetchone()
    if last and last[1] == seen.sha256 and last[2] is None:
        write.execute(
            "update capture set source_id = ?, last_seen_at = ?, gone_at = ?, etag = ?,"
            " last_modified = ? where capture_id = ?",
            [
                seen.source_id,
                seen.last_seen_at,
                seen.gone_at,
                seen.etag,
                seen.last_modified,
                last[0],
            ],
        )
    elif seen.gone_at is None:
        marks = ", ".join("?" * len(_COLUMNS.split(",")))
        write.execute(f"insert into capture ({_COLUMNS}) values ({marks})", astuple(seen))
