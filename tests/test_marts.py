"""What the marts answer, and what they leave open: regions, series, chains, coverage, dates."""

from collections.abc import Callable

import duckdb
import pytest

from tests.judged import judge_night
from tests.reports import (
    APPLICANTS,
    Cells,
    changed,
    disclosure_cells,
    form,
    report,
    request_cells,
    review_cells,
    without,
)

DISTRICT, OFFICE = "上海市静安区人民政府", "上海市静安区人民政府办公室"
STREETS = ("上海市静安区江宁路街道", "上海市静安区石门二路街道")
SCHOOLS, HEALTH, LATE = "福州市教育局", "合肥市卫生健康委员会", "合肥市人民政府"
WHOLE = "全区各级行政机关共收到政府信息公开申请12件。"
REVIEWS = review_cells() | {(c, "total"): "6" for c, _ in review_cells()}


def carried(year: int, carried_in: int) -> Cells:
    """15 received or carried in, 14 of them concluded, one carried out."""
    received = 13 - carried_in
    return changed(
        request_cells(),
        received__natural_person=str(received),
        received__total=str(received + 2),
        carried_in__natural_person=str(carried_in),
        carried_in__total=str(carried_in),
    )


def request_2021() -> Cells:
    """A table 3 of the 2021 form: ten requests, four of them handled otherwise."""
    counted = {"received": 10, "granted": 6, "other_not_corrected": 3, "other_other": 1}
    counted["concluded_total"] = 10
    return {
        (line, column): str(counted.get(line, 0) if column in ("natural_person", "total") else 0)
        for line in form("request", "2021").row_codes
        for column in (*APPLICANTS, "total")
    }


def legacy(agency: str, year: int, received: int) -> str:
    rows = [
        ("指标", "单位", f"{year}年度"),
        ("主动公开文件数", "条", 40),
        ("1.政府网站公开数", "条", 38),
        ("2.政府公报公开数", "条", 6),
        ("受理依申请公开信息总数", "条", received),
        ("1.当面申请数", "条", received - 2),
        ("2.网上申请数", "条", 2),
        ("3.信函、传真申请数", "条", 0),
        ("行政复议数", "件", 1),
        ("行政诉讼数", "件", 0),
    ]
    lines = [" | ".join(str(cell) for cell in row) for row in rows]
    return "\n".join([f"{agency}{year}年政府信息公开工作年度报告", *lines])


def dated(text: str, published: str) -> str:
    return text.replace("\n", f"\n发布日期：{published}\n", 1)


def zero(cells: Cells) -> Cells:
    return dict.fromkeys(cells, "0")


def of(agency: str, year: int, cells: Cells, **more: object) -> str:
    return report({"request": cells}, agency=agency, year=year, **more)


DOCUMENTS = {
    "district": of(DISTRICT, 2020, request_cells(), prose=WHOLE),
    "office": of(OFFICE, 2020, carried(2020, 1), prose=WHOLE),
    "street 1": of(STREETS[0], 2020, request_cells(), prose="本机关收到申请12件。"),
    "street 2": of(STREETS[1], 2020, carried(2020, 2), prose="本机关收到申请13件。"),
    "schools 2016": legacy(SCHOOLS, 2016, 7),
    "schools 2017": legacy(SCHOOLS, 2017, 9),
    "schools 2019": of(SCHOOLS, 2019, request_cells()),
    "schools 2020": of(SCHOOLS, 2020, carried(2020, 1)),
    "schools 2022": of(SCHOOLS, 2022, request_2021(), edition="2021"),
    "health 2019": of(HEALTH, 2019, request_cells()),
    "health 2020": of(HEALTH, 2020, carried(2020, 1)),
    "health 2021": of(HEALTH, 2021, carried(2021, 3)),
    "health 2022": of(HEALTH, 2022, without(request_cells(), "refused_state_secret")),
    "health 2024": of(HEALTH, 2024, changed(request_cells(), granted__total="9")),
    "late": dated(of(LATE, 2020, request_cells()), "2021-03-13"),
    "early": dated(of(LATE, 2021, request_cells()), "2022-03-01"),
    "undated": of(LATE, 2022, request_cells()),
    "blank": report(
        {"request": changed(request_cells(), granted__research="")},
        agency="合肥市民政局", year=2020, pipes=True),
    "blank review": report(
        {"review": changed(review_cells(), reconsideration__pending="")},
        agency="合肥市商务局", year=2020, pipes=True),
    "nothing": report(
        {"request": zero(request_cells()), "review": zero(review_cells())},
        agency="合肥市司法局", year=2020),
    "wrong sums": report(
        {"request": changed(request_cells(), granted__total="9"), "review": REVIEWS},
        agency="合肥市财政局", year=2020),
    "table 2": report({"disclosure": disclosure_cells()}, agency="合肥市公安局", year=2020),
}  # fmt: skip


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[tuple]]:
    night, _ = judge_night(tmp_path_factory.mktemp("marts"), DOCUMENTS)
    connection = duckdb.connect(str(night.where.warehouse), read_only=True)
    return lambda query, *values: connection.execute(query, values).fetchall()


def test_region_is_its_own_consolidated_report_and_no_sum_of_its_agencies(ask):
    found = ask(
        "select region_name, agency_name, received_printed, received_summed from mart_region_year"
        " where adcode = '310106'"
    )
    assert found == [("静安区", DISTRICT, 12, 12)]
    own = "select sum(received_printed) from mart_agency_year where agency_name like '%静安区%'"
    assert ask(own) != [(12,)]
    assert ask("select 1 from mart_region_year where agency_name like '%街道%'") == []


