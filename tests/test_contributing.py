"""The recipes of CONTRIBUTING.md, followed in a copy of the checkout: files, and no code."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

from flows import fetch
from flows.settings import PROJECT
from tests.reports import report, request_cells

_RULE = """-- one row per report: how many requests it received, in words for nobody
select
    report_key,
    table_no,
    table_code,
    'received.total' as place,
    'fewer than ten' as expected,
    value::varchar as observed,
    greatest(value - 9, 0) as gap
from stg_cell
where table_code = 'request' and row_code = 'received' and column_code = 'total'
"""
_EXPECTATION = {
    "type": "expect_column_values_to_be_between",
    "kwargs": {"column": "gap", "min_value": 0, "max_value": 0},
    "severity": "warning",
    "notes": "A recipe.",
    "meta": {"rule_id": "few_requests", "message": "{place}: {observed} are not {expected}"},
    "id": "9f2f6c0e-0000-4000-8000-000000000001",
}
_MART = """-- one row per year
select
    report_year,
    count(*) as reports
from dim_report
where report_year is not null
group by report_year
"""
_ENTRY = """  mart_reports:
    stage: marts
    grain: one row per year
    key: [report_year]
    columns:
      report_year: [integer, 报告年度, the year reported on]
      reports: [bigint, 报告数, snapshots of reports]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the checkout with one report in it."""
    for part in ("flows", "sql", "expectations", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", "generator")
        shutil.copytree(PROJECT / part, tmp_path / part, ignore=ignored)
    text = report({"request": request_cells()})
    fetch.store(tmp_path / "data/raw", text.encode(), file_name="one.txt")
    return tmp_path


def _night(project: Path) -> None:
    script = "from pathlib import Path; from tests.night import run_night; run_night(Path('data'))"
    subprocess.run([sys.executable, "-c", script], cwd=project, check=True)


def _ask(project: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(project / "data/warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_rule_is_two_files(project):
    (project / "sql/quality/few_requests.sql").write_text(_RULE, "utf-8")
    path = project / "expectations/request.json"
    suite = json.loads(path.read_text("utf-8"))
    suite["expectations"].append(_EXPECTATION)
    path.write_text(json.dumps(suite), "utf-8")
    _night(project)
    failed = "select place, message from quality_result where rule_id = 'few_requests'"
    assert _ask(project, failed) == [
        ("received.total", "received.total: 12.0000 are not fewer than ten")
    ]
    assert _ask(project, "select verdict from fct_report_table") == [("flagged",)]


def test_mart_is_a_select_and_its_entry(project):
    (project / "sql/marts/mart_reports.sql").write_text(_MART, "utf-8")
    dictionary = project / "sql/dictionary.yml"
    dictionary.write_text(dictionary.read_text("utf-8") + _ENTRY, "utf-8")
    _night(project)
    assert _ask(project, "select report_year, reports from mart_reports") == [(2020, 1)]


def test_alias_of_an_agency_is_a_line(project):
    text = report({"request": request_cells()}, agency="上海市杨浦区绿化办")
    text = text.replace("绿化办人民政府", "绿化办")
    fetch.store(project / "data/raw", text.encode(), file_name="two.txt")
    path = project / "flows/stage/agencies.yml"
    names = yaml.safe_load(path.read_text("utf-8"))
    names["short_names"]["绿化委员会办公室"] = ["绿化办"]
    path.write_text(yaml.safe_dump(names, allow_unicode=True), "utf-8")
    _night(project)
    named = "select agency_name from dim_agency where agency_name like '%绿化%'"
    assert _ask(project, named) == [("上海市杨浦区绿化委员会办公室",)]
