"""Websites on loopback, virtual hosts of one real HTTP server, that log what they are asked.

A host is an address of 127/8, so that nothing need be resolved; what it answers is a mapping
of paths to functions, which a test may change between nights.
"""

import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Headers = dict[str, str]


@dataclass(frozen=True)
class Asked:
    """A request as the server saw it: when it came and when its answer set out."""

    host: str
    path: str
    headers: Headers
    came: float
    answered: float


@dataclass(frozen=True)
class Reply:
    """An answer; `cut` sends so many bytes of the body and closes, `drip` a byte so often.

    `bare`: the body is all that is sent, the head is in it.
    """

    body: bytes = b""
    status: int = 200
    headers: Headers = field(default_factory=dict)
    cut: int | None = None
    drip: float | None = None
    endless: bool = False
    bare: bool = False


Route = Callable[[Headers], Reply]


def page(
    body: bytes, content_type: str = "text/html", *, etag: bool = True, packed: bool = False
) -> Route:
    """A page that knows its own version, and says 304 to who has it."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'

    def answer(asked: Headers) -> Reply:
        said = {"ETag": tag} if etag else {"Last-Modified": "Mon, 01 Feb 2021 08:00:00 GMT"}
        if tag == asked.get("if-none-match") or asked.get("if-modified-since"):
            return Reply(status=304, headers=said)
        said["Content-Type"] = content_type
        if packed:
            return Reply(gzip.compress(body), headers=said | {"Content-Encoding": "gzip"})
        return Reply(body, headers=said)

    return answer


def always(reply: Reply) -> Route:
    return lambda _: reply


def in_turn(*routes: Route) -> Route:
    """Another answer each time; the last one for good."""
    rest = list(routes)
    return lambda asked: (rest.pop(0) if len(rest) > 1 else rest[0])(asked)


class Website:
    """Hosts and their routes, and the log of what was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.routes: dict[tuple[str, str], Route] = {}
        self.log: list[Asked] = []

    def url(self, host: str, path: str) -> str:
        return f"http://{host}:{self.port}{path}"

    def add(self, host: str, path: str, route: Route) -> str:
        self.routes[host, path] = route
        return self.url(host, path)

    def asked(self, host: str | None = None) -> list[Asked]:
        """What was asked of a host, in the order it came, robots.txt left out."""
        seen = [one for one in self.log if one.path != "/robots.txt"]
        return sorted((one for one in seen if host in (None, one.host)), key=lambda one: one.came)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # The header and the body of an answer are two writes: without this the second waits.
    disable_nagle_algorithm = True
    site: Website

    def do_GET(self) -> None:
        came = time.monotonic()
        host = self.headers["host"].partition(":")[0]
        asked = {name.lower(): value for name, value in self.headers.items()}
        route = self.site.routes.get((host, self.path.partition(";")[0]))
        reply = route(asked) if route else Reply(b"not here", 404)
        # Before it is sent: behind it, a busy machine may let the next request come first.
        answered = time.monotonic()
        try:
            self._send(reply)
        except OSError:
            self.close_connection = True
        self.site.log.append(Asked(host, self.path, asked, came, answered))

    def _send(self, reply: Reply) -> None:
        if reply.bare:
            return self._send_body(reply)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.endless:
            self.send_header("Transfer-Encoding", "chunked")
        elif reply.status != 304 and "Content-Length" not in reply.headers:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        while reply.endless:
            self.wfile.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        return None if reply.status == 304 else self._send_body(reply)

    def _send_body(self, reply: Reply) -> None:
        if reply.drip is None:
            self.wfile.write(reply.body[: reply.cut])
            self.close_connection = reply.cut is not None or self.close_connection
            return
        for at in range(len(reply.body)):
            self.wfile.write(reply.body[at : at + 1])
            time.sleep(reply.drip)

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """A client that goes away, or is killed, is what is tested."""


@contextmanager
def serving() -> Iterator[Website]:
    """A server for as long as the block."""
    handler = type("Handler", (_Handler,), {})
    server = _Server(("0.0.0.0", 0), handler)
    site = handler.site = Website(server.server_port)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
