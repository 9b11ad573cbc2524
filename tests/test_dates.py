"""Dates are read where a single date is possible and left unread elsewhere."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.dates import possible_dates, read_date, read_period

_DATES = st.dates(date(1990, 1, 1), date(2049, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年2月19日", date(2021, 2, 19)),
        (" 2021 年 2 月 19 日 ", date(2021, 2, 19)),
        ("2021-02-19", date(2021, 2, 19)),
        ("2021/2/9", date(2021, 2, 9)),
        ("2021.12.31", date(2021, 12, 31)),
        ("2021-02-19 16:30:00", date(2021, 2, 19)),
        ("2021年2月19日 来源:青山市", date(2021, 2, 19)),
        ("2021219", date(2021, 2, 19)),
        ("20210219", date(2021, 2, 19)),
        ("202111", date(2021, 1, 1)),
        ("2020229", date(2020, 2, 29)),
    ],
)
def test_a_date_is_read(text: str, expected: date) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021",
        "2021年",
        "2021年2月",
        "2021-2021",
        "2021年13月1日",
        "2021年2月30日",
        "1821年2月3日",
        "发布于2021年2月19日",
        "2020111",  # 11 January or 1 November
        "2021111",
        "2021999",
        "2021229",  # 29 February of no leap year; 2 December would be 2021122
        "20211301",
        "2021-2-112:30",  # 1 February at 12:30 or 11 February at 2:30
        "2021-2-191",
    ],
)
def test_what_may_be_two_dates_or_none_is_not_guessed(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("2020111", {date(2020, 1, 11), date(2020, 11, 1)}),
        ("20201231", {date(2020, 12, 31)}),
        ("202015", {date(2020, 1, 5)}),
        ("20201", set()),
        ("2020123456", set()),
        ("一二三", set()),
    ],
)
def test_every_date_that_lost_digits_allow_is_listed(digits: str, expected: set[date]) -> None:
    assert possible_dates(digits) == expected


@given(_DATES)
def test_a_date_that_lost_its_marks_is_never_read_as_another(day: date) -> None:
    lost = f"{day.year}{day.month}{day.day}"
    assert day in possible_dates(lost)
    assert read_date(lost) in (day, None)


@given(_DATES, st.sampled_from(["{0.year}年{0.month}月{0.day}日", "{0:%Y-%m-%d}", "{0:%Y.%m.%d}"]))
def test_a_date_with_its_marks_comes_back(day: date, style: str) -> None:
    assert read_date(style.format(day)) == day


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2020年1月1日至2020年12月31日", date(2020, 1, 1), date(2020, 12, 31)),
        ("统计期限自2020年1月1日起至12月31日止。", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020 年 1 月 1 日 - 12 月 31 日", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020年1月1日——2021年1月31日", date(2020, 1, 1), date(2021, 1, 31)),
        ("2020年3月5日印发。2020年1月1日到6月30日", date(2020, 1, 1), date(2020, 6, 30)),
    ],
)
def test_a_period_is_read(text: str, start: date, end: date) -> None:
    assert read_period(text) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020年全年",
        "2020年1月1日",
        "2020年1月1日、12月31日",
        "2020年12月31日至1月1日",
        "2020年1月1日至12月32日",
        "2020年1月32日至12月31日",
    ],
)
def test_a_period_that_cannot_be_is_not_read(text: str) -> None:
    assert read_period(text) is None


@given(_DATES, st.integers(0, 400))
def test_a_period_in_full_comes_back(start: date, days: int) -> None:
    end = start + timedelta(days)
    text = f"自{start.year}年{start.month}月{start.day}日起至{end.year}年{end.month}月{end.day}日"
    assert read_period(text) == (start, end)
