"""A warehouse that contradicts itself is not published: yesterday's answers on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.settings import PROJECT
from tests.conftest import copy_sample

pytestmark = pytest.mark.command

RECEIVED = "select sum(received_printed) from mart_agency_year"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout in which one night has published."""
    copy = tmp_path_factory.mktemp("project")
    for part in ("flows", "sql", "expectations"):
        shutil.copytree(PROJECT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    copy_sample(copy / "data")
    assert _run(copy).returncode == 0
    return copy


def _run(project: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", "run"],
        cwd=project,
        env={**environment, "HOME": str(project), "PYTHONPATH": str(project), "COLUMNS": "160"},
        capture_output=True,
        text=True,
        check=False,
    )


def _received(project: Path) -> object:
    with duckdb.connect(str(project / "data/warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(RECEIVED).fetchone()


# The file broken, what in it by what, and what the night says of it.
BROKEN = {
    "a mart that doubles its facts": (
        "sql/marts/mart_outcome_mix.sql",
        "counted.summed as request_count",
        "2 * counted.summed as request_count",
        "error: marts_reconcile: mart_outcome_mix.concluded says",
    ),
    "a reference that leads nowhere": (
        "sql/facts/fct_disclosure.sql",
        "row_code as item_code",
        "row_code || '?' as item_code",
        "error: fct_disclosure.item_code: 44 rows refer to nothing in dim_disclosure_item",
    ),
    "a pair of codes that leads nowhere": (
        "sql/facts/fct_review.sql",
        "row_code as channel_code",
        "replace(row_code, 'litigation_direct', 'litigation') as channel_code",
        "error: fct_review.channel_code, result_code: 8 rows refer to nothing in dim_review_result",
    ),
    "a region that adds to its own report": (
        "sql/marts/mart_region_year.sql",
        "year_of.received_summed,",
        "year_of.received_summed + 1 as received_summed,",
        "error: marts_reconcile: mart_region_year.received says 2113, the facts make 2112",
    ),
    "a rule that does not work": (
        "sql/quality/balance.sql",
        "with columns_of",
        "with columns of",
        "error: rule balance: its SELECT failed",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_warehouse_stays_unpublished_and_the_old_one_answers(project, name):
    file, right, wrong, sentence = BROKEN[name]
    before = _received(project)
    path = project / file
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    try:
        done = _run(project)
    finally:
        path.write_text(text, "utf-8")
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    assert _received(project) == before
