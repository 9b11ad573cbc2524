"""A report published anew: both revisions kept, the later one in the facts, each change listed."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from flows import fetch
from tests.night import Night, run_night
from tests.reports import (
    changed,
    disclosure_cells,
    report,
    request_cells,
    review_cells,
    without,
)

FIRST = {"request": request_cells(), "disclosure": disclosure_cells()}
SECOND = FIRST | {"disclosure": changed(disclosure_cells(), licences__decisions="41")}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def publish(data: Path, tables: dict, name: str) -> Night:
    fetch.store(data / "raw", report(tables).encode(), file_name=name)
    return run_night(data)


def ask(night: Night, query: str) -> list[tuple]:
    with duckdb.connect(str(night.where.warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


CHANGES = (
    "select revision, table_code, row_code, column_code, previous_value, new_value, previous_text,"
    " new_text, change from fct_revision_change"
)


def test_one_number_changed_makes_a_second_revision_and_one_listed_change(data):
    publish(data, FIRST, "first.txt")
    night = publish(data, SECOND, "second.txt")
    assert ask(night, "select file_name, revision, is_current from dim_report order by 2") == [
        ("first.txt", 1, False),
        ("second.txt", 2, True),
    ]
    assert ask(night, CHANGES) == [
        (2, "disclosure", "licences", "decisions", Decimal(3), Decimal(41), "3", "41", "changed")
    ]


def test_facts_hold_the_current_revision_and_history_stays_queryable(data):
    publish(data, FIRST, "first.txt")
    night = publish(data, SECOND, "second.txt")
    place = "where {} = 'licences' and {} = 'decisions'"
    facts = ask(
        night, "select value from fct_disclosure " + place.format("item_code", "measure_code")
    )
    assert facts == [(41,)]
    history = ask(
        night,
        "select revision, value from stg_cell join dim_report using (report_key) "
        + place.format("row_code", "column_code")
        + " order by 1",
    )
    assert history == [(1, 3), (2, 41)]


def test_change_leads_to_where_it_is_printed(data):
    publish(data, FIRST, "first.txt")
    night = publish(data, SECOND, "second.txt")
    assert ask(
        night,
        "select change.locator = cell.locator, report.file_name from fct_revision_change as change"
        " join dim_report as report using (report_key) join stg_cell as cell"
        " using (report_key, table_code, table_no, row_code, column_code)",
    ) == [(True, "second.txt")]


def test_number_that_is_blank_now_is_removed_and_one_that_was_blank_is_added(data):
    def cells(licences: str, penalties: str) -> dict:
        marked = {"licences__decisions": licences, "penalties__decisions": penalties}
        return {"disclosure": changed(disclosure_cells(), **marked)}

    for name, tables in (("first.txt", cells("7", "")), ("second.txt", cells("", "8"))):
        text = report(tables, pipes=True)
        fetch.store(data / "raw", text.encode(), file_name=name)
        night = run_night(data)
    assert sorted(row[2:6] + row[8:] for row in ask(night, CHANGES)) == [
        ("licences", "decisions", Decimal(7), None, "removed"),
        ("penalties", "decisions", None, Decimal(8), "added"),
    ]


def test_same_values_in_another_page_change_nothing(data):
    publish(data, FIRST, "first.txt")
    text = report(FIRST) + "访问量:20931\n"
    fetch.store(data / "raw", text.encode(), file_name="second.txt")
    night = run_night(data)
    assert ask(night, "select distinct revision from dim_report") == [(1,)]
    assert ask(night, CHANGES) == []


def test_table_that_a_copy_lacks_or_garbles_is_no_change(data):
    publish(data, FIRST, "first.txt")
    broken = SECOND | {"request": without(request_cells(), "refused_state_secret")}
    night = publish(data, broken, "second.txt")
    assert {code for _, code, *_ in ask(night, CHANGES)} == {"disclosure"}
    again = publish(data, {"request": request_cells()}, "third.txt")
    assert {code for _, code, *_ in ask(again, CHANGES)} == {"disclosure"}


WHOLE = FIRST | {"review": review_cells()}
POORER = {
    "cut off after its first table": {"disclosure": FIRST["disclosure"]},
    "a row of a table gone": WHOLE | {"request": without(request_cells(), "refused_state_secret")},
    "no table left": {},
}


@pytest.mark.parametrize("tables", POORER.values(), ids=POORER)
def test_poorer_copy_displaces_nothing_and_is_no_revision(data, tables):
    before = ask(publish(data, WHOLE, "whole.txt"), "from fct_request order by all")
    night = publish(data, tables, "poorer.txt")
    assert ask(night, "select file_name, revision, is_current from dim_report order by 1") == [
        ("poorer.txt", None, False),
        ("whole.txt", 1, True),
    ]
    assert before and ask(night, "from fct_request order by all") == before
    assert ask(night, CHANGES) == []


def test_whole_copy_after_a_poorer_one_is_the_first_revision(data):
    publish(data, {"request": FIRST["request"]}, "poorer.txt")
    night = publish(data, WHOLE, "whole.txt")
    assert ask(night, "select file_name, revision, is_current from dim_report order by 1") == [
        ("poorer.txt", None, False),
        ("whole.txt", 1, True),
    ]


def test_new_number_in_a_poorer_copy_is_listed_but_not_in_force(data):
    publish(data, WHOLE, "whole.txt")
    night = publish(data, {"disclosure": SECOND["disclosure"]}, "poorer.txt")
    assert ask(night, "select file_name, revision, is_current from dim_report order by 1") == [
        ("poorer.txt", 2, False),
        ("whole.txt", 1, True),
    ]
    assert [row[:4] for row in ask(night, CHANGES)] == [(2, "disclosure", "licences", "decisions")]
