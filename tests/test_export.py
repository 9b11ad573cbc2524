"""The exported package, read back by the tools that its users have."""

import json
import shutil
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from frictionless import Package, system

from flows.export import FORMATS, export
from flows.export.tables import TooLong
from flows.warehouse import dictionary
from tests.night import Night

AGENCY = "上海市嘉定区新成路街道办事处"
STAR = [t for t in dictionary() if t.name.startswith(("dim_", "bridge_", "fct_", "mart_"))]


@pytest.fixture(scope="module", params=sorted(FORMATS))
def package(request, sample: Night, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("export") / request.param
    export(sample.where.warehouse, folder, request.param)
    return folder


def _described(package: Path) -> dict:
    return json.loads((package / "datapackage.json").read_text("utf-8"))


def _counted(sample: Night, table: str) -> int:
    with duckdb.connect(str(sample.where.warehouse), read_only=True) as connection:
        return connection.execute(f"select count(*) from {table}").fetchone()[0]


def test_every_table_of_the_star_is_described_with_its_columns(package):
    resources = {one["name"]: one for one in _described(package)["resources"]}
    assert list(resources) == [table.name for table in STAR]
    for table in STAR:
        fields = resources[table.name]["schema"]["fields"]
        assert [field["name"] for field in fields] == [column.name for column in table.columns]
        assert all(field["title"] and field["description"] for field in fields)


def test_sizes_and_hashes_are_those_of_the_files(package):
    import hashlib

    for one in _described(package)["resources"]:
        content = (package / one["path"]).read_bytes()
        assert one["bytes"] == len(content)
        assert one["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()


def test_references_of_several_columns_are_described_too(package):
    keys = [
        (one["name"], *key["fields"])
        for one in _described(package)["resources"]
        for key in one["schema"]["foreignKeys"]
    ]
    assert ("fct_revision_change", "report_key", "table_code", "table_no") in keys
    assert not [name for name, *fields in keys if not fields]


def test_package_says_licence_and_how_to_cite(package):
    assert _described(package)["licenses"][0]["name"] == "CC-BY-4.0"
    assert "Cite as" in (package / "README.md").read_text("utf-8")


def test_csv_is_valid_to_frictionless_keys_and_references_included(sample, tmp_path):
    export(sample.where.warehouse, tmp_path, "csv")
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])


def test_csv_with_a_broken_reference_is_not_valid(sample, tmp_path):
    export(sample.where.warehouse, tmp_path, "csv")
    path = tmp_path / "dim_agency.csv"
    path.write_text("\n".join(path.read_text("utf-8-sig").splitlines()[:2]) + "\n", "utf-8-sig")
    with system.use_context(trusted=True):
        assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def test_csv_opens_in_excel_and_pandas_with_chinese_intact(sample, tmp_path):
    export(sample.where.warehouse, tmp_path, "csv")
    for table in STAR:
        content = (tmp_path / f"{table.name}.csv").read_bytes()
        assert content.startswith("\ufeff".encode())
        assert len(pd.read_csv(tmp_path / f"{table.name}.csv")) == _counted(sample, table.name)
    agencies = pd.read_csv(tmp_path / "dim_agency.csv")
    assert AGENCY in set(agencies["agency_name"])


def test_parquet_keeps_types_and_rows(sample, tmp_path):
    export(sample.where.warehouse, tmp_path, "parquet")
    for table in STAR:
        path = tmp_path / f"{table.name}.parquet"
        read = duckdb.sql(f"describe select * from '{path}'").fetchall()
        kept = [(name, kind.lower().replace(",", ", ")) for name, kind, *_ in read]
        assert kept == [(c.name, c.type.replace(",  ", ", ")) for c in table.columns]
        assert len(pd.read_parquet(path)) == _counted(sample, table.name)


def test_workbook_has_a_dictionary_and_a_sheet_a_table(sample, tmp_path):
    export(sample.where.warehouse, tmp_path, "xlsx")
    book = openpyxl.load_workbook(tmp_path / "xxgk.xlsx", read_only=True)
    assert book.sheetnames == ["dictionary", *(table.name for table in STAR)]
    for table in STAR:
        rows = list(book[table.name].iter_rows(values_only=True))
        assert list(rows[0]) == [column.name for column in table.columns]
        assert len(rows) - 1 == _counted(sample, table.name)
    described = list(book["dictionary"].iter_rows(values_only=True))
    assert ("fct_request", "request_count", "件数") in {(r[0], r[2], r[4]) for r in described}
    header, *rows = book["mart_agency_year"].iter_rows(values_only=True)
    assert AGENCY in {row[header.index("agency_name")] for row in rows}


def test_text_that_looks_like_a_formula_stays_text(sample, tmp_path):
    warehouse = tmp_path / "w.duckdb"
    shutil.copyfile(sample.where.warehouse, warehouse)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("update dim_report set title = '=1+1'")
    export(warehouse, tmp_path / "x", "xlsx")
    book = openpyxl.load_workbook(tmp_path / "x" / "xxgk.xlsx")
    column = [c.value for c in book["dim_report"][1]].index("title") + 1
    cell = book["dim_report"].cell(2, column)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_table_too_long_for_a_sheet_is_refused_and_says_what_to_do(sample, tmp_path, monkeypatch):
    monkeypatch.setattr("flows.export.tables._ROWS_OF_A_SHEET", 100)
    with pytest.raises(TooLong, match="export it as csv or parquet"):
        export(sample.where.warehouse, tmp_path, "xlsx")
    assert list(tmp_path.iterdir()) == []


def test_export_again_replaces_files_and_changes_no_name(sample, tmp_path):
    first = export(sample.where.warehouse, tmp_path, "csv")
    before = {path.name: path.read_bytes() for path in first}
    export(sample.where.warehouse, tmp_path, "csv")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
