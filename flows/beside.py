"""A server process beside this one: started, waited for, and ended with it.

In: a command, and an address that answers 200 once the server is ready. It does not hear the
interrupt from the keyboard that ends this process, so that it is there until the end.
"""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

# A server that makes its database first takes its time on a small machine.
_PATIENCE = 180.0
_GRACE = 15.0


class Unserved(RuntimeError):
    """The server did not come up."""


def answers(address: str) -> bool:
    """Whether an address answers 200 now."""
    try:
        return httpx.get(address, timeout=5.0).status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def running(command: list[str], ready: str) -> Iterator[None]:
    """Run a server until the block ends.

    Raises:
        Unserved: it ended, or was not ready in three minutes.
    """
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as server:
        try:
            _wait(server, ready)
            yield
        finally:
            server.terminate()
            try:
                server.wait(_GRACE)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait(server: subprocess.Popen[bytes], ready: str) -> None:
    until = time.monotonic() + _PATIENCE
    while not answers(ready):
        if (code := server.poll()) is not None:
            raise Unserved(f"the server for {ready} ended at once with code {code}")
        if time.monotonic() > until:
            raise Unserved(f"the server for {ready} was not ready in {_PATIENCE:.0f} s")
        time.sleep(0.2)
