"""The warehouse as a DuckLake: a catalog in PostgreSQL, for many readers on many machines.

One snapshot of the lake a night, made in one transaction: a reader sees all of one night, and
nights before by `at (version => …)`. Only rows that differ are written, so a night that changed
nothing makes no snapshot.
"""

from pathlib import Path

import duckdb

from flows.reach import load, reach
from flows.warehouse import Connection, Table, dictionary, quoted

_COLUMNS = """
    select string_agg(column_name || ' ' || data_type, ', ' order by column_index)
    from duckdb_columns() where database_name = ? and schema_name = 'main' and table_name = ?
"""


def to_lake(warehouse: Path, run_id: str, catalog: str, data: str) -> int | None:
    """Bring the lake to what is published; returns its new snapshot, None where nothing changed.

    `catalog` is what stands behind `ducklake:` (`postgres:host=… dbname=…`), `data` where its
    Parquet files go.

    Raises:
        Unreachable: an extension is missing, or `data` is no place to write to.
        duckdb.Error: the catalog does not answer.
    """
    with duckdb.connect() as connection:
        load(connection, "postgres_scanner", "ducklake")
        reach(connection, data)
        attached = quoted(f"ducklake:{catalog}")
        connection.execute(f"attach {attached} as lake (data_path {quoted(data)})")
        connection.execute(f"attach {quoted(str(warehouse))} as published (read_only)")
        before = _snapshot(connection)
        connection.execute("begin")
        for table in dictionary():
            _bring(connection, table)
        connection.execute("call lake.set_commit_message('xxgk', ?)", [run_id])
        connection.execute("commit")
        after = _snapshot(connection)
    return after if after != before else None


def _snapshot(connection: Connection) -> int:
    row = connection.execute("select max(snapshot_id) from ducklake_snapshots('lake')").fetchone()
    assert row is not None
    return int(row[0])


def _bring(connection: Connection, table: Table) -> None:
    """Make a table of the lake what the published one is, by the rows in which they differ."""
    name = table.name
    shapes = [connection.execute(_COLUMNS, [db, name]).fetchone() for db in ("published", "lake")]
    if shapes[0] != shapes[1]:
        connection.execute(f"drop table if exists lake.{name}")
        connection.execute(f"create table lake.{name} as from published.{name} limit 0")
    connection.execute(
        f"create or replace temp table gone as (from lake.{name} except from published.{name})"
    )
    connection.execute(
        f"create or replace temp table come as (from published.{name} except from lake.{name})"
    )
    key = " and ".join(
        f'held."{column}" is not distinct from gone."{column}"' for column in table.key
    )
    connection.execute(f"delete from lake.{name} as held using gone where {key}")
    connection.execute(f"insert into lake.{name} from come")
