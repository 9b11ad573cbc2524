"""Asking web servers, politely: one request a host at a time, as their robots.txt allows.

In: an address and the source that names it. Out: an `Answer`, whole. Refused with a sentence:
what robots.txt forbids, a host the source does not allow (also when redirected there), an
address of the local network, an answer other than 200, a body too large, broken or too slow.
What may pass is tried again; a host that asks for quiet, is spent or silent is left for the night.
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential_jitter,
)

from flows.fetch.addresses import host_of, origin_of, plain
from flows.fetch.body import MIB, BadBody, read_body
from flows.fetch.connect import Guard, GuardedTransport
from flows.fetch.raw import Served
from flows.fetch.robots import Robots, read_robots
from flows.fetch.sources import Source
from flows.fetch.troubles import (
    Away,
    Gone,
    Passing,
    Refused,
    Silent,
    Unfetched,
    reason,
    seconds_asked,
)
from flows.settings import agent

_KEPT = ("content-type", "content-length", "content-encoding", "etag", "last-modified", "date")
_REDIRECTS = 8
# A delay is drawn anew each time, up to so many times the least.
_JITTER = 1.5
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_MOVED = frozenset({301, 302, 303, 307, 308})
# A host that failed so often in a row is not asked again tonight.
_FAILURES = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: the document, or None where it says that ours is the same."""

    content: bytes | None
    served: Served


@dataclass(slots=True)
class _Host:
    """What is known of a host tonight; `left` is why it is asked no more."""

    asked: float = float("-inf")
    spent: int = 0
    failures: int = 0
    left: str | None = None


class Web:
    """A client for one group of hosts: asks them one after another, never two at once."""

    def __init__(self, client: httpx.Client, guard: Guard, spent: dict[str, int]) -> None:
        self._client = client
        self._guard = guard
        self._robots: dict[str, Robots] = {}
        self._hosts = {host: _Host(spent=requests) for host, requests in spent.items()}

    def spent(self) -> dict[str, int]:
        """How many requests each host was sent tonight."""
        return {name: host.spent for name, host in self._hosts.items()}

    def get(self, address: str, source: Source, known: dict[str, str] | None = None) -> Answer:
        """A document, through redirects; `known` are the headers that make the request conditional.

        Raises:
            Gone: 404 or 410.
            Refused: robots.txt forbids it.
            Away: its host is left for tonight.
            Unfetched: anything else, in a sentence.
        """
        for _ in range(_REDIRECTS):
            self._permit(address, source)
            answer = self._insist(address, source, known or {})
            target = answer.served.headers.get("location")
            if target is None:
                return answer
            try:
                address = plain(urljoin(address, target))
            except ValueError as error:
                raise Unfetched(f"it leads to {target}: no http or https address") from error
        raise Unfetched(f"more than {_REDIRECTS} redirects")

    def _permit(self, address: str, source: Source) -> None:
        """Whether the source and the host's robots.txt let us ask.

        Raises:
            Unfetched: they do not.
        """
        if host_of(address) not in source.allowed():
            raise Unfetched(f"{host_of(address)} is no host of {source.id}")
        origin = origin_of(address)
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin, source)
        if not self._robots[origin].allow(address):
            raise Refused("robots.txt of the host forbids it")

    def _read_robots(self, origin: str, source: Source) -> Robots:
        """The rules of a host.

        A robots.txt that is not there, or leads to other hosts, forbids nothing; a host that
        cannot say what it forbids is left (RFC 9309, 2.3.1.3 and 2.3.1.4).
        """
        address = f"{origin}/robots.txt"
        try:
            for _ in range(_REDIRECTS):
                answer = self._insist(address, source, {})
                target = answer.served.headers.get("location")
                if target is None:
                    return read_robots(answer.content or b"")
                address = plain(urljoin(address, target))
                if host_of(address) not in source.allowed():
                    break
        except Silent as error:
            host = self._host(origin)
            host.left = host.left or f"its robots.txt cannot be had: {error}"
            raise Away(f"{host_of(origin)} is left for tonight: {host.left}") from error
        except Away:
            raise
        except (Unfetched, ValueError):
            pass
        return read_robots(b"")

    def _insist(self, address: str, source: Source, known: dict[str, str]) -> Answer:
        """Ask, and ask again where it may help.

        Raises:
            Silent: the host failed, and again each time.
            Unfetched: it answered, and not with the document.
        """
        manners = source.manners
        backoff = wait_exponential_jitter(manners.backoff, exp_base=3, jitter=manners.backoff)
        attempts = Retrying(
            stop=stop_after_attempt(manners.attempts),
            wait=lambda state: _asked_for(state) or backoff(state),
            retry=retry_if_exception_type(Passing),
            reraise=True,
        )
        host = self._host(address)
        try:
            answer = attempts(self._ask, address, source, known)
        except (Passing, Silent) as error:
            host.failures += 1
            if host.failures >= _FAILURES:
                host.left = f"it failed {host.failures} times in a row, at last: {error}"
            raise Silent(str(error)) from error
        host.failures = 0
        return answer

    def _ask(self, address: str, source: Source, known: dict[str, str]) -> Answer:
        """Ask once, in turn and in time."""
        manners = source.manners
        host = self._host(address)
        self._take_turn(host, host_of(address), source, self._robots.get(origin_of(address)))
        self._guard.local = source.allow_local
        self._guard.deadline = time.monotonic() + manners.document_seconds
        timeout = httpx.Timeout(manners.read_seconds, connect=manners.connect_seconds)
        try:
            with self._client.stream("GET", address, headers=known, timeout=timeout) as answer:
                return _read(answer, int(manners.largest * MIB))
        except BadBody as error:
            raise Unfetched(str(error)) from error
        except httpx.TimeoutException as error:
            if time.monotonic() >= self._guard.deadline:
                raise Silent(f"not whole after {manners.document_seconds:g} s") from error
            raise reason(error) from error
        except httpx.HTTPError as error:
            raise reason(error) from error
        except Passing as error:
            if (error.after or 0) > manners.patience:
                host.left = f"it asks to be left alone for {error.after:.0f} s"
                raise Away(f"{host_of(address)} is left for tonight: {host.left}") from error
            raise
        finally:
            host.asked = time.monotonic()

    def _take_turn(self, host: _Host, name: str, source: Source, robots: Robots | None) -> None:
        """Wait until the host may be asked again, and count the request.

        Raises:
            Away: it is not to be asked again tonight.
        """
        if host.left is None and host.spent >= source.manners.budget:
            host.left = f"{host.spent} requests are its budget of a night"
        if host.left is not None:
            raise Away(f"{name} is left for tonight: {host.left}")
        delay = max(source.manners.delay, robots.delay if robots else 0.0)
        rest = host.asked + delay * random.uniform(1.0, _JITTER) - time.monotonic()
        if rest > 0:
            time.sleep(rest)
        host.spent += 1

    def _host(self, address: str) -> _Host:
        return self._hosts.setdefault(host_of(address), _Host())


