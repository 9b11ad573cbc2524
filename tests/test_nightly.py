"""The command as a newcomer meets it: the orchestrator for real, and a clean console."""

import json
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest
import yaml

from flows import fetch
from flows.publish import Busy, one_night
from tests.command import STEWARD, xxgk
from tests.conftest import copy_sample
from tests.website import Website, page, serving

pytestmark = pytest.mark.command


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess]:
    data = tmp_path_factory.mktemp("night")
    copy_sample(data)
    # This one is the first on its machine.
    (data / "home").mkdir()
    with serving() as site:
        _website(site, data)
        return data, xxgk(data, "run")


def _website(site: Website, data: Path) -> None:
    """Two hosts: one serves a report that the sample holds, and one that is no report."""
    held = next((data / "raw").glob("78/78bd7b5f*.txt")).read_bytes()
    maintenance = "<p>系统维护中</p>".encode()
    hosts = {
        "127.0.0.2": site.add("127.0.0.2", "/2018.txt", page(held, "text/plain")),
        "127.0.0.3": site.add("127.0.0.3", "/2019.html", page(maintenance)),
    }
    entries = [
        {"id": host, "agency": "某局", "allow_local": True, "pages": [{"url": address}]}
        for host, address in hosts.items()
    ]
    text = yaml.safe_dump({"defaults": {"delay": 0}, "sources": entries})
    (data / "sources.yml").write_text(text, "utf-8")


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
    published = {"extracted", "quality", "runs", "site", "warehouse.duckdb"}
    assert left == {"raw", "sources.yml"} | published


def test_night_fetches_first_and_says_what_came_of_it(night):
    data, done = night
    assert "Fetched: 1 new, 1 failed." in done.stdout
    assert "/2019.html: the page says 系统维护" in done.stdout
    (capture,) = fetch.captures(data / "raw" / "visits.sqlite")
    assert capture.sha256.startswith("78bd7b5f")
    query = "select count(*) from dim_report join stg_capture using (report_key)"
    assert xxgk(data, "sql", query, "--format", "csv").stdout.splitlines()[1:] == ["1"]


def test_store_and_sources_are_checked_by_command(night):
    data, _ = night
    done = xxgk(data, "raw", "verify")
    assert (done.returncode, done.stdout) == (0, "5 snapshots are whole, 0 damaged.\n")
    assert "2 sources, 2 enabled." in xxgk(data, "sources", "list").stdout
    assert "2 sources are well-formed." in xxgk(data, "sources", "check").stdout
    tried = xxgk(data, "sources", "check", "127.0.0.2")
    assert "127.0.0.2: 1 reports would be fetched." in tried.stdout


def test_damage_and_wrong_entries_are_named_with_exit_code_1(night, tmp_path):
    shutil.copytree(night[0] / "raw", tmp_path / "raw")
    damaged = next((tmp_path / "raw").glob("??/*.txt"))
    damaged.write_bytes(b"half")
    (tmp_path / "sources.yml").write_text("sources:\n- {id: a, agency: A}\n", "utf-8")
    done = xxgk(tmp_path, "raw", "verify")
    assert done.returncode == 1 and "4 snapshots are whole, 1 damaged" in done.stdout
    assert damaged.stem[:12] in done.stderr and "set aside" in done.stderr
    for words in (["list"], ["check"], ["check", "a"]):
        done = xxgk(tmp_path, "sources", *words)
        assert done.returncode == 1
        assert "line 2: source 1 is left out: has neither lists nor pages" in done.stderr


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
        (["sources", "check", "none"], 1, "no source none"),
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
