"""When a report is due, by the level of its body and the year: recorded, and nothing else."""

from pathlib import Path

import pytest

from tests.judged import judge_night, said
from tests.reports import report

PUBLISHED = [
    # body, year, published, outcome
    ("上海市杨浦区人民政府", 2018, "2019-03-31", "pass"),
    ("上海市杨浦区财政局", 2018, "2019-04-01", "fail"),
    ("上海市杨浦区财政局", 2020, "2021-01-31", "pass"),
    ("上海市杨浦区财政局", 2019, "2020-02-01", "fail"),
    ("上海市杨浦区人民政府", 2021, "2022-02-20", "pass"),
    ("上海市杨浦区人民政府", 2020, "2021-02-21", "fail"),
    ("合肥市人民政府", 2021, "2022-03-10", "pass"),
    ("合肥市人民政府", 2020, "2021-03-11", "fail"),
    ("安徽省人民政府", 2021, "2022-03-31", "pass"),
    ("安徽省人民政府", 2020, "2021-04-01", "fail"),
    # Neither regulation nor notice names a day for them.
    ("上海市杨浦区殷行街道办事处", 2020, "2021-06-01", "not_assessable"),
    ("上海市杨浦区人民政府", 2022, "", "not_assessable"),
]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list]:
    data: Path = tmp_path_factory.mktemp("deadlines")
    documents = {}
    for body, year, published, _ in PUBLISHED:
        text = report({}, agency=body, year=year)
        field = f"\n发布日期：{published}\n" if published else "\n"
        documents[f"{body} {year}"] = text.replace("\n", field, 1)
    return judge_night(data, documents)[1]


@pytest.mark.parametrize(("body", "year", "published", "outcome"), PUBLISHED)
def test_each_level_has_its_last_day(outcomes, body, year, published, outcome):
    assert said(outcomes[f"{body} {year}"], "deadline") == {outcome}


def test_late_report_is_told_by_its_dates(outcomes):
    told = {o.message for o in outcomes["合肥市人民政府 2020"] if o.rule_id == "deadline"}
    assert told == {"published on 2021-03-11, due on 2021-03-10"}
