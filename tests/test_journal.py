"""The journal of captures: periods, nights that are gone on with, and what hosts were asked."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from flows.fetch.journal import Capture, Journal, captures, moment, open_journal

NAME = "visits.sqlite"
SEEN = Capture(
    "http://a.cn/1", "http://a.cn/1", "one", "aa", "2024-01-01", "2024-01-01", etag='"1"'
)


def at(day: str, sha256: str = "aa", **more: str) -> Capture:
    return replace(SEEN, sha256=sha256, first_seen_at=day, last_seen_at=day, **more)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with open_journal(tmp_path / NAME) as journal:
        yield journal


def periods(journal: Journal) -> list[tuple[str, str, str, str | None]]:
    found = list(journal.all())
    return [(one.sha256, one.first_seen_at, one.last_seen_at, one.gone_at) for one in found]


def test_three_years_of_unchanged_nights_are_one_row(journal):
    for day in range(1000):
        journal.write([at(f"2024-{day:04}")], "night", {})
    assert periods(journal) == [("aa", "2024-0000", "2024-0999", None)]


def test_every_other_content_begins_a_period_also_one_served_before(journal):
    journal.write([at("1"), at("2", "bb"), at("3", "bb"), at("4")], "night", {})
    assert periods(journal) == [
        ("aa", "1", "1", None),
        ("bb", "2", "3", None),
        ("aa", "4", "4", None),
    ]


def test_gone_ends_a_period_and_is_said_once(journal):
    journal.write([at("1")], "night", {})
    journal.write([replace(at("1"), gone_at="2")], "night", {})
    journal.write([replace(at("1"), gone_at="3")], "night", {})
    assert periods(journal) == [("aa", "1", "1", "2")]
    journal.write([at("4")], "night", {})
    assert periods(journal) == [("aa", "1", "1", "2"), ("aa", "4", "4", None)]


def test_unchanged_visit_takes_on_what_the_server_vouches_with_now(journal):
    journal.write([at("1"), at("2", etag='"2"')], "night", {})
    assert journal.latest("one")["http://a.cn/1"].etag == '"2"'
    assert journal.latest("two") == {}


def test_night_that_was_cut_off_is_gone_on_with_and_one_that_ended_is_not(journal):
    first = journal.begin()
    assert journal.begin() == first
    journal.end(first)
    ended = moment()
    assert journal.begin() > ended


def test_night_cut_off_long_ago_is_not_gone_on_with(tmp_path, journal):
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute("insert into night values ('2020-01-01T00:00:00.000000+00:00', null)")
    assert journal.begin() > "2021"


def test_what_hosts_were_asked_is_counted_by_night(journal):
    journal.write([], "first", {"a.cn": 3, "b.cn": 1})
    journal.write([], "first", {"a.cn": 5})
    assert journal.spent("first") == {"a.cn": 5, "b.cn": 1}
    journal.write([], "second", {"a.cn": 1})
    assert journal.spent("second") == {"a.cn": 1}


def test_many_lanes_write_at_once_and_nothing_is_lost(tmp_path):
    def write(lane: int) -> None:
        with open_journal(tmp_path / NAME) as journal:
            for number in range(20):
                url = f"http://{lane}.cn/{number}"
                journal.write(
                    [replace(SEEN, url=url, address=url)], "night", {f"{lane}.cn": number}
                )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert len(captures(tmp_path / NAME)) == 160


def test_store_that_was_never_fetched_into_has_no_captures(tmp_path):
    assert captures(tmp_path / NAME) == []
    assert not (tmp_path / NAME).exists()
