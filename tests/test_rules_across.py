"""A report held against the one before it, and a government's against those below it."""

from pathlib import Path

import pytest

from tests.judged import Outcome, failed, judge_night, said
from tests.reports import Cells, changed, disclosure_cells, form, report, request_cells, without

TABLE_2021 = {
    (row.code or "", column.code or ""): "4" if column.code == "in_force" else "1"
    for block in form("disclosure", "2021").blocks
    for row in block.row_leaves
    for column in block.columns
}
DISTRICT = "全市各级行政机关共收到政府信息公开申请{}件。"


def _carried(received: str, carried_in: str, **more: str) -> Cells:
    """A table 3 that still adds up and balances with 15 received or carried in."""
    places = {"received__natural_person": received, "carried_in__natural_person": carried_in}
    places["received__total"] = str(int(received) + 2)
    return changed(request_cells(), **places, carried_in__total=carried_in, **more)


def _legacy(agency: str, year: int, of_year: int, of_all: int | str) -> str:
    rows = [f"指标 | 单位 | {year}年度 | 历年累计", f"行政复议数 | 件 | {of_year} | {of_all}"]
    rows.append(f"行政诉讼数 | 件 | 0 | {'' if of_all == '' else 0}")
    return "\n".join([f"{agency}{year}年政府信息公开工作年度报告", *rows])


def _body(name: str) -> str:
    return name if name.endswith("局") else f"{name}人民政府"


def _request(agency: str, year: int, cells: Cells, prose: str = "") -> str:
    return report({"request": cells}, agency=_body(agency), year=year, prose=prose)


def _disclosure(agency: str, year: int, cells: Cells, edition: str) -> str:
    return report({"disclosure": cells}, agency=_body(agency), year=year, edition=edition)


def _whole(agency: str, received: int) -> str:
    """A government's consolidated report of requests received, all of them carried out."""
    zero = {place: "0" for place in request_cells()}
    number = str(received)
    cells = changed(zero, received__natural_person=number, received__total=number,
                    carried_out__natural_person=number, carried_out__total=number)  # fmt: skip
    return _request(agency, 2020, cells, DISTRICT.format(received))


ITEMS = changed(disclosure_cells(), licences__change="2")
# name: the report before, the report itself, and the rules that fail on it
PAIRS: dict[str, tuple[str, str, set[tuple[str, str]]]] = {}
for _rule, _agency, _before, _holds, _breaks in (
    ("carried_over", "上海市徐汇区",
     lambda body: _request(body, 2019, request_cells()),
     lambda body: _request(body, 2020, _carried("12", "1")),
     lambda body: _request(body, 2020, _carried("11", "2"))),
    ("in_force_chain", "上海市长宁区",
     lambda body: _disclosure(body, 2022, TABLE_2021, "2021"),
     lambda body: _disclosure(body, 2023, TABLE_2021, "2021"),
     lambda body: _disclosure(body, 2023, changed(TABLE_2021, regulations__in_force="5"), "2021")),
    ("prior_year_chain", "上海市静安区",
     lambda body: _disclosure(body, 2019, changed(disclosure_cells(), **{
         f"{item}__change": "0" for item in ("licences", "other_services", "penalties",
                                             "coercive_measures", "fees")}), "2019"),
     lambda body: _disclosure(body, 2020, disclosure_cells(), "2019"),
     lambda body: _disclosure(
         body, 2020, changed(disclosure_cells(), licences__prior_year_items="4"), "2019")),
    ("cumulative_chain", "上海市普陀区",
     lambda body: _legacy(body, 2015, 2, 10),
     lambda body: _legacy(body, 2016, 3, 13),
     lambda body: _legacy(body, 2016, 3, 14)),
):  # fmt: skip
    _department = f"{_agency}财政局"
    PAIRS[f"{_rule} holds"] = (_before(_agency), _holds(_agency), set())
    PAIRS[f"{_rule} breaks"] = (_before(_department), _breaks(_department), {(_rule, "source")})

