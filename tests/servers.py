"""Real servers on loopback for the tests that need one: PostgreSQL, and a store that speaks S3."""

import logging
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _binaries() -> Path:
    """Where PostgreSQL's programs are; Debian keeps them off the path."""
    on_path = shutil.which("initdb")
    found = [Path(on_path)] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("no PostgreSQL on this machine: apt-get install postgresql")
    return found[-1].parent


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A PostgreSQL of its own; yields how to connect, as DuckLake takes it."""
    binaries = _binaries()
    # Not among the other temporary folders, which are closed to whom root runs it as.
    home = Path(tempfile.mkdtemp(prefix="postgres"))
    as_whom: list[str] = []
    if os.geteuid() == 0:
        as_whom = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        shutil.chown(home, "postgres")
    port = free_port()
    options = f"-p {port} -h 127.0.0.1 -k {home} -c fsync=off"
    control = [*as_whom, str(binaries / "pg_ctl"), "-D", str(home / "data")]
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": home}
    initialise = [str(binaries / "initdb"), "-A", "trust", "-U", "xxgk", "-D", str(home / "data")]
    subprocess.run([*as_whom, *initialise], **quiet)
    log = ["-l", str(home / "log"), "-w", "-o", options]
    subprocess.run([*control, *log, "start"], **quiet)
    yield f"postgres:host=127.0.0.1 port={port} user=xxgk dbname=postgres"
    subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
    shutil.rmtree(home)


def store_keys() -> dict[str, str]:
    """What a process needs to reach the store, out of the environment."""
    return {name: value for name, value in os.environ.items() if name.startswith("AWS_")}


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """A store that speaks S3, its keys in the environment; yields an address in it."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(), verbose=False)
    server.start()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    host, port = server.get_host_and_port()
    keys = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in keys.items():
            patch.setenv(name, value)
        import s3fs

        s3fs.S3FileSystem.clear_instance_cache()
        # The server of another module in this process may have kept its buckets.
        bucket = f"reports-{port}"
        s3fs.S3FileSystem().mkdir(bucket)
        yield f"s3://{bucket}/xxgk"
    server.stop()
