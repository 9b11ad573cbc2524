"""Fetching from a real server on loopback, politely."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import httpx
import pytest

from flows.fetch import Page, Unfetched, Web, chosen, read_sources, read_years
from flows.fetch.web import AGENT

PAGES = {
    "/robots.txt": (200, b"User-agent: *\nDisallow: /secret/\n"),
    "/report.html": (200, "<p>年度报告</p>".encode()),
    "/secret/report.html": (200, b"forbidden"),
    "/broken.html": (503, b""),
    "/gone.html": (404, b""),
}


@pytest.fixture
def site():
    asked: list[tuple[float, str, str]] = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((time.monotonic(), self.path, self.headers["user-agent"]))
            status, body = PAGES[self.path]
            self.send_response(status)
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with httpx.Client(headers={"user-agent": AGENT}, trust_env=False) as client:
        yield f"http://127.0.0.1:{server.server_port}", Web(client, delay=0.2), asked
    server.shutdown()
    server.server_close()


def test_page_is_kept_as_served_with_what_tells_it_changed(site):
    root, web, asked = site
    content, served = web.get(f"{root}/report.html")
    assert content == PAGES["/report.html"][1]
    assert (served.status, served.headers["etag"]) == (200, '"1"')
    assert [path for _, path, _ in asked] == ["/robots.txt", "/report.html"]
    assert all(agent.startswith("xxgk/") for *_, agent in asked)


@pytest.mark.parametrize(
    ("path", "reason"), [("/secret/report.html", "robots"), ("/gone.html", "404")]
)
def test_page_that_may_not_or_cannot_be_had_is_refused_once(site, path, reason):
    root, web, asked = site
    with pytest.raises(Unfetched, match=reason):
        web.get(root + path)
    assert [p for _, p, _ in asked].count(path) == (0 if reason == "robots" else 1)


def test_server_in_trouble_is_worth_another_try(site):
    root, web, _ = site
    with pytest.raises(httpx.TransportError):
        web.get(f"{root}/broken.html")


def test_host_is_not_asked_again_before_its_delay(site):
    root, web, asked = site
    for _ in range(3):
        web.get(f"{root}/report.html")
    moments = [moment for moment, path, _ in asked if path == "/report.html"]
    assert all(later - earlier > 0.19 for earlier, later in pairwise(moments))


def test_wrong_entry_is_named_and_the_others_go_on(tmp_path):
    path = tmp_path / "sources.yml"
    path.write_text(
        "sources:\n"
        "  - {id: good, agency: A, pages: [{url: 'http://a.example/1', year: 2020}]}\n"
        "  - {id: bad, agency: B}\n"
        "  - {id: odd, agency: C, pages: [{url: 'ftp://c.example', year: 2020}]}\n",
        "utf-8",
    )
    pages, wrong = read_sources(path)
    assert pages == [Page("good", "http://a.example/1", 2020, "A")]
    assert "source 2" in wrong[0] and "pages" in wrong[0]
    assert "source 3" in wrong[1] and "ftp://c.example" in wrong[1]
    assert read_sources(tmp_path / "none.yml") == ([], [])


def test_years_and_source_choose_what_is_fetched():
    pages = [Page(source, "u", year) for source in "ab" for year in (2019, 2020, 2021)]
    assert chosen(pages, read_years("2020-2021"), "a") == [
        Page("a", "u", 2020),
        Page("a", "u", 2021),
    ]
    assert chosen(pages, None, None) == pages


@pytest.mark.parametrize("text", ["last year", "2021-2019", ""])
def test_years_that_are_none_are_refused(text):
    with pytest.raises(ValueError):
        read_years(text)
