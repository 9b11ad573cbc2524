"""Behind the nights: what is on record, who is told, what is kept, and what a backfill does."""

import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from flows import forecast, record, retention, telling
from flows.changes import Change, compare
from flows.extract import extractor_version
from flows.settings import Keeping, Paths, keeping, late_after
from tests.command import STEWARD, python, xxgk
from tests.conftest import copy_sample
from tests.night import run_night

pytestmark = pytest.mark.command

KEEP_ALL = Keeping(warehouses=9, nights=9, extractors=9)


@pytest.fixture
def where(tmp_path: Path) -> Paths:
    return Paths(tmp_path)


def _night(where: Paths, hours_ago: float, **more: object) -> record.Night:
    """A night on record that began some hours ago and took one."""
    began = datetime.now(UTC) - timedelta(hours=hours_ago)
    ended = began + timedelta(hours=1)
    night = record.Night(f"{began:%Y%m%dT%H%M%S000Z}", began.isoformat(), "published")
    return record.write(where.runs, replace(night, finished_at=ended.isoformat(), **more))


def _warehouse(path: Path, night: record.Night) -> None:
    """A file that says which night published it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"create table meta_run as select '{night.run_id}' as run_id")


# On record


def test_night_that_was_killed_is_on_record_with_the_stage_it_came_to(where):
    night = record.begin(where.runs)
    record.write(where.runs, replace(night, stages=[record.Stage("gate", 5)]))
    (killed,) = record.close_killed(where.runs)
    assert (killed.outcome, killed.message) == (
        "killed",
        "it ended without a word in the stage gate",
    )
    assert record.close_killed(where.runs) == []
    subject, body = telling.killed(killed)
    assert "killed" in subject and "in the stage gate" in body


def test_record_of_an_older_version_is_still_one(where):
    where.runs.mkdir()
    old = {"run_id": "1", "started_at": "2026-01-01T00:00:00+00:00", "newly_quarantined": []}
    (where.runs / "1.json").write_text(json.dumps(old))
    (where.runs / "2.json").write_text("{half")
    assert [night.run_id for night in record.nights(where.runs)] == ["1"]


@pytest.mark.parametrize(
    ("hours_ago", "said"),
    [(5, None), (40, "nothing has been published since .*, 39 hours ago; a night is expected")],
)
def test_night_is_late_when_nothing_was_published_for_longer_than_agreed(where, hours_ago, said):
    _night(where, hours_ago)
    _night(where, 1, outcome="failed")
    found = record.late(where.runs, 26)
    assert (found is None) if said is None else re.match(said, found)


@pytest.mark.parametrize("text", ["x", "-1", "0", "1.5"])
def test_setting_that_makes_no_sense_is_named(monkeypatch, text):
    monkeypatch.setenv("XXGK_KEEP_NIGHTS", text)
    with pytest.raises(ValueError, match=f"XXGK_KEEP_NIGHTS is {text}"):
        keeping()
    monkeypatch.setenv("XXGK_LATE_HOURS", text)
    with pytest.raises(ValueError, match="XXGK_LATE_HOURS"):
        late_after()


# What changed


def test_changes_are_counted_against_what_is_published(tmp_path, sample):
    changed = tmp_path / "next.duckdb"
    changed.write_bytes(sample.where.warehouse.read_bytes())
    with duckdb.connect(str(changed)) as connection:
        (key,) = connection.execute("select report_key from fct_task order by 1 limit 1").fetchone()
        connection.execute("update fct_request set request_count = 999 where request_count = 1")
        touched = connection.execute("select count(*) from fct_request where request_count = 999")
        count = touched.fetchone()[0]
        connection.execute("delete from fct_task where report_key = ?", [key])
        connection.execute("delete from fct_report_table where report_key = ?", [key])
        changes, gone = compare(connection, sample.where.warehouse)
        assert connection.execute(
            "from duckdb_databases() select count(*) where not internal"
        ).fetchone() == (1,)
    found = {one.subject: one for one in changes}
    assert found["fct_request"] == Change("fct_request", 264, 0, 0, count) and count > 0
    assert found["fct_task"] == Change("fct_task", 0, 0, 35, 0)
    assert found["report"].gone == 1 and found["verdict"].gone == 1
    assert gone == ["上海市长宁区人民政府 2019 work_plan"]
    subject, body = telling.coverage_fell(gone)
    assert subject == "xxgk: coverage fell, 1 report is gone from the facts"
    assert gone[0] in body


def test_same_figures_captured_anew_are_no_change(sample, tmp_path):
    with duckdb.connect(str(tmp_path / "next.duckdb")) as connection:
        connection.execute(f"attach '{sample.where.warehouse}' as old (read_only)")
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = 'old'"
        ).fetchall():
            connection.execute(f"create table {name} as from old.{name}")
        for (name,) in connection.execute(
            "select table_name from duckdb_columns() where database_name = 'next'"
            " and column_name = 'report_key'"
        ).fetchall():
            connection.execute(f"update {name} set report_key = 'x' || report_key")
        connection.execute("detach old")
        changes, gone = compare(connection, sample.where.warehouse)
    assert len(changes) == 8 and not gone
    assert not any(one.added or one.gone or one.changed for one in changes)


def test_nothing_published_or_an_older_layout_is_nothing_to_compare_with(sample, tmp_path):
    with duckdb.connect(str(tmp_path / "old.duckdb")) as connection:
        connection.execute("create table dim_report as select 1 as one")
    with duckdb.connect(str(sample.where.warehouse), read_only=True) as connection:
        assert compare(connection, tmp_path / "old.duckdb") == ([], [])
        assert compare(connection, tmp_path / "none.duckdb") == ([], [])
        assert connection.execute("select count(*) from dim_region").fetchone()[0] > 0


# What is kept


def test_going_back_swaps_a_kept_warehouse_in_and_can_be_undone(where):
    nights = [_night(where, hours) for hours in (72, 48, 24)]
    for night in nights:
        built = where.data / "built.duckdb"
        _warehouse(built, night)
        retention.keep(where)
        built.replace(where.warehouse)
    first, second, third = (night.run_id for night in nights)
    assert retention.kept_runs(where) == [first, second]
    assert retention.roll_back(where, None) == (second, third)
    assert retention.published_run(where.warehouse) == second
    assert retention.roll_back(where, None) == (first, second)
    with pytest.raises(retention.NotKept, match="nothing to go back to"):
        retention.roll_back(where, None)
    assert retention.roll_back(where, third) == (third, first)
    for wrong, why in ((third, "answers already"), ("x", f"kept are: {third}, {second}, {first}")):
        with pytest.raises(retention.NotKept, match=why):
            retention.roll_back(where, wrong)


def test_reader_of_the_newer_warehouse_keeps_it_while_an_earlier_one_is_put_back(where):
    for hours in (48, 24):
        _warehouse(where.data / "built.duckdb", _night(where, hours))
        retention.keep(where)
        (where.data / "built.duckdb").replace(where.warehouse)
    newer = record.nights(where.runs)[-1].run_id
    reader = duckdb.connect(str(where.warehouse), read_only=True)
    retention.roll_back(where, None)
    assert reader.execute("select run_id from meta_run").fetchone() == (newer,)
    reader.close()


def test_keeping_costs_no_room_and_works_where_files_have_one_name_only(where, monkeypatch):
    _warehouse(where.warehouse, _night(where, 1))
    retention.keep(where)
    (kept,) = where.warehouses.iterdir()
    assert kept.samefile(where.warehouse)
    kept.unlink()

    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    retention.keep(where)
    assert kept.read_bytes() == where.warehouse.read_bytes()


def test_only_what_is_older_than_agreed_is_dropped_and_never_a_snapshot(where):
    quarantine = [{"report_key": "r", "table_code": "request", "table_no": 3, "rule_id": "balance"}]
    nights = [_night(where, hours, extractor_version=f"v{hours}") for hours in (96, 72, 48, 24)]
    first = replace(
        nights[0],
        newly_quarantined=[record.Quarantined(**quarantine[0], run_id=nights[0].run_id)],
    )
    record.write(where.runs, first)
    for night in nights:
        (where.runs / f"{night.run_id}.log").write_text("{}\n")
        _warehouse(where.warehouses / f"{night.run_id}.duckdb", night)
        (where.extracted / night.extractor_version / "batch").mkdir(parents=True)
    _warehouse(where.warehouse, nights[-1])
    half = where.extracted / extractor_version() / "batch" / ".cell.parquet.1.part"
    half.parent.mkdir(parents=True)
    half.touch()
    raw = where.raw / "ab" / "abc.txt"
    raw.parent.mkdir(parents=True)
    raw.write_text("a snapshot")

    assert retention.sweep(where, KEEP_ALL) == ["dropped 1 half-written files"]
    dropped = retention.sweep(where, Keeping(warehouses=1, nights=2, extractors=2))
    assert dropped == [
        "dropped 2 warehouses",
        "dropped 3 records and logs of nights",
        "dropped 3 batches of older extractors",
    ]
    assert retention.kept_runs(where) == [nights[2].run_id, nights[3].run_id]
    # The first night stays on record: a quarantine names it as its first.
    assert record.nights(where.runs) == [first, *nights[2:]]
    assert {shelf.name for shelf in where.extracted.iterdir()} == {extractor_version(), "v24"}
    assert raw.exists()


# Backfill


def _sources(where: Paths, site: str = "http://127.0.0.1:1") -> None:
    where.data.mkdir(exist_ok=True)
    pages = [f"{{url: '{site}/{year}.html', year: {year}}}" for year in (2019, 2020, 2020, 2021)]
    where.sources.write_text(
        "defaults: {delay: 0, attempts: 1}\nsources:\n"
        f"  - {{id: one, agency: 甲区人民政府, pages: [{', '.join(pages)}], allow_local: true}}\n"
        f"  - {{id: two, agency: 乙区人民政府, pages: [{pages[0]}], allow_local: true}}\n"
        "  - {id: lists, enabled: false, agency: 丁区人民政府, lists: [{url: http://a.cn/1}]}\n",
        "utf-8",
    )


@pytest.mark.parametrize(
    ("limits", "steps"),
    [
        ((None, None, None), [(2021, 1), (2020, 1), (2019, 1)]),
        (("2019-2020", None, None), [(2020, 1), (2019, 1)]),
        ((None, "two", None), [(2019, 1)]),
        ((None, None, "甲区"), [(2021, 1), (2020, 1), (2019, 1)]),
        (("2008", None, None), [(None, 0)]),
    ],
)
def test_backfill_goes_year_by_year_newest_first(where, limits, steps):
    _sources(where)
    planned = forecast.plan(where, *limits)
    assert [(step.year, step.hosts) for step in planned.steps] == steps


@pytest.mark.parametrize(
    ("years", "steps"), [(None, [(None, 2)]), ("2020-2021", [(2021, 2), (2020, 2)])]
)
def test_years_that_only_a_list_knows_are_those_asked_for_or_all_at_once(where, years, steps):
    _sources(where)
    listed = where.sources.read_text("utf-8").replace("enabled: false", "enabled: true")
    where.sources.write_text(listed, "utf-8")
    planned = forecast.plan(where, years, None, None)
    assert [(step.year, step.hosts) for step in planned.steps] == steps


@pytest.mark.parametrize("limits", [(None, "three", None), (None, None, "丙区")])
def test_backfill_of_what_is_not_listed_is_refused(where, limits):
    _sources(where)
    with pytest.raises(ValueError, match=r"no source (three|of 丙区) is enabled"):
        forecast.plan(where, *limits)


def test_forecast_says_what_past_nights_measured_and_guesses_nothing():
    planned = forecast.Plan([forecast.Step(2021, 6), forecast.Step(2020, 6)], 50, 30)
    none = list(forecast.sentences(planned, []))
    assert none[0] == "Would fetch 2021, 2020, newest first, asking 6 hosts."
    assert none[-1] == (
        "How long fetching and reading and building and publishing takes has not been measured "
        "yet by any night."
    )
    stages = [("fetch", 1, 50.0), ("extract", 0, 1.0), ("gate", 9, 20.0), ("site", 9, 10.0)]
    night = record.Night("1", "", "published", stages=[record.Stage(*stage) for stage in stages])
    *_, known, unknown = forecast.sentences(planned, [night])
    assert known == (
        "Should take 11 min: fetching 10 min, building and publishing 60 s, by what past nights "
        "took."
    )
    assert unknown == "How long reading takes has not been measured yet by any night."


# The commands


def test_dry_run_fetches_and_writes_nothing(tmp_path):
    _sources(Paths(tmp_path))
    done = xxgk(tmp_path, "backfill", "--dry-run", "--years", "2020-2021")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Would fetch 2021, 2020, newest first, asking 1 hosts." in done.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"sources.yml", "home"}


def test_nights_are_listed_shown_and_gone_back_to(tmp_path):
    copy_sample(tmp_path)
    nights = [run_night(tmp_path) for _ in range(2)]
    retention.keep(nights[0].where)
    first, second = (night.run_id for night in record.nights(nights[0].where.runs))
    # As if the first one was published by a version that kept none.
    (nights[0].where.warehouses / f"{first}.duckdb").unlink()
    done = xxgk(tmp_path, "rollback")
    assert (done.returncode, done.stdout) == (1, "") and "nothing to go back to" in done.stderr
    listed = json.loads(xxgk(tmp_path, "runs", "--format", "json").stdout)
    assert [(one["run_id"], one["warehouse"]) for one in listed] == [
        (second, "answers"),
        (first, ""),
    ]
    shown = xxgk(tmp_path, "runs", "show", first).stdout
    assert "published" in shown and "5 snapshots" not in shown
    done = xxgk(tmp_path, "runs", "show", "x")
    assert done.returncode == 1 and "`xxgk runs` lists them" in done.stderr


def test_late_night_is_told_and_makes_the_check_fail(tmp_path, receiver):
    where = Paths(tmp_path)
    receiver.told_by(tmp_path)
    _night(where, 40)
    done = xxgk(tmp_path, "runs", "--late", XXGK_NOTIFY=STEWARD)
    assert done.returncode == 1
    assert "39 hours ago" in done.stderr and done.stderr.count("\n") == 1
    (told,) = receiver.told
    assert told["subject"] == "xxgk: the night is late" and "39 hours ago" in told["body"]
    _night(where, 2)
    done = xxgk(tmp_path, "runs", "--late", XXGK_NOTIFY=STEWARD)
    assert (done.returncode, done.stdout) == (0, "The night is not late.\n")
    assert len(receiver.told) == 1


_CRASHING = """
import flows.extract.workers as workers
from tests.test_workers import _dies_of_death
workers._read = _dies_of_death
from flows.cli import main
main()
"""


def test_failing_source_and_crashing_batch_are_left_out_and_told(tmp_path, receiver):
    """The night completes and exits 0; what it left out is said, on record and in the log."""
    where = Paths(tmp_path)
    copy_sample(tmp_path)
    _sources(where, f"http://127.0.0.1:{receiver.server_port}")
    (tmp_path / "death.txt").write_text("death")
    receiver.told_by(tmp_path)
    xxgk(tmp_path, "add", str(tmp_path / "death.txt"))
    done = python(["-c", _CRASHING, "run", "--source", "two"], tmp_path, XXGK_NOTIFY=STEWARD)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    (night,) = record.nights(where.runs)
    assert night.outcome == "published" and night.limits == "source two"
    assert night.snapshots == night.extracted == 6
    for said in ("/2019.html", "death.txt brought its reader down"):
        assert any(said in sentence for sentence in night.left_out)
        assert "left out: " in done.stdout and said in done.stdout
    (subject,) = [told["subject"] for told in receiver.told]
    assert subject.startswith("xxgk: ") and "new failures" in subject
    entries = [
        json.loads(line)
        for line in (where.runs / f"{night.run_id}.log").read_text("utf-8").splitlines()
    ]
    assert entries[0]["event"] == "night began"
    assert sum(one["event"] == "left out" for one in entries) == len(night.left_out) == 2
    stages = [one["stage"] for one in entries if one["event"] == "stage ended"]
    assert stages == ["fetch", "extract", "stage", "gate", "marts", "publish", "site"]


def test_night_that_fails_says_so_to_everyone_and_the_next_finds_one_that_was_killed(
    tmp_path, receiver
):
    where = Paths(tmp_path)
    copy_sample(tmp_path)
    receiver.told_by(tmp_path)
    where.decisions.write_text("decisions: 5\n")
    record.begin(where.runs)
    done = xxgk(tmp_path, "run", "--offline", XXGK_NOTIFY=STEWARD)
    assert done.returncode == 1 and done.stderr.startswith("error: ")
    killed, failed = record.nights(where.runs)
    assert (killed.outcome, failed.outcome) == ("killed", "failed")
    subjects = [told["subject"] for told in receiver.told]
    assert subjects == [
        "xxgk: a night was killed, nothing was published by it",
        "xxgk: the night failed, nothing was published",
    ]
    assert failed.message in receiver.told[1]["body"]
    log = (where.runs / f"{failed.run_id}.log").read_text("utf-8").splitlines()
    (entry,) = [one for one in map(json.loads, log) if one["level"] == "error"]
    assert entry["message"] == failed.message and "Traceback" in entry["traceback"]


def test_query_waits_for_nothing_that_only_a_night_needs(tmp_path):
    script = "import sys, flows.cli; print(*(sys.modules.keys() & {'pandas', 'prefect', 'httpx'}))"
    assert python(["-c", script], tmp_path).stdout == "\n"
