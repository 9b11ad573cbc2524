"""The command in a process of its own, as a newcomer meets it, and someone who is told of news."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from flows.settings import PROJECT

XXGK = Path(sys.executable).with_name("xxgk")
STEWARD = "custom-webhook/steward"
_REGISTER = """
from prefect.blocks.notifications import CustomWebhookNotificationBlock
CustomWebhookNotificationBlock(
    name="steward", url="{url}", json_data={{"subject": "{{{{subject}}}}", "body": "{{{{body}}}}"}}
).save("steward")
"""


@cache
def _database() -> bytes:
    """Prefect's database as its first run on a machine leaves it, which takes ten seconds."""
    with tempfile.TemporaryDirectory() as home:
        upgrade = ["-m", "prefect", "server", "database", "upgrade", "--yes"]
        own = {**os.environ, "PREFECT_HOME": home}
        subprocess.run([sys.executable, *upgrade], env=own, capture_output=True, check=True)
        with sqlite3.connect(Path(home) / "prefect.db") as connection:
            return connection.serialize()


def environment(data: Path, **more: str) -> dict[str, str]:
    """An environment that knows nothing of this machine's Prefect.

    Its home is one where Prefect ran before, but for who has made it already.
    """
    home = data / "home"
    if not home.exists():
        (home / ".prefect").mkdir(parents=True)
        (home / ".prefect" / "prefect.db").write_bytes(_database())
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    own = {"HOME": str(home), "XXGK_DATA": str(data), "COLUMNS": "160", "PYTHONPATH": str(PROJECT)}
    # Where other tests run beside this one, Prefect's own little server takes its time.
    patience = {"PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180"}
    return {**kept, **own, **patience, **more}


def xxgk(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end; `more` are environment variables."""
    return python([str(XXGK), *words], data, **more)


def python(words: list[str], data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run some Python of this environment to its end."""
    return subprocess.run(
        [sys.executable, *words],
        env=environment(data, **more),
        capture_output=True,
        text=True,
        check=False,
    )


class _Told(BaseHTTPRequestHandler):
    """Keeps what it is told on its server."""

    def do_POST(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.told.append(json.loads(text))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


class Receiver(ThreadingHTTPServer):
    """A real HTTP server on loopback; `told` is what it was told, in order."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Told)
        self.told: list[dict[str, str]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def told_by(self, data: Path, **more: str) -> None:
        """Save the block `STEWARD`, which tells this server, where the nights of `data` look."""
        script = _REGISTER.format(url=f"http://127.0.0.1:{self.server_port}/")
        done = python(["-c", script], data, **more)
        assert done.returncode == 0, done.stderr
