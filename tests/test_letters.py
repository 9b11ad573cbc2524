"""`mart_source_error`: what one could write to a publisher, and what one would not."""

from pathlib import Path
from random import Random

import duckdb
import pytest

from flows import fetch
from tests.generator import draw_truth, sample
from tests.night import run_night
from tests.reports import changed, report, request_cells, review_cells

URL = "https://www.shyp.gov.cn/report.html"
BROKEN = report(
    {
        "request": changed(request_cells(), granted__business="2"),
        "review": changed(review_cells(), litigation_direct__total="7"),
    },
    prose="全年共收到政府信息公开申请13件。",
)
LATE = report({"request": request_cells()}, agency="合肥市人民政府", year=2021).replace(
    "\n", "\n发布日期：2022-05-01\n", 1
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("letters")
    fetch.store(data / "raw", BROKEN.encode(), file_name="broken.txt", url=URL)
    fetch.store(data / "raw", LATE.encode(), file_name="late.txt")
    for seed in range(3):
        glued = sample(draw_truth(Random(seed), "2019", "county"), "flat", seed=seed)
        fetch.store(data / "raw", glued.content, file_name=f"glued {seed}.txt")
    return run_night(data).where.warehouse


@pytest.fixture(scope="module")
def ask(warehouse: Path):
    connection = duckdb.connect(str(warehouse), read_only=True)
    return lambda query: connection.execute(query).fetchall()


def test_letter_names_body_year_table_place_and_link(ask):
    letters = ask(
        "select distinct agency_name, report_year, table_name, place_name, source_url"
        " from mart_source_error"
    )
    body, year, request = "上海市杨浦区人民政府", 2020, "收到和处理政府信息公开申请情况"
    assert set(letters) == {
        (body, year, "政府信息公开行政复议、行政诉讼情况", "未经复议直接起诉", URL),
        (body, year, request, "予以公开", URL),
        (body, year, request, "商业企业", URL),
        (body, year, request, "本年新收政府信息公开申请数量 总计", URL),
    }


def test_letter_says_what_is_printed_what_it_should_be_and_why(ask):
    told = ask(
        "select expected, observed, why from mart_source_error where rule_id = 'block_total'"
    )
    assert [(e, o) for e, o, _ in told] == [("2 + 1 + 0 + 3 = 6", "7")]
    assert "four results" in told[0][2]
    assert not ask("select 1 from mart_source_error where expected is null or why is null")


def test_date_of_publication_flags_nothing_and_is_no_letter(ask):
    late = "join dim_report using (report_key) where file_name = 'late.txt'"
    assert ask(f"select severity, outcome from quality_result {late} and rule_id = 'deadline'") == [
        ("info", "fail")
    ]
    assert ask(f"select distinct verdict from fct_report_table {late}") == [("passed",)]
    assert ask("select count(*) from mart_source_error where agency_name = '合肥市人民政府'") == [
        (0,)
    ]
    assert ask("select gate_status, gate_reason from dim_report where file_name = 'late.txt'") == [
        ("passed", None)
    ]


def test_sums_that_split_glued_digits_prove_nothing(ask):
    said = ask(
        "select distinct rule_id, outcome from quality_result"
        " join stg_table using (report_key, table_no, table_code)"
        " where evidence = 'inferred'"
        " and rule_id in ('row_total', 'concluded_sum', 'balance', 'block_total') order by all"
    )
    rules = ("balance", "block_total", "concluded_sum", "row_total")
    assert said == [(rule, "not_assessable") for rule in rules]
    assert ask("select 1 from fct_report_table where evidence = 'inferred' and verdict = 'passed'")
