"""A steward's decision sticks to what is printed: to the values, not to a capture or a night."""

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from flows import fetch, review
from flows.cli import app
from flows.decisions import DecisionError, check_acceptable, read
from flows.verify import Unpublishable
from tests.night import Night, run_night
from tests.reports import report, request_cells

SIGNED = review.Signature("looked at the page", "a steward", date(2026, 11, 22))
FLAGGED = request_cells() | {("carried_out", "total"): "2"}
UNREADABLE = request_cells() | {("granted", "total"): "约8件"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def add(data: Path, text: str, name: str) -> None:
    fetch.store(data / "raw", text.encode(), file_name=name)


def ask(night: Night, query: str) -> list[tuple]:
    with duckdb.connect(str(night.where.warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


def open_rules(night: Night) -> set[str]:
    return {rule for (rule,) in ask(night, "select rule_id from quality_open")}


def statuses(night: Night) -> list[tuple]:
    return ask(night, "select status, why from quality_decision order by decision_no")


def accept_all(night: Night) -> None:
    with review.open_warehouse(night.where.warehouse) as connection:
        review.accept(night.where.decisions, review.open_questions(connection), SIGNED)


def only_table(night: Night) -> review.Subject:
    with review.open_warehouse(night.where.warehouse) as connection:
        ((key,),) = connection.execute("select report_key from dim_report").fetchall()
        return review.subject(connection, key, "request")


def transcribe(night: Night, cell: str, printed: str, **options: object) -> None:
    said = review.Transcription(cell, printed, options.get("expect"), bool(options.get("attested")))
    with review.open_warehouse(night.where.warehouse) as connection:
        review.correct(connection, night.where.decisions, only_table(night), said, SIGNED)


@pytest.fixture
def accepted(data: Path) -> Night:
    """A report whose carried-out line does not add up, and whose failures are accepted."""
    add(data, report({"request": FLAGGED}), "first.txt")
    night = run_night(data)
    assert open_rules(night) == {"row_total", "balance"}
    accept_all(night)
    return run_night(data)


def test_accepted_failure_is_no_longer_open(accepted):
    assert open_rules(accepted) == set()
    assert statuses(accepted) == [("applied", None)] * 2


def test_accepted_failure_is_still_told_to_readers(accepted):
    assert ask(accepted, "select verdict from fct_report_table") == [("flagged",)]
    assert {r for (r,) in ask(accepted, "select rule_id from mart_source_error")} == {
        "row_total",
        "balance",
    }


def test_decision_survives_extraction_from_the_beginning(accepted):
    shutil.rmtree(accepted.where.extracted)
    again = run_night(accepted.where.data)
    assert again.extracted == 1
    assert open_rules(again) == set()


def test_decision_holds_for_the_same_page_with_another_visit_counter(accepted):
    add(accepted.where.data, report({"request": FLAGGED}) + "访问量:20931\n", "second.txt")
    night = run_night(accepted.where.data)
    assert open_rules(night) == set()
    assert ask(night, "select distinct revision from dim_report") == [(1,)]


def test_one_digit_changed_voids_the_decision_and_says_which(accepted):
    changed = FLAGGED | {("carried_out", "total"): "3"}
    add(accepted.where.data, report({"request": changed}), "second.txt")
    night = run_night(accepted.where.data)
    assert open_rules(night) == {"row_total", "balance"}
    assert (
        statuses(night)
        == [("void", "the printed values changed: carried_out.total was 2, is 3")] * 2
    )
    assert ask(night, "select max(revision) from dim_report") == [(2,)]


def test_decision_about_a_report_no_longer_held_is_absent(accepted):
    shutil.rmtree(accepted.where.raw)
    accepted.where.raw.mkdir()
    night = run_night(accepted.where.data)
    assert {status for status, _ in statuses(night)} == {"absent"}


def test_accepted_table_with_a_line_missing_is_published_as_printed(data):
    cells = {p: v for p, v in request_cells().items() if p[0] != "refused_state_secret"}
    add(data, report({"request": cells}), "short.txt")
    night = run_night(data)
    assert ask(night, "select count(*) from fct_request") == [(0,)]
    accept_all(night)
    night = run_night(data)
    assert ask(night, "select count(distinct line_code) from fct_request") == [(21,)]
    assert ask(night, "select verdict from fct_report_table") == [("flagged",)]


def test_accepting_does_not_choose_between_two_readings(data):
    with pytest.raises(DecisionError, match="does not choose between them"):
        check_acceptable("readings_agree")


def test_transcribed_cell_replaces_what_was_read_and_is_marked(data):
    add(data, report({"request": UNREADABLE}, pipes=True), "about.txt")
    night = run_night(data)
    assert ask(night, "select verdict from fct_report_table") == [("quarantined",)]
    transcribe(night, "granted.total", "8")
    night = run_night(data)
    assert ask(night, "select verdict, cells_unreadable from fct_report_table") == [("passed", 0)]
    corrected = ask(night, "select row_code, value, raw_text from stg_cell where is_corrected")
    assert corrected == [("granted", 8, "约8件")]
    assert statuses(night) == [("applied", None)]


def test_corrected_fact_is_marked(data):
    add(data, report({"request": request_cells()}), "whole.txt")
    night = run_night(data)
    transcribe(night, "granted.natural_person", "5", attested=True)
    night = run_night(data)
    assert ask(night, "select request_count from fct_request where is_corrected") == [(5,)]
    assert open_rules(night) == {"row_total", "concluded_sum"}


@pytest.mark.parametrize(
    ("cell", "printed", "options", "complaint"),
    [
        ("granted.total", "9", {}, "9 does not stand in the text read for granted"),
        ("granted.total", "8", {"expect": "6"}, "granted.total was read as 8, not as 6"),
        ("granted.everyone", "8", {}, "has no cell granted.everyone"),
        ("granted", "8", {}, "has no cell granted"),
        ("granted.total", "eight", {}, "eight is no number"),
    ],
)
def test_transcription_that_the_page_does_not_bear_out_is_refused(
    data, cell, printed, options, complaint
):
    add(data, report({"request": request_cells()}), "whole.txt")
    night = run_night(data)
    with pytest.raises(DecisionError, match=complaint):
        transcribe(night, cell, printed, **options)
    assert read(night.where.decisions) == []


def test_transcription_is_void_once_it_does_not_find_what_it_expects(data):
    add(data, report({"request": request_cells()}), "whole.txt")
    night = run_night(data)
    transcribe(night, "granted.total", "8")
    text = night.where.decisions.read_text("utf-8")
    night.where.decisions.write_text(text.replace("expect: '8.0000'", "expect: '6'"), "utf-8")
    night = run_night(data)
    ((status, why),) = statuses(night)
    assert status == "void"
    assert why == "it expects to replace 6, but 8 was read there"


def test_rejected_table_leaves_the_facts_though_it_passed(data):
    add(data, report({"request": request_cells()}), "whole.txt")
    night = run_night(data)
    assert ask(night, "select count(*) from fct_request") != [(0,)]
    review.reject(night.where.decisions, only_table(night), SIGNED)
    night = run_night(data)
    assert ask(night, "select count(*) from fct_request") == [(0,)]
    assert ask(night, "select reason from quality_quarantine") == [
        ("withdrawn by a steward: looked at the page (a steward, 2026-11-22)",)
    ]
    assert open_rules(night) == set()


def test_rejected_report_leaves_its_prose_as_well(data):
    text = report({"request": request_cells()}, tail=("2020年共收到政府信息公开申请12件。",))
    add(data, text, "whole.txt")
    night = run_night(data)
    assert ask(night, "select count(*) from fct_prose_figure") == [(1,)]
    with review.open_warehouse(night.where.warehouse) as connection:
        whole = review.subject(connection, only_table(night).report_key)
    review.reject(night.where.decisions, whole, SIGNED)
    night = run_night(data)
    for table in ("fct_request", "fct_prose_figure"):
        assert ask(night, f"select count(*) from {table}") == [(0,)]


def test_lost_coverage_can_be_waved_through_once(data):
    for year in range(2019, 2025):
        add(data, report({"request": request_cells()}, year=year), f"{year}.txt")
    night = run_night(data)
    for path in sorted(night.where.raw.glob("*/*"))[:6]:
        path.unlink()
    with pytest.raises(Unpublishable, match="xxgk review accept coverage:") as refused:
        run_night(data)
    # The Data Docs of a night that was not published show what kept it back.
    kept_back = (night.where.quality / "warehouse.html").read_text("utf-8")
    assert "reports published last are gone" in kept_back
    drop = str(refused.value).split("coverage:")[1].split(" ")[0]
    review.accept_coverage(night.where.decisions, drop, SIGNED)
    assert ask(run_night(data), "select count(*) from dim_report") == [(3,)]
    for path in sorted(night.where.raw.glob("*/*")):
        path.unlink()
    with pytest.raises(Unpublishable, match="coverage_kept"):
        run_night(data)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- decision: accept\n  rule: balance\n", "entry 1, document_key: Field required"),
        ("- [broken", "is no YAML"),
        ("- decision: shrug\n", "entry 1"),
        ("decision: accept\n", "decisions.yml: Input should be a valid list"),
    ],
)
def test_file_with_a_bad_entry_is_refused_by_name(tmp_path, text, complaint):
    path = tmp_path / "decisions.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(DecisionError, match=complaint):
        read(path)


def test_what_a_person_wrote_beside_the_decisions_stays(accepted):
    path = accepted.where.decisions
    path.write_text(path.read_text("utf-8") + "# a note of mine\n", "utf-8")
    review.reject(path, only_table(accepted), SIGNED)
    assert "# a note of mine\n" in path.read_text("utf-8")
    assert len(read(path)) == 3


def test_desk_at_the_console_lists_shows_and_accepts_by_rule(data, monkeypatch):
    monkeypatch.setenv("XXGK_DATA", str(data))
    add(data, report({"request": FLAGGED}), "first.txt")
    night = run_night(data)
    run = CliRunner().invoke
    listed = run(app, ["review", "list", "--rule", "row_total", "--format", "json"])
    assert '"rule_id": "row_total"' in listed.output
    review_id = ask(night, "select review_id from quality_open where rule_id = 'row_total'")[0][0]
    shown = run(app, ["review", "show", review_id[:6]]).output
    assert "1 + 0 + 0 + 0 + 0 + 0 ≠ 2" in shown
    assert "says why" not in shown
    assert run(app, ["review", "accept", review_id]).exit_code == 2
    told = run(
        app, ["review", "accept", "--rule", "row_total", "--agency", "杨浦", "--reason", "ok"]
    )
    assert told.exit_code == 0
    assert "1 decision written" in told.output
    assert open_rules(run_night(data)) == {"balance"}


def test_unknown_id_is_one_sentence(data, monkeypatch):
    monkeypatch.setenv("XXGK_DATA", str(data))
    add(data, report({"request": FLAGGED}), "first.txt")
    run_night(data)
    told = CliRunner().invoke(app, ["review", "show", "abcdef"])
    assert told.exit_code == 1
    assert told.stderr == "error: no open question begins with abcdef; see `xxgk review list`\n"
