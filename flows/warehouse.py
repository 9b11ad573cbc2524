"""The dictionary of the warehouse and the SQL behind each table.

`sql/dictionary.yml` describes every table once, in build order. From it come the DDL, the
comments and the checks of keys and references; the SELECT that fills a table stands in the
file of its name under `sql/`. A SELECT that does not yield exactly the columns the
dictionary lists is an error, and so is a reference or a warning that the dictionary lacks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import yaml

from flows.settings import SQL

if TYPE_CHECKING:
    import pandas as pd

Connection = duckdb.DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, Chinese and English names, the table it refers to, its warning."""

    name: str
    type: str
    zh: str
    en: str
    references: str | None
    warning: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns whose values together stand in the same-numbered columns of another table."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what one row is, what makes it unique, who builds it.

    `references` are all of them, those of a single column first; `warnings` say what its
    reader must not do, each a name in `warnings()`.
    """

    name: str
    stage: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    references: tuple[Reference, ...]
    source: str | None
    warnings: tuple[str, ...]
    is_view: bool

    def select(self) -> str:
        """The statement that yields its rows."""
        return _file(self.name).read_text("utf-8")


class Drift(ValueError):
    """The dictionary, the SQL and the database do not say the same."""


@cache
def dictionary() -> tuple[Table, ...]:
    """Every table in build order.

    Raises:
        Drift: it warns of something that `warnings()` does not explain, or refers to nothing.
    """
    entries = _document()["tables"]
    return tuple(_table(name, entry, entries) for name, entry in entries.items())


@cache
def warnings() -> dict[str, str]:
    """What each warning means: the closed list of what a reader can get wrong."""
    return dict(_document()["warnings"])


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((SQL / "dictionary.yml").read_text("utf-8"))
    return document


def _table(name: str, entry: dict[str, Any], entries: dict[str, Any]) -> Table:
    columns = tuple(
        Column(column, *definition, *([None] * (5 - len(definition))))
        for column, definition in entry["columns"].items()
    )
    table = Table(
        name,
        entry["stage"],
        entry["grain"],
        tuple(entry["key"]),
        columns,
        tuple(_references(entry, columns, entries)),
        entry.get("source"),
        tuple(entry.get("warning", ())),
        entry.get("view", False),
    )
    named = {*table.warnings, *(column.warning for column in columns)} - {None}
    if unknown := sorted(str(warning) for warning in named - warnings().keys()):
        raise Drift(f"{name} warns of {', '.join(unknown)}, which the dictionary does not explain")
    return table


def _references(
    entry: dict[str, Any], columns: tuple[Column, ...], entries: dict[str, Any]
) -> Iterator[Reference]:
    """References of single columns to the key of a table, then those listed for the table."""
    for column in columns:
        if column.references:
            yield Reference(
                (column.name,), column.references, (_key(entries, column.references)[0],)
            )
    for listed in entry.get("references", ()):
        own = tuple(listed["columns"])
        yield Reference(own, listed["to"], tuple(listed.get("key", own)))


def _key(entries: dict[str, Any], table: str) -> list[str]:
    if table not in entries:
        raise Drift(f"the dictionary refers to {table}, which it does not list")
    return list(entries[table]["key"])


def connect(path: Path) -> Connection:
    """Open the warehouse being built, with the macros that make its keys."""
    connection = duckdb.connect(str(path))
    connection.execute((SQL / "macros.sql").read_text("utf-8"))
    return connection


def tables_of(stage: str) -> Iterator[Table]:
    """The tables that a stage builds, in order."""
    return (table for table in dictionary() if table.stage == stage)


@cache
def _files() -> dict[str, Path]:
    return {path.stem: path for path in sorted(SQL.rglob("*.sql"))}


def _file(name: str) -> Path:
    if name not in _files():
        raise Drift(f"no SQL file for {name} under sql/")
    return _files()[name]


def create(connection: Connection, table: Table) -> None:
    """Create a view, or an empty table with its key, and its comments."""
    kind = "view" if table.is_view else "table"
    if table.is_view:
        connection.execute(f"create view {table.name} as {table.select()}")
    else:
        columns = ", ".join(f'"{c.name}" {c.type}' for c in table.columns)
        key = ", ".join(f'"{name}"' for name in table.key)
        connection.execute(f"create table {table.name} ({columns}, primary key ({key}))")
    grain = warned(table.grain, *table.warnings)
    connection.execute(f"comment on {kind} {table.name} is {quoted(grain)}")
    for column in table.columns:
        text = quoted(warned(f"{column.zh}: {column.en}", column.warning))
        connection.execute(f'comment on column {table.name}."{column.name}" is {text}')


def warned(text: str, *names: str | None) -> str:
    """A description and what its reader must not do; `names` are warnings of the dictionary."""
    return ". ".join([text, *(f"Warning: {warnings()[name]}" for name in names if name)])


def build(connection: Connection, table: Table) -> int:
    """Create a table and fill it from its SELECT, in key order; returns its row count.

    Raises:
        Drift: the SELECT yields other columns than the dictionary lists.
    """
    create(connection, table)
    select = table.select().rstrip().rstrip(";")
    yielded = [row[0] for row in connection.execute(f"describe {select}").fetchall()]
    listed = [column.name for column in table.columns]
    if yielded != listed:
        odd = sorted(set(yielded) ^ set(listed)) or "their order"
        raise Drift(f"{table.name}: SELECT and dictionary differ in {odd}")
    if not table.is_view:
        order = ", ".join(f'"{name}"' for name in table.key)
        connection.execute(f"insert into {table.name} select * from ({select}) order by {order}")
    counted = connection.execute(f"select count(*) from {table.name}").fetchone()
    assert counted is not None
    return int(counted[0])


def rows(connection: Connection, query: str, values: object = ()) -> list[dict[str, Any]]:
    """The answer to a query, a mapping a row; `values` by place or by name."""
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def moments(written: list[str | None]) -> "pd.Series[pd.Timestamp]":
    """Moments in UTC, as the warehouse holds them."""
    import pandas as pd

    read = pd.to_datetime(pd.Series(written, dtype="string"), utc=True, format="ISO8601")
    return read.dt.tz_localize(None).astype("datetime64[us]")


def quoted(text: str) -> str:
    """Text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
