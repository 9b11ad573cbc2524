"""The command as a newcomer meets it: the orchestrator for real, and a clean console."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.publish import Busy, one_night
from tests.conftest import copy_sample

XXGK = Path(sys.executable).with_name("xxgk")


def _xxgk(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    home = data / "home"
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(
        [XXGK, *words],
        env={**kept, "HOME": str(home), "XXGK_DATA": str(data), "COLUMNS": "160"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess]:
    data = tmp_path_factory.mktemp("night")
    copy_sample(data)
    return data, _xxgk(data, "run")


def test_night_publishes_and_says_what_and_where(night):
    data, done = night
    assert done.returncode == 0, done.stderr
    assert "8 passed, 2 flagged, 0 quarantined" in done.stdout
    assert str(data / "quality" / "index.html") in done.stdout
    assert "上海市嘉定区新成路街道办事处" in done.stdout
    assert (data / "quality" / "index.html").exists()


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
    assert left == {"raw", "extracted", "quality", "runs", "warehouse.duckdb"}


def test_report_page_asks_no_other_host(night):
    data, _ = night
    page = (data / "quality" / "index.html").read_text("utf-8")
    assert "新成路街道" in page and "1 + 0 + 0 + 0 + 0 + 0 = 1" in page
    for request in ("http://", "https://", "<script", "@import", "url("):
        assert request not in page


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
    done = _xxgk(data, "sql", "select count(*) as n from fct_request", "--format", form)
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
    done = _xxgk(data, *words)
    assert done.returncode == code
    assert sentence in done.stderr and "Traceback" not in done.stderr


def test_query_before_any_night_says_what_to_do(tmp_path):
    done = _xxgk(tmp_path, "sql", "select 1")
    assert done.returncode == 1 and "xxgk run" in done.stderr


def test_file_already_held_is_recognised(tmp_path):
    report = tmp_path / "a.txt"
    report.write_text("2020年某局政府信息公开工作年度报告", "utf-8")
    assert "added" in _xxgk(tmp_path, "add", str(report)).stdout
    again = tmp_path / "b.txt"
    again.write_bytes(report.read_bytes())
    assert "already held" in _xxgk(tmp_path, "add", str(again)).stdout
    assert len(list((tmp_path / "raw").glob("??/*.txt"))) == 1


def test_second_night_at_once_is_refused(tmp_path):
    with one_night(tmp_path):
        done = _xxgk(tmp_path, "run")
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
