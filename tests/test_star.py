"""The star over documents of every form: grain, references, and leaves that add up."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import duckdb
import pytest

from flows import fetch
from flows.verify import orphans
from flows.warehouse import Table, connect, dictionary
from tests.conftest import copy_sample
from tests.generator import documents, sample
from tests.generator.series import draw_series
from tests.night import run_night
from tests.reports import changed, disclosure_cells, report

BODIES = (
    ("上海市杨浦区财政局", "department"),
    ("合肥市包河区人民政府", "county"),
    ("徐州市人民政府", "city"),
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    data: Path = tmp_path_factory.mktemp("star")
    rng = Random(17)
    for document in documents(17, 90):
        fetch.store(data / "raw", document.content, file_name=document.file_name)
    for agency, level in BODIES:
        for statutory, year in ((False, 2016), (True, 2021)):
            drawn = draw_series(
                rng, agency, level, statutory=statutory, broken="planted", in_year=year
            )
            for truth in drawn:
                page = sample(truth, "html", seed=rng.randrange(2**31))
                fetch.store(data / "raw", page.content, file_name=page.file_name)
    for decisions in ("3", "4"):
        cells = changed(disclosure_cells(), licences__decisions=decisions)
        text = report({"disclosure": cells}, agency="合肥市教育局")
        fetch.store(data / "raw", text.encode(), file_name="published.txt")
    copy_sample(data)
    night = run_night(data)
    with connect(night.where.warehouse) as connection:
        yield connection


TABLES = pytest.mark.parametrize("table", dictionary(), ids=lambda table: table.name)


@TABLES
def test_grain_holds(warehouse, table: Table):
    key = ", ".join(table.key)
    found = warehouse.execute(f"select {key} from {table.name} group by {key} having count(*) > 1")
    assert found.fetchall() == []


@TABLES
def test_every_reference_finds_its_row(warehouse, table: Table):
    assert {one.columns: orphans(warehouse, table, one) for one in table.references} == {
        one.columns: 0 for one in table.references
    }


def test_every_table_but_those_of_stewards_nights_and_crawls_has_rows_to_hold_for(warehouse):
    empty = {
        table.name
        for table in dictionary()
        if table.stage != "record"
        and not warehouse.execute(f"select 1 from {table.name} limit 1").fetchall()
    }
    assert empty == {
        "stg_decision",
        "stg_accepted",
        "stg_decision_held",
        "quality_decision",
        "stg_capture",
    }


def test_leaves_of_every_consistent_table_3_sum_to_its_printed_totals(warehouse):
    checked, odd = warehouse.execute("""
        with leaves as (
            select report_key, line_code, sum(request_count) as summed
            from fct_request group by all having count(*) = 6
        )
        select count(*), count(*) filter (cell.value != leaves.summed)
        from leaves
        join stg_cell as cell
            on leaves.report_key = cell.report_key and leaves.line_code = cell.row_code
        join fct_report_table as whole
            on cell.report_key = whole.report_key and cell.table_code = whole.table_code
        where cell.table_code = 'request' and cell.column_code = 'total'
            and whole.verdict = 'passed' and cell.value is not null
    """).fetchone()
    assert (checked > 500, odd) == (True, 0)


def test_outcomes_of_every_consistent_table_3_sum_to_its_grand_total(warehouse):
    checked, odd = warehouse.execute("""
        select count(*), count(*) filter (concluded_printed != concluded_summed)
        from mart_agency_year join fct_report_table as whole using (report_key)
        where table_code = 'request' and verdict = 'passed' and concluded_summed is not null
    """).fetchone()
    assert (checked > 20, odd) == (True, 0)


def test_results_of_every_consistent_table_4_sum_to_its_printed_totals(warehouse):
    checked, odd = warehouse.execute("""
        select count(*), count(*) filter (total_printed != total_summed)
        from mart_review_outcome join mart_agency_year using (agency_key, report_year)
        join fct_report_table as whole using (report_key)
        where table_code = 'review' and verdict = 'passed' and total_summed is not null
    """).fetchone()
    assert (checked > 60, odd) == (True, 0)


def test_contradiction_of_a_publisher_is_marked_in_the_marts(warehouse):
    found = warehouse.execute(
        "select count(*) filter (has_source_error), count(*) filter (not has_source_error)"
        " from mart_agency_year join fct_report_table using (report_key)"
        " where table_code = 'request' and verdict = 'flagged' and fault = 'source'"
    ).fetchone()
    assert found[0] > 0 and found[1] == 0


def test_facts_and_marts_hold_canonical_reports_only(warehouse):
    for table in dictionary():
        if not table.name.startswith(("fct_", "mart_")) or table.name == "fct_report_table":
            continue
        if table.name == "fct_revision_change" or "report_key" not in {
            column.name for column in table.columns
        }:
            continue
        found = warehouse.execute(
            f"select count(*) from {table.name} join dim_report using (report_key)"
            " where not is_canonical"
        ).fetchone()
        assert found == (0,), table.name
