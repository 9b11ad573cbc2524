"""What readers on other machines find: Parquet in a store, and a DuckLake in PostgreSQL."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from upath import UPath

from flows import fetch, share
from flows.files import put
from flows.reach import load
from flows.settings import Paths
from flows.warehouse import dictionary
from tests.night import Night, dump, run_night
from tests.reports import changed, report, request_cells


def publish(data: Path, number: str) -> Night:
    cells = changed(request_cells(), received__natural_person=number)
    fetch.store(data / "raw", report({"request": cells}).encode(), file_name=f"{number}.txt")
    return run_night(data)


def parquet_dump(store: str) -> dict[str, list[tuple]]:
    """Every table but the record of nights, as a reader finds it through `current.json`."""
    published = UPath(store) / "published"
    tables = json.loads((published / "current.json").read_text())["tables"]
    found = {}
    for table in dictionary():
        if table.stage == "record":
            continue
        with (published / tables[table.name]["path"]).open("rb") as file:
            found[table.name] = _ordered(pq.read_table(file))
        assert len(found[table.name]) == tables[table.name]["rows"]
    return found


def _ordered(table: pa.Table) -> list[tuple]:
    with duckdb.connect() as connection:
        return connection.from_arrow(table).order("all").fetchall()


@pytest.mark.parametrize("where", ["folder", "s3"])
def test_parquet_in_the_store_is_the_warehouse(where, tmp_path, s3, sample):
    store = s3 if where == "s3" else str(tmp_path / "store")
    share.to_parquet(sample.where.warehouse, "20260101T000000000Z", store)
    assert parquet_dump(store) == dump(sample.where.warehouse)


@pytest.mark.parametrize("where", ["folder", "s3"])
def test_night_whose_files_are_in_a_store_makes_the_same_warehouse(where, tmp_path, s3, sample):
    store = s3 if where == "s3" else str(tmp_path / "store")
    place = Paths(tmp_path / "data", store)
    for one in fetch.sidecars(sample.where.raw):
        beside = fetch.snapshot_path(sample.where.raw, one.sha256).with_suffix(".sidecar.json")
        folder = place.raw / beside.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        put(place.raw / one.path, fetch.content(sample.where.raw, one))
        put(folder / beside.name, beside.read_bytes())
    night = run_night(place)
    assert night.extracted == 5
    assert dump(place.warehouse) == dump(sample.where.warehouse)
    assert run_night(place).extracted == 0
    assert not (tmp_path / "data" / "extracted").exists()


def test_store_keeps_the_folders_of_a_few_nights(tmp_path, sample):
    for day in range(1, 6):
        share.to_parquet(sample.where.warehouse, f"2026010{day}T000000000Z", str(tmp_path))
    kept = sorted(one.name[:8] for one in (tmp_path / "published").iterdir() if one.is_dir())
    assert kept == ["20260103", "20260104", "20260105"]


def test_place_of_another_kind_is_refused_with_a_sentence(sample):
    with pytest.raises(share.Unreachable, match="ftp://x/y is neither a path nor"):
        share.to_parquet(sample.where.warehouse, "20260101T000000000Z", "ftp://x/y")


_READ = """
import sys, duckdb
from flows.files import put
from flows.reach import load
from flows.settings import Paths
catalog, data, rounds = sys.argv[1:]
with duckdb.connect() as connection:
    load(connection, "postgres_scanner", "ducklake")
    connection.execute(f"attach 'ducklake:{catalog}' as lake (data_path '{data}', read_only)")
    for _ in range(int(rounds)):
        connection.execute("begin")
        fact, = connection.execute(
            "select sum(request_count)::int from lake.fct_request where line_code = 'received'"
        ).fetchone()
        mart, = connection.execute(
            "select sum(received_summed)::int from lake.mart_agency_year"
        ).fetchone()
        connection.execute("commit")
        print(fact, mart, flush=True)
"""


@pytest.fixture
def lake(postgres, tmp_path) -> tuple[str, str]:
    """A catalog of its own in the one PostgreSQL, and where its files go."""
    name = f"lake_{abs(hash(tmp_path))}"
    with duckdb.connect() as connection:
        load(connection, "postgres_scanner")
        connection.execute(f"attach '{postgres.removeprefix('postgres:')}' as pg (type postgres)")
        connection.execute(
            f"call postgres_execute('pg', 'create database {name}', use_transaction := false)"
        )
    return postgres.replace("dbname=postgres", f"dbname={name}"), str(tmp_path / "lake")


def asked(lake: tuple[str, str], *queries: str) -> list[list[tuple]]:
    catalog, data = lake
    with duckdb.connect() as connection:
        load(connection, "postgres_scanner", "ducklake")
        connection.execute(f"attach 'ducklake:{catalog}' as lake (data_path '{data}', read_only)")
        connection.execute("use lake")
        return [connection.execute(query).fetchall() for query in queries]


def test_lake_is_the_warehouse_and_a_night_without_news_makes_no_snapshot(lake, sample):
    assert share.to_lake(sample.where.warehouse, "first", *lake) is not None
    expected = dump(sample.where.warehouse)
    held = asked(lake, *(f"from {name} order by all" for name in expected))
    assert dict(zip(expected, held, strict=True)) == expected
    assert share.to_lake(sample.where.warehouse, "second", *lake) is None


def test_night_before_can_be_asked_while_readers_go_on(lake, tmp_path):
    night = publish(tmp_path / "data", "10")
    first = share.to_lake(night.where.warehouse, "first", *lake)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", _READ, *lake, "40"], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    for reader in readers:
        assert reader.stdout.readline().split() == ["12", "12"]
    night = publish(tmp_path / "data", "20")
    second = share.to_lake(night.where.warehouse, "second", *lake)
    seen = [line.split() for reader in readers for line in reader.communicate()[0].splitlines()]
    assert [reader.returncode for reader in readers] == [0, 0, 0]
    assert all(fact == mart for fact, mart in seen)
    received = "select sum(request_count)::int from fct_request at (version => {})"
    received += " where line_code = 'received'"
    versions = (received.format(first), received.format(second))
    assert asked(lake, *versions) == [[(12,)], [(22,)]]
