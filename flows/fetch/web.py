"""One page from a web server, politely: robots.txt obeyed, one request a host at a time.

In: an address. Out: its bytes as served, into the raw store. Refused with a sentence: an
address that robots.txt forbids, an answer other than 200, a body over the limit.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from flows.fetch.raw import Served

AGENT = f"xxgk/{version('xxgk')} (reads disclosure reports; obeys robots.txt)"
_DELAY = 2.0
_LIMIT = 50 * 1024 * 1024
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_KEPT = ("content-type", "content-length", "etag", "last-modified", "date")


class Unfetched(RuntimeError):
    """A page that could not be fetched and will not be by trying again tonight."""


class Web:
    """A client that remembers each host's robots.txt and when it was last asked."""

    def __init__(self, client: httpx.Client, delay: float = _DELAY) -> None:
        self._client = client
        self._delay = delay
        self._robots: dict[str, RobotFileParser] = {}
        self._asked: dict[str, float] = {}

    def get(self, url: str) -> tuple[bytes, Served]:
        """The bytes of a page and how they were served.

        Raises:
            Unfetched: robots.txt forbids it, the server refuses, the body is too large.
            httpx.TransportError: the host did not answer; trying again may help.
        """
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            self._robots[host] = self._read_robots(host)
        if not self._robots[host].can_fetch(AGENT, url):
            raise Unfetched(f"{url}: robots.txt of the host forbids it")
        self._wait(host)
        with self._client.stream("GET", url) as answer:
            if answer.status_code >= 500:
                raise httpx.ReadError(f"{url}: the server answered {answer.status_code}")
            if answer.status_code != 200:
                raise Unfetched(f"{url}: the server answered {answer.status_code}")
            headers = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
            return _body(answer, url), Served(str(answer.url), 200, headers)

    def _wait(self, host: str) -> None:
        rest = self._asked.get(host, 0.0) + self._delay - time.monotonic()
        if rest > 0:
            time.sleep(rest)
        self._asked[host] = time.monotonic()

    def _read_robots(self, host: str) -> RobotFileParser:
        """The host's rules; no file means none, a server error means stay away (RFC 9309)."""
        robots = RobotFileParser()
        answer = self._client.get(f"{host}/robots.txt")
        if answer.status_code >= 500:
            robots.parse(["User-agent: *", "Disallow: /"])
        else:
            robots.parse(answer.text.splitlines() if answer.status_code == 200 else [])
        return robots


def _body(answer: httpx.Response, url: str) -> bytes:
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > _LIMIT:
            raise Unfetched(f"{url}: larger than {_LIMIT // 1024 // 1024} MiB")
    return bytes(body)


@contextmanager
def web() -> Iterator[Web]:
    """A polite client for one night."""
    with httpx.Client(
        headers={"user-agent": AGENT}, timeout=_TIMEOUT, follow_redirects=True
    ) as client:
        yield Web(client)