def _asked_for(state: RetryCallState) -> float | None:
    error = state.outcome.exception() if state.outcome else None
    return error.after if isinstance(error, Passing) else None


def _read(answer: httpx.Response, limit: int) -> Answer:
    """What an answer says, and its body where it is the document.

    Raises:
        Gone, Passing, Unfetched, BadBody: it is not the document.
    """
    status = answer.status_code
    served = Served(
        str(answer.url), status, {n: answer.headers[n] for n in _KEPT if n in answer.headers}
    )
    if status in _MOVED and "location" in answer.headers:
        served.headers["location"] = answer.headers["location"]
        return Answer(None, served)
    if status == 304:
        answer.read()  # it has no body, and read to its end the connection is kept
        return Answer(None, served)
    if status in _GONE:
        raise Gone(f"the server answered {status}", status)
    if status in _PASSING:
        after = seconds_asked(answer.headers.get("retry-after"))
        raise Passing(f"the server answered {status}", after)
    if status != 200:
        raise Unfetched(f"the server answered {status}", status)
    packing = answer.headers.get("content-encoding", "")
    announced = answer.headers.get("content-length", "")
    return Answer(read_body(answer.iter_raw(), packing, announced, limit), served)


@contextmanager
def web(spent: dict[str, int]) -> Iterator[Web]:
    """A polite client for one night and one group of hosts."""
    guard = Guard()
    headers = {"user-agent": agent(), "accept-encoding": "gzip, deflate", "accept": "*/*"}
    with httpx.Client(
        headers=headers, transport=GuardedTransport(guard), trust_env=False
    ) as client:
        yield Web(client, guard, spent)
