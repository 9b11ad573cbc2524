"""Dictionary, SQL and database say the same."""

import duckdb
import pytest

from flows.settings import SQL
from flows.warehouse import Drift, Table, build, dictionary


def test_database_has_the_tables_and_columns_of_the_dictionary(rows):
    found = rows(
        "select table_name, column_name, data_type from duckdb_columns() where not internal"
        " order by table_name, column_index"
    )
    listed = [
        (table.name, column.name)
        for table in sorted(dictionary(), key=lambda table: table.name)
        for column in table.columns
    ]
    assert [(table, column) for table, column, _ in found] == listed
    assert not [place for *place, kind in found if kind in ("DOUBLE", "FLOAT") and
                not place[1].endswith("_share")]  # fmt: skip


def test_every_table_and_column_is_described_in_the_database(rows):
    assert rows("select table_name from duckdb_tables() where comment is null") == []
    undescribed = "select table_name, column_name from duckdb_columns() where comment is null"
    assert rows(f"{undescribed} and not internal") == []


@pytest.mark.parametrize("table", dictionary(), ids=lambda table: table.name)
def test_grain_holds_and_references_are_whole(rows, table: Table):
    key = ", ".join(table.key)
    assert rows(f"select {key} from {table.name} group by {key} having count(*) > 1") == []
    keys = {other.name: other.key[0] for other in dictionary()}
    for column in table.columns:
        if column.references:
            assert (
                rows(
                    f"select {column.name} from {table.name} where {column.name} is not null except"
                    f" select {keys[column.references]} from {column.references}"
                )
                == []
            )


def test_every_sql_file_is_a_table_of_its_name_and_opens_with_its_grain():
    folders = [p for p in SQL.iterdir() if p.is_dir() and p.name not in ("quality", "verify")]
    files = {path.stem: path for folder in folders for path in folder.glob("*.sql")}
    assert files.keys() == {table.name for table in dictionary()}
    for table in dictionary():
        first = files[table.name].read_text("utf-8").splitlines()[0]
        assert first == f"-- {table.grain}", table.name


def test_no_star_ends_a_select():
    for path in SQL.rglob("*.sql"):
        last = path.read_text("utf-8").split(")\n\n")[-1]
        assert "select *" not in last, path.name


def test_select_with_other_columns_than_the_dictionary_is_refused(monkeypatch):
    table = next(table for table in dictionary() if table.name == "dim_applicant")
    monkeypatch.setattr(Table, "select", lambda self: "select 1 as applicant_code")
    with pytest.raises(Drift, match="name_zh"):
        build(duckdb.connect(), table)
