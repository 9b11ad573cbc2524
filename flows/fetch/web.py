"""Asking web servers, politely: one request a host at a time, as their robots.txt allows.

In: an address and the source that names it. Out: an `Answer`, whole. Refused with a sentence:
what robots.txt forbids, a host the source does not allow (also when redirected there), an
address of the local network, an answer other than 200, a body too large, broken or too slow.
What may pass is tried again; a host that asks for quiet, is spent or silent is left for the night.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
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
from flows.fetch.answers import Answer, read_answer
from flows.fetch.body import MIB, BadBody
from flows.fetch.connect import Guard, GuardedTransport
from flows.fetch.hosts import Host
from flows.fetch.robots import Robots, read_robots
from flows.fetch.sources import Source
from flows.fetch.troubles import Away, Passing, Refused, Silent, Unfetched, reason
from flows.settings import agent

_REDIRECTS = 8


class Web:
    """A client for one group of hosts: asks them one after another, never two at once."""

    def __init__(self, client: httpx.Client, guard: Guard, spent: dict[str, int]) -> None:
        self._client = client
        self._guard = guard
        self._robots: dict[str, Robots] = {}
        self._hosts = {name: Host(name, requests) for name, requests in spent.items()}

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
            why = f"its robots.txt cannot be had: {error}"
            raise self._host(origin).away(why) from error
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
            host.fail(error)
            raise Silent(str(error)) from error
        host.failures = 0
        return answer

    def _ask(self, address: str, source: Source, known: dict[str, str]) -> Answer:
        """Ask once, in turn and in time."""
        manners = source.manners
        host = self._host(address)
        robots = self._robots.get(origin_of(address))
        host.take_turn(max(manners.delay, robots.delay if robots else 0.0), manners.budget)
        self._guard.local = source.allow_local
        self._guard.deadline = time.monotonic() + manners.document_seconds
        timeout = httpx.Timeout(manners.read_seconds, connect=manners.connect_seconds)
        try:
            with self._client.stream("GET", address, headers=known, timeout=timeout) as answer:
                return read_answer(answer, int(manners.largest * MIB))
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
                raise host.away(f"it asks to be left alone for {error.after:.0f} s") from error
            raise
        finally:
            host.asked = time.monotonic()

    def _host(self, address: str) -> Host:
        name = host_of(address)
        return self._hosts.setdefault(name, Host(name))


def _asked_for(state: RetryCallState) -> float | None:
    error = state.outcome.exception() if state.outcome else None
    return error.after if isinstance(error, Passing) else None


@contextmanager
def web(spent: dict[str, int]) -> Iterator[Web]:
    """A polite client for one night and one group of hosts."""
    guard = Guard()
    headers = {"user-agent": agent(), "accept-encoding": "gzip, deflate", "accept": "*/*"}
    with httpx.Client(
        headers=headers, transport=GuardedTransport(guard), trust_env=False
    ) as client:
        yield Web(client, guard, spent)
