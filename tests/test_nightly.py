"""The command as a newcomer meets it: the orchestrator for real, and a clean console."""

import json
import subprocess
from pathlib import Path

import duckdb
import pytest

from flows.publish import Busy, one_night
from tests.command import STEWARD, xxgk
from tests.conftest import copy_sample


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess]:
    data = tmp_path_factory.mktemp("night")
    copy_sample(data)
    return data, xxgk(data, "run")


def test_night_publishes_and_says_what_and_where(night):
    data, done = night
    assert done.returncode == 0, done.stderr
    assert "8 passed, 2 flagged, 0 quarantined" in done.stdout
    assert str(data / "site" / "index.html") in done.stdout
    assert "上海市嘉定区新成路街道办事处" in done.stdout
    assert (data / "site" / "index.html").exists()


def test_console_is_clean_without_a_server(night):
    _, done = night
    assert done.stderr == ""
    for noise in ("Traceback", "Error", "INFO", "WARNING", "prefect"):
        assert noise not in done.stdout


def test_night_leaves_a_record_and_nothing_half_made(night):
    data, _ = night
    (record,) = (data / "runs").glob("*.json")
    assert json.loads(record.read_text())["outcome"] == "published"
    left = {path.name for path in data.iterdir()} - {"home", ".lock"}
    assert left == {"raw", "extracted", "quality", "runs", "site", "warehouse.duckdb"}


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("csv", "n\n264\n"),
        ("json", '[\n  {\n    "n": 264'),
        ("markdown", "| n |\n"),
        ("table", "n"),
    ],
)
def test_query_is_answered_in_every_format(night, form, start):
    data, _ = night
    done = xxgk(data, "sql", "select count(*) as n from fct_request", "--format", form)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(start)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["sql", "select nothing"], 1, "nothing"),
        (["sql", "drop table dim_region"], 1, "read-only"),
        (["add", "no-such-file.txt"], 1, "no-such-file.txt"),
        (["fetch"], 2, "No such command"),
    ],
)
def test_error_is_one_clear_sentence(night, words, code, sentence):
    data, _ = night
    done = xxgk(data, *words)
    assert done.returncode == code
    assert sentence in done.stderr and "Traceback" not in done.stderr


def test_query_before_any_night_says_what_to_do(tmp_path):
    done = xxgk(tmp_path, "sql", "select 1")
    assert done.returncode == 1 and "xxgk run" in done.stderr


def test_file_already_held_is_recognised(tmp_path):
    report = tmp_path / "a.txt"
    report.write_text("2020年某局政府信息公开工作年度报告", "utf-8")
    assert "added" in xxgk(tmp_path, "add", str(report)).stdout
    again = tmp_path / "b.txt"
    again.write_bytes(report.read_bytes())
    assert "already held" in xxgk(tmp_path, "add", str(again)).stdout
    assert len(list((tmp_path / "raw").glob("??/*.txt"))) == 1


def test_second_night_at_once_is_refused(tmp_path):
    with one_night(tmp_path):
        done = xxgk(tmp_path, "run")
    assert done.returncode == 1
    assert "another night is running" in done.stderr
    with one_night(tmp_path), pytest.raises(Busy), one_night(tmp_path):
        pass


def test_reader_keeps_the_old_warehouse_while_a_new_one_is_published(tmp_path):
    from flows.publish import publish

    for path, number in ((tmp_path / "published", 1), (tmp_path / "next", 2)):
        with duckdb.connect(str(path)) as connection:
            connection.execute(f"create table t as select {number} as n")
    reader = duckdb.connect(str(tmp_path / "published"), read_only=True)
    publish(tmp_path / "next", tmp_path / "published")
    assert reader.execute("select n from t").fetchone() == (1,)
    reader.close()
    with duckdb.connect(str(tmp_path / "published"), read_only=True) as again:
        assert again.execute("select n from t").fetchone() == (2,)


def test_what_newly_fails_is_told_once_and_in_words(tmp_path, receiver):
    copy_sample(tmp_path)
    receiver.told_by(tmp_path)
    for _ in range(2):
        done = xxgk(tmp_path, "run", XXGK_NOTIFY=STEWARD)
        assert (done.returncode, done.stderr) == (0, "")
    (told,) = receiver.told
    assert told["subject"] == "xxgk: 7 new failures, 2 of them keep figures out"
    assert (
        "新成路街道办事处 2020, request 3: row_total, fault source: line carried_out"
        in told["body"]
    )


def test_block_that_cannot_be_told_does_not_unmake_the_night(tmp_path):
    copy_sample(tmp_path)
    done = xxgk(tmp_path, "run", XXGK_NOTIFY="custom-webhook/nobody")
    assert done.returncode == 0
    assert "notification custom-webhook/nobody: Unable to find block" in done.stdout
