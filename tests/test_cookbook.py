"""Every question of the cookbook, answered twice: by its SELECT and by pandas from the cells."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from typer.testing import CliRunner

from flows import cookbook
from flows.cli import app
from tests.answers import ANSWERS
from tests.answers.frames import Frames
from tests.generator.country import write_country
from tests.night import run_night

BODIES = 40
# Why a question has no answer on the sample's five documents, as a question to the sample that
# has none either.
_NEEDED = {
    "carry_over_gaps": "select 1 from mart_carry_over where report_key_before is not null",
    "fees": "select 1 from stg_cell where form_edition = '2021'",
    "kept_out": "select 1 from fct_report_table where verdict = 'quarantined'",
    "late_publishers": "select 1 from mart_timeliness where is_late",
    "silent_changes": "select 1 from dim_report where revision > 1",
}
# Of the country, which has annual reports only.
_NEEDED_OF_COUNTRY = {"task_load": "select 1 from fct_task"}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("country")
    write_country(data, BODIES)
    return run_night(data).where.warehouse


def _ask(warehouse: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return [tuple(map(_plain, row)) for row in connection.execute(sql).fetchall()]


@cache
def _frames(warehouse: Path) -> Frames:
    return Frames(warehouse)


def _computed(warehouse: Path, name: str) -> list[tuple]:
    frame = ANSWERS[name](_frames(warehouse))
    return [tuple(map(_plain, row)) for row in frame.itertuples(index=False)]


def _plain(value: object) -> object:
    """A value as both sides would write it: nothing as None, numbers as rounded floats."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float | Decimal) or hasattr(value, "item"):
        return round(float(value), 9)
    return str(pd.Timestamp(value))


NAMES = [one.name for one in cookbook.recipes()]


def test_every_question_has_an_independent_answer():
    assert len(NAMES) >= 15
    assert ANSWERS.keys() == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_question_about_the_country_is_answered_as_pandas_does(country, name):
    found = _ask(country, cookbook.recipe(name).sql)
    assert found == _computed(country, name)
    assert bool(found) != bool(name in _NEEDED_OF_COUNTRY)
    if name in _NEEDED_OF_COUNTRY:
        assert _ask(country, _NEEDED_OF_COUNTRY[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_question_about_the_sample_is_answered_as_pandas_does(sample, name):
    warehouse = sample.where.warehouse
    found = _ask(warehouse, cookbook.recipe(name).sql)
    assert found == _computed(warehouse, name)
    assert bool(found) != bool(name in _NEEDED)
    if name in _NEEDED:
        assert _ask(warehouse, _NEEDED[name]) == []


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("backlog", "carried_out_share desc", "carried_out_share asc"),
        ("carry_over_gaps", "gap != 0", "gap = 0"),
        ("coverage_gaps", "coverage_status = 'missing'", "snapshots > 0"),
        ("forms_compared", "counted.reports_2021 = 0", "counted.reports_2019 = 0"),
        ("late_publishers", "max(days_late)", "min(days_late)"),
        ("own_and_consolidated", "scope = 'own'", "scope != 'own'"),
        ("penalties", "'decisions'", "'prior_year_items'"),
        ("provenance", "column_code = 'total'", "column_code = 'natural_person'"),
        ("refusal_reasons", "refused.report_year, refused.scope)", "refused.report_year)"),
        ("repeat_requests", "request_count > 0", "request_count >= 0"),
        ("requests_since_2008", "not is_break and ", ""),
        ("reviews_lost", "sum(outcome.decided_count)::", "count(outcome.decided_count)::"),
        ("share_granted", "partly_granted_count", "granted_count"),
        ("silent_changes", "new_value - change.previous_value", "previous_value"),
        ("suits_after_review", "= 'reconsideration'", "= 'litigation_direct'"),
        ("who_asks", "'received'", "'granted'"),
        ("wrong_sums", "count(distinct error.report_key)", "count(*)"),
    ],
)
def test_question_answered_wrongly_is_noticed(country, name, right, wrong):
    sql = cookbook.recipe(name).sql
    assert right in sql
    assert _ask(country, sql.replace(right, wrong)) != _computed(country, name)


@pytest.mark.parametrize("one", cookbook.recipes(), ids=NAMES)
def test_question_stands_in_both_languages_above_its_grain_and_caveat(one):
    assert one.en.endswith("?") and one.en.isascii()
    assert one.zh.endswith("？") and not one.zh.isascii()
    _, _, grain, caveat, *_ = one.sql.splitlines()
    assert grain.startswith("-- Grain: one row per ")
    assert caveat.startswith("-- Caveat: ")
    assert "\norder by" in one.sql


def _xxgk(sample, monkeypatch, *words: str):
    monkeypatch.setenv("XXGK_DATA", str(sample.where.data))
    return CliRunner().invoke(app, ["cookbook", *words])


def test_cookbook_is_listed_answered_and_copied_at_the_console(sample, monkeypatch):
    listed = _xxgk(sample, monkeypatch).stdout
    assert all(one.name in listed and one.zh in listed for one in cookbook.recipes())
    answered = _xxgk(sample, monkeypatch, "share_granted", "--format", "csv").stdout.splitlines()
    assert answered[1].startswith("310110,上海市,杨浦区,2020,1972,")
    copied = _xxgk(sample, monkeypatch, "share_granted", "--sql").stdout
    assert copied == cookbook.recipe("share_granted").sql


def test_question_that_nobody_wrote_down_is_told_its_neighbours(sample, monkeypatch):
    refused = _xxgk(sample, monkeypatch, "shares_granted")
    assert refused.exit_code == 1 and "share_granted" in refused.stderr