BROKEN: dict[str, tuple[str, set[tuple[str, str]]]] = {
    name: (later, fails) for name, (_, later, fails) in PAIRS.items()
} | {
    "city that reports less than its counties": (
        _whole("江西省新余市", 9), {("subordinates_within", "source")}
    ),
    "city that reports more": (_whole("甘肃省金昌市", 19), set()),
    "city with a county missing": (_whole("湖北省鄂州市", 2), set()),
}  # fmt: skip
BESIDE = {f"before {name}": before for name, (before, *_) in PAIRS.items()} | {
    "渝水区": _whole("江西省新余市渝水区", 6),
    "分宜县": _whole("江西省新余市分宜县", 4),
    "金川区": _whole("甘肃省金昌市金川区", 8),
    "永昌县": _whole("甘肃省金昌市永昌县", 7),
    "华容区": _whole("湖北省鄂州市华容区", 5),
}
# A report that no neighbour can be held against, and the rule that says nothing of it.
ALONE = {
    "no report before": (_request("上海市虹口区", 2020, _carried("12", "1")), "carried_over"),
    "quarantined before": (_request("上海市黄浦区", 2020, _carried("12", "2")), "carried_over"),
    "blank before": (
        _disclosure("上海市宝山区", 2023, TABLE_2021, "2021"), "in_force_chain"
    ),
    "of another scope before": (
        _request("上海市闵行区", 2020, _carried("12", "2"), "本机关共收到政府信息公开申请12件。"),
        "carried_over",
    ),
    "no items before": (_disclosure("上海市嘉定区", 2020, ITEMS, "2019"), "prior_year_chain"),
    "counted anew": (_legacy("上海市奉贤区", 2016, 3, 3), "cumulative_chain"),
    "city with a county missing": (BROKEN["city with a county missing"][0], "subordinates_within"),
}  # fmt: skip
BESIDE |= {
    "before quarantined": _request(
        "上海市黄浦区", 2019, without(request_cells(), "refused_state_secret")
    ),
    "before blank": report(
        {"disclosure": {place: "" for place in TABLE_2021} | {("licences", "decisions"): "1"}},
        agency="上海市宝山区人民政府", year=2022, edition="2021", pipes=True,
    ),
    "before scoped": _request("上海市闵行区", 2019, request_cells(), "全区各级机关收到申请12件。"),
    "before anew": _legacy("上海市奉贤区", 2015, 2, 10),
}  # fmt: skip


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Outcome]]:
    data: Path = tmp_path_factory.mktemp("across")
    documents = BESIDE | {name: text for name, (text, _) in BROKEN.items()}
    return judge_night(data, documents | {n: text for n, (text, _) in ALONE.items()})[1]


@pytest.mark.parametrize("name", BROKEN)
def test_report_that_contradicts_its_neighbours_is_flagged(outcomes, name):
    assert failed(outcomes[name]) == BROKEN[name][1]


@pytest.mark.parametrize("rule", ["carried_over", "in_force_chain", "prior_year_chain"])
def test_report_that_follows_from_the_one_before_passes(outcomes, rule):
    assert said(outcomes[f"{rule} holds"], rule) == {"pass"}


def test_city_that_reports_more_than_its_counties_passes(outcomes):
    assert said(outcomes["city that reports more"], "subordinates_within") == {"pass"}


@pytest.mark.parametrize("name", ALONE)
def test_report_without_a_neighbour_to_compare_is_not_assessable(outcomes, name):
    _, rule = ALONE[name]
    assert rule not in {one for one, _ in failed(outcomes[name])}
    assert "not_assessable" in said(outcomes[name], rule)


def test_break_between_years_names_both_years(outcomes):
    messages = {o.message for o in outcomes["carried_over breaks"] if o.outcome == "fail"}
    assert messages == {
        f"column {column}: 2 carried into 2020, though 1 carried out of 2019"
        for column in ("natural_person", "total")
    }


def test_government_of_which_nobody_lists_what_is_below_is_not_assessable(outcomes):
    assert said(outcomes["渝水区"], "subordinates_within") == {"not_assessable"}
