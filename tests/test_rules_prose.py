"""What a report says in words, held against what its tables print of the same bodies."""

from pathlib import Path

import pytest

from tests.judged import failed, judge_night, said
from tests.reports import changed, disclosure_cells, report, request_cells, review_cells

TABLES = {"request": request_cells(), "review": review_cells()}
STREET = "上海市杨浦区新江湾城街道办事处"


def _says(prose: str, tables: dict | None = None, **options: str) -> str:
    """A report with a sentence: 12 requests received, 3 carried in, 14 concluded, 1 carried out;
    6 reviews and 12 litigations."""
    return report(tables or TABLES, prose=prose, **options)


AGREES = {("prose_agrees", "source")}
BROKEN = {
    "received": (_says("全年共收到政府信息公开申请13件。"), AGREES),
    "received by the whole district": (_says("全区共收到政府信息公开申请20件。"), AGREES),
    "received by the street": (_says("本街道收到政府信息公开申请20件。", agency=STREET), AGREES),
    "carried in": (_says("新收政府信息公开申请12件,上年结转4件。"), AGREES),
    "concluded": (_says("新收政府信息公开申请12件,办结15件。"), AGREES),
    "carried out": (_says("有2件结转下年度继续办理。"), AGREES),
    "reviews": (_says("发生行政复议5件。"), AGREES),
    "litigations": (_says("发生行政诉讼5件。"), AGREES),
    "none at all": (_says("2020年未收到政府信息公开申请。"), AGREES),
    "answered more than were concluded": (
        _says("答复政府信息公开申请15件。"),
        {("prose_answered", "source")},
    ),
}  # fmt: skip
# Last year's number of licences is 3, and 2 fewer this year.
ITEMS = {"disclosure": disclosure_cells()}
BROKEN["last year's items, said to be this year's"] = (
    _says("区级行政许可事项共3项。", ITEMS),
    {("prior_items_in_prose", "source")},
)
# Sentences that agree.
RIGHT = {
    "in one sentence": _says(
        "新收政府信息公开申请12件,上年结转3件,办结14件,结转下年度继续办理1件。"
    ),
    "reviewed": _says("发生行政复议6件,行政诉讼12件。"),
    "answered fewer": _says("全年共收到政府信息公开申请12件,答复政府信息公开申请13件。"),
    "of the whole and of parts": _says("全年共收到政府信息公开申请12件。通过网络收到申请9件。"),
}
# Sentences that may count something else, and the rule that then says nothing.
OPEN = {
    "with those carried in": _says("全年共收到政府信息公开申请15件。"),
    "part of it": _says("其中,区教育局收到政府信息公开申请9件。"),
    "by one channel": _says("通过网络收到政府信息公开申请9件。"),
    "of two years": _says("比2019年多,当年收到政府信息公开申请9件。"),
    "of all years": _says("历年累计收到政府信息公开申请90件。"),
    "of two bodies": _says("全区共收到政府信息公开申请90件。本机关收到政府信息公开申请20件。"),
    "of the district, in a street's report": _says(
        "全区共收到政府信息公开申请90件。", agency=STREET
    ),
    "several numbers": _says("收到政府信息公开申请9件。收到政府信息公开申请5件。"),
    "a row of a table": _says("一、本年新收政府信息公开申请数量 9件 1 0 0 0 0 10"),
    "about that many": _says("全年共收到政府信息公开申请10余件。"),
}
BLANK = report(
    {"request": changed(request_cells(), received__total="")},
    prose="全年共收到政府信息公开申请13件。答复政府信息公开申请15件。",
    pipes=True,
)
IN_DOUBT = _says("全年共收到政府信息公开申请13件。答复政府信息公开申请15件。").replace(
    "(六)其他处理", "9.其他情形\n0\n(六)其他处理"
)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list]:
    data: Path = tmp_path_factory.mktemp("prose")
    documents = {name: text for name, (text, _) in BROKEN.items()} | RIGHT | OPEN
    return judge_night(data, documents | {"blank": BLANK, "in doubt": IN_DOUBT})[1]


@pytest.mark.parametrize("name", BROKEN)
def test_words_that_contradict_the_table_are_flagged(outcomes, name):
    assert failed(outcomes[name]) == BROKEN[name][1]


@pytest.mark.parametrize("name", RIGHT)
def test_words_that_agree_pass(outcomes, name):
    assert failed(outcomes[name]) == set()
    assert said(outcomes[name], "prose_agrees") == {"pass"}


def test_fewer_answers_than_conclusions_are_no_contradiction(outcomes):
    assert said(outcomes["answered fewer"], "prose_answered") == {"pass"}


@pytest.mark.parametrize(
    ("prose", "outcome"),
    [("1项", "pass"), ("8项", "not_assessable"), ("3项,比2019年少2项", "not_assessable")],
)
def test_items_of_this_year_are_last_years_and_the_change(tmp_path, prose, outcome):
    text = _says(f"区级行政许可事项共{prose}。", ITEMS)
    assert said(judge_night(tmp_path, {"a": text})[1]["a"], "prior_items_in_prose") == {outcome}


@pytest.mark.parametrize("name", OPEN)
def test_words_that_may_count_something_else_contradict_nothing(outcomes, name):
    assert failed(outcomes[name]) == set()
    assert said(outcomes[name], "prose_agrees") <= {"not_assessable"}


@pytest.mark.parametrize(("name", "rule"), [("blank", "prose_agrees"), ("in doubt", "prose_agrees"),
                                            ("in doubt", "prose_answered")])  # fmt: skip
def test_words_about_a_number_that_is_not_there_are_not_assessable(outcomes, name, rule):
    assert said(outcomes[name], rule) == {"not_assessable"}


def test_contradiction_is_told_with_its_sentence(outcomes):
    (one,) = [o for o in outcomes["received"] if o.outcome == "fail"]
    assert (one.place, one.expected) == ("received.total", "12")
    assert one.message == (
        "the text gives 13 in “全年共收到政府信息公开申请13件。”, where received.total is 12"
    )
