"""The main job on the five documents the project was created from."""

import shutil
from decimal import Decimal

import pytest

from flows import fetch
from flows.normalise import resolve
from tests.conftest import copy_sample
from tests.night import dump, run_night

XUHUI, BAOHE, CHANGNING, XINCHENGLU, YANGPU = (f"{n:03d}_%" for n in range(5))


@pytest.mark.parametrize(
    ("file", "document_type", "status", "fault", "scope"),
    [
        (XUHUI, "annual_report", "no_tables", "capture", "consolidated"),
        (BAOHE, "annual_report", "passed", None, "consolidated"),
        (CHANGNING, "work_plan", "passed", None, "unknown"),
        (XINCHENGLU, "annual_report", "flagged", "source", "own"),
        (YANGPU, "annual_report", "passed", None, "consolidated"),
    ],
)
def test_each_document_has_its_verdict(rows, file, document_type, status, fault, scope):
    found = rows(
        "select document_type, gate_status, gate_fault, scope from dim_report"
        " where file_name like ?",
        file,
    )
    assert found == [(document_type, status, fault, scope)]


def test_every_printed_cell_of_the_clean_report_is_staged(rows):
    found = rows(
        "select table_code, count(*), count(value) from stg_cell join dim_report"
        " using (report_key) where file_name like ? group by all order by all",
        YANGPU,
    )
    assert found == [("disclosure", 22, 22), ("request", 161, 161), ("review", 15, 15)]


def test_lines_of_the_clean_report_are_as_printed(rows):
    cells = rows(
        "select row_code, string_agg(raw_text, ' ' order by column_no) from stg_cell"
        " join dim_report using (report_key) where file_name like ?"
        " and table_code in ('request', 'review') group by row_code",
        YANGPU,
    )
    printed = dict(cells)
    assert printed["received"] == "2090 16 0 0 2 4 2112"
    assert printed["concluded_total"] == "1951 15 0 0 2 4 1972"
    assert printed["carried_out"] == "252 1 0 0 0 0 253"
    assert printed["unavailable_not_held"] == "561 0 0 0 0 2 563"
    assert printed["reconsideration"] == "92 6 3 7 108"
    assert printed["litigation_direct"] == "9 0 0 1 10"
    assert printed["litigation_after_review"] == "25 0 1 5 31"


@pytest.mark.parametrize(
    ("file", "items", "yuan"),
    [(YANGPU, 37, "1437805400"), (XINCHENGLU, 820, "16632300")],
)
def test_purchases_are_in_yuan_whatever_unit_is_printed(rows, file, items, yuan):
    found = rows(
        "select measure_code, value, unit from fct_disclosure join dim_report"
        " using (report_key) where file_name like ? and item_code = 'procurement'"
        " order by measure_code desc",
        file,
    )
    assert found == [
        ("procurement_items", Decimal(items), "项"),
        ("procurement_amount", Decimal(yuan), "元"),
    ]


def test_facts_of_the_clean_report_are_leaves_only(rows):
    counted = "select count(*) from {} join dim_report using (report_key) where file_name like ?"
    assert rows(counted.format("fct_request"), YANGPU) == [(132,)]
    assert rows(counted.format("fct_review"), YANGPU) == [(12,)]
    assert rows(counted.format("fct_disclosure"), YANGPU) == [(22,)]


def test_date_that_lost_its_characters_is_read_where_it_can_be_one_day_only(rows):
    found = rows(
        "select published_date::varchar, period_start from dim_report where file_name like ?",
        YANGPU,
    )
    assert found == [("2021-02-19", None)]


def test_contradictions_of_the_flagged_report_are_the_publishers(rows):
    failed = rows(
        "select rule_id, place, fault from quality_result join dim_report using (report_key)"
        " where file_name like ? and outcome = 'fail' and table_code = 'request' order by all",
        XINCHENGLU,
    )
    assert failed == [
        ("balance", "total", "source"),
        ("concluded_sum", "total", "source"),
        ("row_total", "carried_out", "source"),
        ("row_total", "concluded_total", "source"),
    ]


def test_flagged_tables_are_published_as_printed_and_listed(rows):
    verdicts = rows(
        "select table_code, verdict, readings, evidence from fct_report_table join dim_report"
        " using (report_key) where file_name like ? order by table_no",
        XINCHENGLU,
    )
    assert verdicts == [
        ("disclosure", "flagged", 2, "agreed"),
        ("request", "flagged", 2, "agreed"),
        ("review", "passed", 2, "agreed"),
    ]
    year = rows(
        "select concluded_printed, concluded_summed, has_source_error from mart_agency_year"
        " where agency_name = '上海市嘉定区新成路街道办事处'"
    )
    assert year == [(0, 1, True)]
    listed = rows("select distinct rule_id from mart_source_error order by all")
    assert [rule for (rule,) in listed] == [
        "balance",
        "concluded_sum",
        "header_named",
        "row_total",
        "unit_printed",
    ]


