"""A night killed at any stage: the old warehouse or the new one, and the next night goes on."""

import pytest

from flows import record
from tests.soak import Undisturbed, go_on, kill, undisturbed

pytestmark = [pytest.mark.command, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return undisturbed(tmp_path_factory.mktemp("right"))


_LONG = [pytest.param(stage, marks=pytest.mark.soak) for stage in ("extract", "publish")]


@pytest.mark.parametrize("stage", ["gate", *_LONG])
def test_night_killed_in_a_stage_leaves_the_old_warehouse_or_the_new_one(tmp_path, right, stage):
    data = tmp_path / "data"
    published = kill(data, right, lambda night, _: bool(night.stages) and _at(night, stage))
    assert published in (("old", "new") if stage == "publish" else ("old",))
    if stage == "gate":
        go_on(data, right)
        outcomes = [night.outcome for night in record.nights(data / "runs")]
        assert outcomes == ["published", "killed", "published"]


def _at(night: record.Night, stage: str) -> bool:
    return night.stages[-1].name == stage