def test_series_runs_through_all_forms_and_marks_each_break(ask):
    found = ask(
        "select report_year, form_edition, comparability, printed::integer, is_break"
        " from mart_indicator_series where agency_name = ? and series_code = 'request.received'"
        " order by report_year",
        SCHOOLS,
    )
    assert found == [
        (2016, "legacy_fujian_2014", "exact", 7, False),
        (2017, "legacy_fujian_2014", "exact", 9, False),
        (2019, "2019", "exact", 12, True),
        (2020, "2019", "exact", 14, False),
        (2022, "2021", "exact", 10, True),
    ]


def test_line_split_by_a_later_form_is_one_series_and_says_so(ask):
    found = ask(
        "select report_year, comparability, printed::integer, summed::integer"
        " from mart_indicator_series where agency_name = ? and series_code = 'request.other'"
        " order by 1",
        SCHOOLS,
    )
    assert found == [
        (2019, "approximate", 1, 1),
        (2020, "approximate", 1, 1),
        (2022, "exact", 4, 4),
    ]


def test_each_year_carries_in_what_the_one_before_carried_out(ask):
    found = ask(
        "select report_year, carried_in_printed, carried_out_before_printed, gap"
        " from mart_carry_over where agency_name = ? order by 1",
        HEALTH,
    )
    assert found == [
        (2019, 3, None, None),
        (2020, 1, 1, 0),
        (2021, 3, 1, 2),
        (2024, 3, None, None),
    ]


def test_body_is_expected_from_its_first_report_to_the_latest_year_held(ask):
    found = ask(
        "select report_year, coverage_status, snapshots from mart_coverage where agency_name = ?"
        " order by 1",
        HEALTH,
    )
    assert found == [
        (2019, "passed", 1),
        (2020, "passed", 1),
        (2021, "flagged", 1),
        (2022, "quarantined", 1),
        (2023, "missing", 0),
        (2024, "flagged", 1),
    ]
    years = ask("select min(report_year), max(report_year) from mart_coverage where snapshots = 0")
    assert years == [(2018, 2024)]
    assert ask("select 1 from mart_coverage where (report_key is null) != (snapshots = 0)") == []


def test_days_late_are_counted_from_the_last_day_of_the_level(ask):
    found = ask(
        "select report_year, due_date::varchar, published_date::varchar, days_late, is_late"
        " from mart_timeliness where agency_name = ? order by 1",
        LATE,
    )
    assert found == [
        (2020, "2021-03-10", "2021-03-13", 3, True),
        (2021, "2022-03-10", "2022-03-01", -9, False),
        (2022, "2023-03-10", None, None, None),
    ]
    nameless = "select distinct due_date from mart_timeliness where agency_name like '%街道%'"
    assert ask(nameless) == [(None,)]


def test_sum_with_a_blank_in_it_is_none_and_the_printed_total_stands(ask):
    accepted = ask("select verdict from fct_report_table join dim_report using (report_key)"
                   " where file_name like 'blank%'")  # fmt: skip
    assert accepted == [("passed",), ("passed",)]
    found = ask(
        "select received_summed, concluded_printed, concluded_summed, granted_count,"
        " granted_share, review_count from mart_agency_year where agency_name = '合肥市民政局'"
    )
    assert found == [(12, 14, None, None, None, None)]
    outcomes = ask(
        "select line_code, request_printed, request_count, outcome_share from mart_outcome_mix"
        " where agency_name = '合肥市民政局' and line_code in ('granted', 'other') order by 1"
    )
    assert outcomes == [("granted", 8, None, None), ("other", 1, 1, None)]
    reviews = ask(
        "select decided_count, total_printed, total_summed from mart_review_outcome"
        " where agency_name = '合肥市商务局' and channel_code = 'reconsideration'"
    )
    assert reviews == [(3, 6, None)]
    assert ask("select review_count from mart_agency_year where agency_name = '合肥市商务局'") == [
        (None,)
    ]


def test_share_of_nothing_is_null(ask):
    found = ask(
        "select concluded_summed, granted_share from mart_agency_year"
        " where agency_name = '合肥市司法局'"
    )
    assert found == [(0, None)]
    for mart, share in (
        ("mart_outcome_mix", "outcome_share"),
        ("mart_review_outcome", "corrected_share"),
    ):
        assert ask(f"select distinct {share} from {mart} where agency_name = '合肥市司法局'") == [
            (None,)
        ]


def test_printed_and_summed_stand_side_by_side_where_they_differ(ask):
    found = ask(
        "select line_code, request_printed, request_count from mart_outcome_mix"
        " where has_source_error and agency_name = '合肥市财政局'"
    )
    assert found == [("granted", 9, 8)]
    assert ask(
        "select has_source_error from mart_agency_year where agency_name = '合肥市财政局'"
    ) == [(True,)]
    series = ask(
        "select series_code from mart_indicator_series where has_source_error"
        " and agency_name = '合肥市财政局'"
    )
    assert series == [("request.granted",)]


def test_fee_of_2021_and_fee_items_of_2019_are_no_one_series(ask):
    found = ask(
        "select distinct series_code from mart_indicator_series"
        " where series_code like 'disclosure.fees.%'"
    )
    assert sorted(found) == [("disclosure.fees.change",), ("disclosure.fees.prior_year_items",)]
