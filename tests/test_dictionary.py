"""Dictionary, SQL and database say the same."""

import duckdb
import pytest

from flows import warehouse
from flows.settings import SQL
from flows.verify import orphans
from flows.warehouse import Drift, Table, build, dictionary, warnings


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


def test_every_reference_is_to_columns_that_identify_a_row_or_a_body():
    tables = {table.name: table for table in dictionary()}
    for table in dictionary():
        own = {column.name for column in table.columns}
        for reference in table.references:
            target = tables[reference.table]
            assert set(reference.columns) <= own, table.name
            assert set(reference.targets) <= {column.name for column in target.columns}, table.name
            assert len(reference.columns) == len(reference.targets)


def test_reference_of_two_columns_is_checked_as_a_pair():
    (pair,) = [
        one
        for table in dictionary()
        if table.name == "fct_review"
        for one in table.references
        if len(one.columns) > 1
    ]
    connection = duckdb.connect()
    connection.execute("create table dim_review_result (channel_code text, result_code text)")
    connection.execute("insert into dim_review_result values ('a', 'x'), ('b', 'y')")
    connection.execute("create table fct_review (channel_code text, result_code text)")
    connection.execute("insert into fct_review values ('a', 'x'), ('a', 'y'), (null, 'y')")
    table = next(table for table in dictionary() if table.name == "fct_review")
    assert orphans(connection, table, pair) == 1


def test_warnings_are_of_the_closed_list_and_reach_the_database(rows):
    used = {warning for table in dictionary() for warning in table.warnings}
    used |= {column.warning for table in dictionary() for column in table.columns} - {None}
    assert used == warnings().keys()
    ((comment,),) = rows("select comment from duckdb_tables() where table_name = 'fct_request'")
    assert warnings()["never_sum_stocks"] in comment
    ((comment,),) = rows(
        "select comment from duckdb_columns()"
        " where table_name = 'mart_agency_year' and column_name = 'granted_share'"
    )
    assert warnings()["shares_do_not_add"] in comment


def test_warning_that_nobody_explains_is_refused(monkeypatch, tmp_path):
    text = (SQL / "dictionary.yml").read_text("utf-8")
    broken = text.replace("warning: [all_snapshots]", "warning: [mind_the_gap]", 1)
    (tmp_path / "dictionary.yml").write_text(broken, "utf-8")
    monkeypatch.setattr(warehouse, "SQL", tmp_path)
    cached = (dictionary, warnings, warehouse._document)
    for one in cached:
        one.cache_clear()
    with pytest.raises(Drift, match="mind_the_gap"):
        dictionary()
    for one in cached:
        one.cache_clear()


def test_every_share_says_when_it_is_null():
    for table in dictionary():
        for column in table.columns:
            if column.name.endswith("_share"):
                assert "null where" in column.en, table.name


def test_every_fact_of_a_form_names_its_notice():
    for table in dictionary():
        if table.name.startswith(("fct_request", "fct_disclosure", "fct_review", "fct_indicator")):
            assert "国办" in (table.source or ""), table.name


def test_every_sql_file_is_a_table_of_its_name_and_opens_with_its_grain():
    apart = ("charts", "compare", "cookbook", "quality", "verify")
    folders = [p for p in SQL.iterdir() if p.is_dir() and p.name not in apart]
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