def test_traditional_report_is_kept_under_simplified_labels(rows):
    found = rows(
        "select i.label_path, i.role, f.value::integer, f.unit from fct_indicator as f"
        " join dim_indicator as i using (indicator_code) order by f.table_no, f.locator"
    )
    whole = "全区全年信息公开网主动公开政府信息数"
    assert found[:3] == [
        (whole, "total", 15654, "unknown"),
        (f"{whole}/区政府及其部门", "leaf", 9980, "unknown"),
        (f"{whole}/街镇、大社区、经开区", "leaf", 5674, "unknown"),
    ]
    assert len(found) == 10
    who = rows(
        "select agency_name, adcode, script, source_kind from dim_report"
        " join dim_agency using (agency_key) join dim_region using (region_key)"
        " where file_name like ?",
        BAOHE,
    )
    assert who == [("合肥市包河区人民政府", "340111", "hant", "encyclopedia")]


def test_report_that_was_cut_off_has_metadata_and_no_figure(rows):
    found = rows(
        "select title, document_number, published_date::varchar, index_number, gate_reason,"
        " report_key from dim_report where file_name like ?",
        XUHUI,
    )
    title, number, published, index, reason, key = found[0]
    assert title == "2018年上海市徐汇区政府信息公开工作年度报告"
    assert (number, published, index) == (
        "徐府发〔2019〕2号",
        "2019-02-22",
        "SY0024361660201900012",
    )
    assert "breaks off" in reason and "tables" in reason and "are missing" in reason
    for table in ("stg_cell", "fct_request", "fct_disclosure", "fct_review", "fct_indicator"):
        assert rows(f"select count(*) from {table} where report_key = ?", key) == [(0,)]
    figures = rows(
        "select coalesce(received_printed, received_summed, concluded_printed,"
        " concluded_summed, granted_count, review_count) from mart_agency_year"
        " where report_key = ?",
        key,
    )
    assert figures == [(None,)]


def test_work_plan_has_its_tasks_and_no_figures(rows):
    deadlines = rows(
        "select deadline_text, deadline_kind, deadline_date::varchar, count(*) from fct_task"
        " group by all order by all"
    )
    assert sorted(deadlines) == sorted(
        [
            ("一季度", "quarter", "2019-03-31", 2),
            ("上半年", "half_year", "2019-06-30", 6),
            ("三季度", "quarter", "2019-09-30", 7),
            ("10月底", "month", "2019-10-31", 2),
            ("全年", "all_year", "2019-12-31", 18),
        ]
    )
    assert rows(
        "select count(*) from stg_cell join dim_report using (report_key)"
        " where file_name like ? and table_code != 'task'",
        CHANGNING,
    ) == [(0,)]


@pytest.mark.parametrize(
    ("printed", "agency", "collective", "open_ended"),
    [
        ("区府办", "上海市长宁区人民政府办公室", False, False),
        ("区市场监管局等", "上海市长宁区市场监督管理局", False, True),
        ("区政府各部门", "未知", True, False),
        ("区发展改革", "未知", False, False),
        ("区建设管理委(区河长办)", "上海市长宁区建设和管理委员会", False, False),
    ],
)
def test_lead_agencies_are_resolved_where_they_can_be(
    rows, printed, agency, collective, open_ended
):
    found = rows(
        "select distinct agency_name, is_collective, is_open_ended from bridge_task_agency"
        " join dim_agency using (agency_key) where agency_text = ?",
        printed,
    )
    assert found == [(agency, collective, open_ended)]


def test_every_locator_resolves_into_the_raw_bytes(sample, rows):
    raw = sample.where.raw
    held = {one.sha256: fetch.content(raw, one) for one in fetch.sidecars(raw)}
    cells = rows("select locator, raw_text from stg_cell where locator is not null")
    assert len(cells) == 546
    for locator, printed in cells:
        sha256, fragment = locator.split("#")
        assert resolve(fragment, held[sha256]) == printed
    placed = rows(
        "select locator from fct_request union all select locator from fct_disclosure"
        " union all select locator from fct_review union all select locator from fct_indicator"
        " union all select locator from fct_task union all select locator from bridge_task_agency"
    )
    assert {locator for (locator,) in placed} <= {locator for locator, _ in cells}


def test_second_night_reads_nothing_and_changes_nothing(tmp_path):
    copy_sample(tmp_path)
    first = run_night(tmp_path)
    before = dump(first.where.warehouse)
    second = run_night(tmp_path)
    assert (first.extracted, second.extracted) == (5, 0)
    assert dump(second.where.warehouse) == before
    shutil.rmtree(first.where.extracted)
    first.where.warehouse.unlink()
    third = run_night(tmp_path)
    assert third.extracted == 5
    assert dump(third.where.warehouse) == before
