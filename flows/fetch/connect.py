"""Connections that go where they may and end in time.

In: a host and a port. Out: a stream to an address that was checked and is the one connected
to, so that no second look-up can lead elsewhere. Refused: addresses of the local network,
and whatever is not done at the deadline, however slowly it still moves.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable

import httpcore
import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Option = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052, 2.1


class NotPublic(httpcore.ConnectError):
    """A host that leads into the local network."""


class UnknownHost(httpcore.ConnectError):
    """A host whose name no server knows."""


def may_ask(address: Address, *, local: bool) -> bool:
    """Whether an address may be asked: a public one, or with `local` one of our own network.

    Link-local addresses never: there clouds keep their keys (169.254.169.254).
    """
    if isinstance(address, ipaddress.IPv6Address) and (within := _within(address)):
        return may_ask(within, local=local)
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return address.is_global or (local and (address.is_loopback or address.is_private))


def _within(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to: mapped, 6to4, Teredo or NAT64."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]


def resolve(host: str, port: int) -> list[Address]:
    """Every address of a host, in the order of the resolver.

    Raises:
        UnknownHost: it has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownHost(f"the host {host} is not known") from error
    return [ipaddress.ip_address(entry[4][0]) for entry in found]


class Guard(httpcore.NetworkBackend):
    """Connects to checked addresses; `local` and `deadline` are those of the next request."""

    def __init__(self) -> None:
        self.local = False
        self.deadline = float("inf")
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Option] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that may be asked and answers.

        Raises:
            NotPublic: none of its addresses may be asked.
            httpcore.ConnectError: none answers.
        """
        allowed = [one for one in resolve(host, port) if may_ask(one, local=self.local)]
        if not allowed:
            raise NotPublic(f"{host} is an address of the local network")
        options = list(socket_options or ())
        for number, address in enumerate(allowed, 1):
            within = self.within(timeout)
            try:
                stream = self._sockets.connect_tcp(
                    str(address), port, within, local_address, options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(allowed):
                    raise
            else:
                return _Timed(stream, self)
        raise AssertionError("the last address returned or raised")

    def within(self, timeout: float | None) -> float:
        """How long a single step may take.

        Raises:
            httpcore.ReadTimeout: the deadline has passed.
        """
        rest = self.deadline - time.monotonic()
        if rest <= 0:
            raise httpcore.ReadTimeout("the deadline has passed")
        return min(rest, timeout) if timeout is not None else rest


class _Timed(httpcore.NetworkStream):
    """A stream whose every step ends at the guard's deadline."""

    def __init__(self, stream: httpcore.NetworkStream, guard: Guard) -> None:
        self._stream = stream
        self._guard = guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._guard.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._guard.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        within = self._guard.within(timeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, within), self._guard)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class GuardedTransport(httpx.HTTPTransport):
    """httpx over a guard, which httpx has no argument for; neither proxies nor HTTP/2."""

    def __init__(self, guard: Guard) -> None:
        trusted = httpx.create_ssl_context(trust_env=False)
        super().__init__(verify=trusted, trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=trusted,
            max_connections=None,
            max_keepalive_connections=4,
            keepalive_expiry=30.0,
            network_backend=guard,
        )
