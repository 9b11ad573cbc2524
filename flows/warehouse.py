"""The dictionary of the warehouse and the SQL behind each table.

`sql/dictionary.yml` describes every table once, in build order. From it come the DDL, the
comments and the checks of keys and references; the SELECT that fills a table stands in the
file of its name under `sql/`. A SELECT that does not yield exactly the columns the
dictionary lists is an error.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from flows.settings import SQL

Connection = duckdb.DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, Chinese and English names, and the table it refers to."""

    name: str
    type: str
    zh: str
    en: str
    references: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what one row is, what makes it unique, who builds it."""

    name: str
    stage: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    source: str | None
    is_view: bool

    def select(self) -> str:
        """The statement that yields its rows."""
        return _file(self.name).read_text("utf-8")


class Drift(ValueError):
    """The dictionary, the SQL and the database do not say the same."""


@cache
def dictionary() -> tuple[Table, ...]:
    """Every table in build order."""
    document = yaml.safe_load((SQL / "dictionary.yml").read_text("utf-8"))
    return tuple(_table(name, entry) for name, entry in document["tables"].items())


def _table(name: str, entry: dict[str, Any]) -> Table:
    columns = tuple(
        Column(column, *definition, *([None] * (4 - len(definition))))
        for column, definition in entry["columns"].items()
    )
    return Table(
        name,
        entry["stage"],
        entry["grain"],
        tuple(entry["key"]),
        columns,
        entry.get("source"),
        entry.get("view", False),
    )


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
    connection.execute(f"comment on {kind} {table.name} is {_quoted(table.grain)}")
    for column in table.columns:
        text = _quoted(f"{column.zh}: {column.en}")
        connection.execute(f'comment on column {table.name}."{column.name}" is {text}')


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


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
