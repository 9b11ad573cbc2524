"""Documents read on a real Dask cluster, out of a store and into it: the same warehouse."""

import shutil

import pytest
from upath import UPath

from flows.settings import Paths
from tests import cluster
from tests.command import xxgk
from tests.night import content
from tests.servers import store_keys

pytestmark = [pytest.mark.command, pytest.mark.timeout(900)]
DOCUMENTS = 120


@pytest.fixture(scope="module")
def found(tmp_path_factory, s3):
    with cluster.cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> Paths:
    data = tmp_path_factory.mktemp("alone")
    cluster.write_documents(data / "raw", DOCUMENTS)
    return cluster.on_one_machine(data)[0]


def test_cluster_and_store_make_the_warehouse_of_one_machine(found, alone, s3, tmp_path):
    for path in alone.raw.glob("??/*"):
        (UPath(s3) / "raw" / path.parent.name / path.name).write_bytes(path.read_bytes())
    code, said, _ = cluster.night_on(found, tmp_path, XXGK_STORE=s3, **store_keys())
    assert code == 0, said
    assert content(Paths(tmp_path).warehouse) == content(alone.warehouse)
    assert not (tmp_path / "extracted").exists()
    assert (UPath(s3) / "published" / "current.json").exists()


@pytest.mark.soak
def test_worker_killed_while_it_reads_costs_nothing(found, alone, tmp_path):
    shutil.copytree(alone.raw, tmp_path / "raw")
    code, said, _ = cluster.night_on(found, tmp_path, kill=True)
    assert code == 0, said
    assert content(Paths(tmp_path).warehouse) == content(alone.warehouse)


def test_cluster_without_a_server_is_refused_in_a_sentence(found, tmp_path):
    done = xxgk(tmp_path, "run", "--offline", XXGK_DASK=found.scheduler)
    assert done.returncode == 1
    assert "XXGK_DASK needs a Prefect server that its workers reach" in done.stderr
