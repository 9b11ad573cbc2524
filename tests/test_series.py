"""Bodies over the years: one identity through names and codes, each year under its own name."""

from collections.abc import Callable

import duckdb
import pytest

from tests.judged import judge_night
from tests.reports import report, request_cells

HEALTH_OLD, HEALTH_NEW = "合肥市卫生和计划生育委员会", "合肥市卫生健康委员会"
# Who published, as printed, by year. The report on 2015 stands under today's name of the body.
SERIES = [
    (HEALTH_OLD, 2014),
    (HEALTH_NEW, 2015),
    (HEALTH_OLD, 2016),
    (HEALTH_OLD, 2017),
    ("合肥市卫健委", 2018),
    (HEALTH_NEW, 2019),
    (HEALTH_OLD, 2020),
    # A reform that came later here than elsewhere.
    ("合肥市国土资源局", 2018),
    ("合肥市自然资源和规划局", 2019),
    ("上海市杨浦区工商局", 2013),
    ("上海市杨浦区市场监管局", 2019),
    ("重庆市开州区财政局", 2013),
    ("重庆市开县财政局", 2014),
    ("重庆市开州区财政局", 2019),
    ("上海市卢湾区财政局", 2009),
    ("上海市卢湾区财政局", 2011),
    ("上海市嘉定区新成路街道", 2020),
    ("财政局", 2020),
    ("财政局", 2021),
]


def _report(body: str, year: int) -> str:
    """A report of a year in a form of that year."""
    if year >= 2019:
        return report({"request": request_cells()}, agency=body, year=year)
    table = ["指标", "单位", "数量", "收到申请数", "件", "9", "答复总数", "件", "9"]
    return "\n".join([f"{body}{year}年政府信息公开工作年度报告", *table])


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[tuple]]:
    documents = {
        f"{number} {body} {year}": _report(body, year) for number, (body, year) in enumerate(SERIES)
    }
    night, _ = judge_night(tmp_path_factory.mktemp("series"), documents)
    connection = duckdb.connect(str(night.where.warehouse), read_only=True)
    return lambda query, *values: connection.execute(query, values).fetchall()


def periods(ask: Callable[..., list[tuple]], like: str) -> list[tuple]:
    return ask(
        "select agency_name, valid_from::varchar, valid_to::varchar, is_current from dim_agency"
        " where agency_id in (select agency_id from dim_agency where agency_name like ?)"
        " order by valid_from nulls first",
        like,
    )


def names_by_year(ask: Callable[..., list[tuple]], like: str) -> dict[int, str]:
    found = ask(
        "select report_year, named.agency_name from dim_report as report"
        " join dim_agency as named using (agency_key) where named.agency_id in"
        " (select agency_id from dim_agency where agency_name like ?)",
        like,
    )
    return dict(found)


def test_agency_renamed_in_2018_keeps_one_identity_across_its_series(ask):
    assert periods(ask, HEALTH_OLD) == [
        (HEALTH_OLD, None, "2018-03-16", False),
        (HEALTH_NEW, "2018-03-17", None, True),
    ]
    assert names_by_year(ask, HEALTH_NEW) == {
        year: HEALTH_OLD if year < 2018 else HEALTH_NEW for year in range(2014, 2021)
    }


def test_reform_that_reached_a_place_later_counts_from_its_own_reports(ask):
    assert periods(ask, "合肥市国土资源局") == [
        ("合肥市国土资源局", None, "2018-12-31", False),
        ("合肥市自然资源和规划局", "2019-01-01", None, True),
    ]


def test_merged_body_ends_and_leads_to_the_one_that_took_it_up(ask):
    (found,) = ask(
        "select old.valid_to::varchar, old.is_current, new.agency_name, new.is_current"
        " from dim_agency as old join dim_agency as new on old.successor_id = new.agency_id"
        " where old.agency_name = '上海市杨浦区工商行政管理局'"
    )
    assert found == ("2018-03-16", False, "上海市杨浦区市场监督管理局", True)


def test_code_of_a_division_is_that_of_the_reports_year(ask):
    found = ask(
        "select report_year, adcode, county_name, body.valid_from::varchar from dim_report"
        " join dim_agency as body using (agency_key) join dim_region using (region_key)"
        " where province_name = '重庆市' order by 1"
    )
    assert found == [
        (2013, "500234", "开县", None),
        (2014, "500234", "开县", None),
        (2019, "500154", "开州区", "2019-01-01"),
    ]


def test_code_abolished_in_2011_still_resolves(ask):
    found = ask(
        "select report_year, adcode, region_name, region.valid_to from dim_report"
        " join dim_agency using (agency_key) join dim_region as region using (region_key)"
        " where county_name = '卢湾区' order by 1"
    )
    assert found == [(2009, "310103", "卢湾区", "201012"), (2011, "310103", "卢湾区", "201012")]


def test_body_of_an_abolished_division_ends_and_is_expected_no_longer(ask):
    assert periods(ask, "上海市卢湾区财政局") == [("上海市卢湾区财政局", None, "2011-12-31", False)]
    found = ask(
        "select report_year, coverage_status from mart_coverage"
        " where agency_name = '上海市卢湾区财政局' order by 1"
    )
    assert found == [(2009, "passed"), (2010, "missing"), (2011, "passed")]


def test_merged_body_is_expected_up_to_its_last_whole_year(ask):
    years = ask(
        "select min(report_year), max(report_year) from mart_coverage"
        " where agency_name = '上海市杨浦区工商行政管理局'"
    )
    assert years == [(2013, 2017)]


def test_street_stands_under_its_district(ask):
    found = ask(
        "with recursive line as (select agency_id, agency_name, parent_agency_id, 1 as step"
        " from dim_agency where agency_kind = 'street_office' union all"
        " select above.agency_id, above.agency_name, above.parent_agency_id, step + 1"
        " from dim_agency as above join line on above.agency_id = line.parent_agency_id)"
        " select agency_name from line order by step"
    )
    names = ["新成路街道办事处", "人民政府", "上海市人民政府"]
    assert [name for (name,) in found] == [f"上海市嘉定区{n}" for n in names[:2]] + names[2:]


def test_name_that_bodies_everywhere_bear_makes_no_body_and_no_series(ask):
    found = ask(
        "select count(distinct document_key), any_value(agency_name), count(*) from dim_report"
        " join dim_agency using (agency_key) where agency_text = '财政局'"
    )
    assert found == [(2, "未知", 2)]
    assert ask("select 1 from mart_agency_year where agency_name in ('财政局', '未知')") == []


def test_every_report_lies_in_the_period_of_its_agency_key(ask):
    assert (
        ask(
            "select agency_name, report_year from dim_report join dim_agency using (agency_key)"
            " where make_date(report_year, 12, 31) not between"
            " coalesce(valid_from, date '0001-01-01') and coalesce(valid_to, date '9999-12-31')"
        )
        == []
    )
