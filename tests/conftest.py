"""What all tests share: no server of the user's, no telemetry, a warehouse of the sample."""

import os

os.environ.update(
    PREFECT_API_URL="",
    PREFECT_SERVER_ANALYTICS_ENABLED="false",
    DO_NOT_TRACK="1",
    GX_ANALYTICS_ENABLED="false",
)

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

from tests.browser import browse as browse
from tests.command import Receiver
from tests.night import Night, run_night
from tests.servers import postgres as postgres
from tests.servers import s3 as s3

# The same examples every time, so that a commit's tests say one thing; `make soak` looks for more.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=10_000, deadline=None)
settings.load_profile("same")

SAMPLE = Path(__file__).parent.parent / "data" / "raw"
# The five documents the project was created from; what a user has added is not the sample.
SEEDS = ("7631e0b3", "a00a2301", "5f6e90bf", "78bd7b5f", "7965e7b6")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules that take long first, so that none is left at the end with a processor idle."""
    items.sort(key=lambda item: item.get_closest_marker("command") is None)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """The sample, run once."""
    data = tmp_path_factory.mktemp("sample")
    copy_sample(data)
    return run_night(data)


def copy_sample(data: Path) -> None:
    """Put the five documents and their sidecars into a data directory."""
    for path in SAMPLE.glob("??/*"):
        if path.name.startswith(SEEDS):
            target = data / "raw" / path.relative_to(SAMPLE)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


@pytest.fixture(scope="session")
def rows(sample: Night) -> Callable[..., list[tuple]]:
    """Ask the sample's warehouse."""
    connection = duckdb.connect(str(sample.where.warehouse), read_only=True)
    return lambda query, *values: connection.execute(query, values).fetchall()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Someone who is told of news, by HTTP."""
    with Receiver() as server:
        yield server
        server.shutdown()
