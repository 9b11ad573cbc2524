"""Hosts that harm: each is refused within its limit, in a sentence, while the others finish."""

import gzip
import socket
import time
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from flows import fetch
from flows.fetch import connect
from tests.bureaus import QUICK, report_page
from tests.crawling import crawl
from tests.website import Reply, Route, Website, always, in_turn, page, serving

REPORT = report_page("某局2020年政府信息公开工作年度报告", 2020)
MIB = 1024 * 1024


@pytest.fixture
def site() -> Iterator[Website]:
    with serving() as site:
        yield site


def _source(site: Website, host: str, *paths: str, **more: object) -> dict:
    pages = [{"url": site.url(host, path)} for path in paths]
    return {"id": host, "agency": "某局", "allow_local": True, "pages": pages, **more}


def _crawl(data: Path, *sources: dict, **manners: object) -> dict[str, fetch.Tally]:
    whole = {"defaults": QUICK | manners, "sources": list(sources)}
    (data / "sources.yml").write_text(yaml.safe_dump(whole), "utf-8")
    return crawl(data)


def _to(address: str) -> Route:
    return always(Reply(status=302, headers={"Location": address}))


BOMB = gzip.compress(b"0" * 300 * MIB)


@pytest.mark.parametrize(
    ("route", "sentence"),
    [
        (_to("http://127.0.0.1/"), "127.0.0.1 is no host of 127.0.0.2"),
        (_to("http://169.254.169.254/latest/meta-data"), "169.254.169.254 is no host of"),
        (_to("file:///etc/passwd"), "no http or https address"),
        (_to("//127.0.0.1/"), "127.0.0.1 is no host of 127.0.0.2"),
        (_to("/report.html"), "more than 8 redirects"),
        (always(Reply(headers={"Content-Length": str(10 << 30)})), "10,240 announced"),
        (always(Reply(endless=True)), "larger than 2 MiB"),
        (always(Reply(BOMB, headers={"Content-Encoding": "gzip"})), "larger than 2 MiB"),
        (always(Reply(b"<html>" + b" " * 999, drip=0.05)), "not whole after 1 s"),
        (
            always(Reply(b"HTTP/1.1 200 OK\r\nX-A: " + b"x" * 999, drip=0.05, bare=True)),
            "not whole",
        ),
    ],
)
def test_harm_is_refused_in_a_sentence_while_others_finish(tmp_path, site, route, sentence):
    site.add("127.0.0.2", "/report.html", route)
    site.add("127.0.0.3", "/report.html", page(REPORT))
    began = time.monotonic()
    tallies = _crawl(
        tmp_path,
        _source(site, "127.0.0.2", "/report.html"),
        _source(site, "127.0.0.3", "/report.html"),
        document_seconds=1,
    )
    assert time.monotonic() - began < 10
    (trouble,) = tallies["127.0.0.2"].troubles
    assert sentence in trouble and tallies["127.0.0.2"].failed == 1
    assert tallies["127.0.0.3"].new == 1
    assert len(list(fetch.sidecars(tmp_path / "raw"))) == 1


@pytest.mark.parametrize("host", ["127.0.0.2", "169.254.169.254", "localhost"])
def test_host_in_the_local_network_is_never_asked_unless_the_source_says_so(tmp_path, site, host):
    site.add("127.0.0.2", "/report.html", page(REPORT))
    tallies = _crawl(tmp_path, _source(site, host, "/report.html") | {"allow_local": False})
    (trouble,) = tallies[host].troubles
    assert "is an address of the local network" in trouble
    assert site.log == []


def test_redirect_is_checked_like_a_link_also_to_hosts_the_source_allows(tmp_path, site):
    metadata = "169.254.169.254"
    site.add("127.0.0.2", "/report.html", _to(f"http://{metadata}/latest/meta-data"))
    source = _source(site, "127.0.0.2", "/report.html", hosts=[metadata])
    (trouble,) = _crawl(tmp_path, source)["127.0.0.2"].troubles
    assert f"{metadata} is an address of the local network" in trouble


def test_name_that_turns_local_between_two_looks_is_not_asked(tmp_path, site, monkeypatch):
    """The address connected to is the one checked: there is no second look-up to lie to."""
    looked_up: list[str] = []

    def resolve(host: str, *_: object, **__: object) -> list:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.2", 0))]

    monkeypatch.setattr(connect.socket, "getaddrinfo", resolve)
    source = _source(site, "www.gov.test", "/report.html") | {"allow_local": False}
    (trouble,) = _crawl(tmp_path, source)["www.gov.test"].troubles
    assert "www.gov.test is an address of the local network" in trouble
    assert looked_up == ["www.gov.test"] and site.log == []


def test_endless_answer_takes_no_memory(tmp_path, site):
    site.add("127.0.0.2", "/report.html", always(Reply(BOMB, headers={"Content-Encoding": "gzip"})))
    tracemalloc.start()
    _crawl(tmp_path, _source(site, "127.0.0.2", "/report.html"))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 20 * MIB


def _spaces(site: Website, path: str) -> list[float]:
    moments = [one.came for one in site.asked() if one.path == path]
    return [later - earlier for earlier, later in pairwise(moments)]


def test_server_that_asks_for_a_while_is_given_it(tmp_path, site):
    wait = always(Reply(status=429, headers={"Retry-After": "1"}))
    site.add("127.0.0.2", "/report.html", in_turn(wait, page(REPORT)))
    tallies = _crawl(tmp_path, _source(site, "127.0.0.2", "/report.html"))
    assert tallies["127.0.0.2"].new == 1
    assert _spaces(site, "/report.html")[0] >= 1


def test_host_that_asks_for_long_is_left_for_the_night(tmp_path, site):
    wait = always(Reply(status=503, headers={"Retry-After": "3600"}))
    site.add("127.0.0.2", "/report.html", wait)
    tally = _crawl(tmp_path, _source(site, "127.0.0.2", "/report.html", "/b.html", "/c.html"))
    (trouble,) = tally["127.0.0.2"].troubles
    assert "asks to be left alone for 3600 s" in trouble
    assert (tally["127.0.0.2"].left, len(site.asked())) == (3, 1)


def test_host_that_fails_in_a_row_is_left_for_the_night(tmp_path, site):
    paths = [f"/{number}.html" for number in range(9)]
    for path in paths:
        site.add("127.0.0.2", path, always(Reply(status=500)))
    tally = _crawl(tmp_path, _source(site, "127.0.0.2", *paths), attempts=1)["127.0.0.2"]
    assert (tally.failed, tally.left, len(site.asked())) == (3, 6, 3)
    assert "failed 3 times in a row" in tally.troubles[-1]


def test_budget_of_a_night_goes_to_what_is_new_first(tmp_path, site):
    for number in range(6):
        body = REPORT.replace("某局".encode(), f"某{number}局".encode())
        site.add("127.0.0.2", f"/{number}.html", page(body))
    first = _source(site, "127.0.0.2", *(f"/{number}.html" for number in range(4)))
    assert _crawl(tmp_path, first)["127.0.0.2"].new == 4
    more = _source(site, "127.0.0.2", *(f"/{number}.html" for number in range(6)))
    site.log.clear()
    # One request goes to robots.txt.
    tally = _crawl(tmp_path, more, budget=4)["127.0.0.2"]
    assert (tally.new, tally.unchanged, tally.left) == (2, 1, 3)
    assert [one.path for one in site.asked()] == ["/4.html", "/5.html", "/0.html"]
    assert "budget of a night" in tally.troubles[-1]
    site.log.clear()
    _crawl(tmp_path, more, budget=3)
    assert [one.path for one in site.asked()] == ["/1.html", "/2.html"]


def test_budget_of_a_night_that_was_cut_off_is_not_had_twice(tmp_path, site, monkeypatch):
    paths = [f"/{number}.html" for number in range(6)]
    for path in paths:
        site.add("127.0.0.2", path, page(REPORT))
    source = _source(site, "127.0.0.2", *paths)
    whole = fetch.crawl

    def cut_off(night: fetch.Crawl, lane: fetch.Lane) -> None:
        whole(night, lane)
        raise InterruptedError

    with monkeypatch.context() as patched, pytest.raises(InterruptedError):
        patched.setattr(fetch, "crawl", cut_off)
        _crawl(tmp_path, source, budget=4)
    # One request goes to robots.txt.
    assert len(site.asked()) == 3
    assert _crawl(tmp_path, source, budget=4)["127.0.0.2"].left == 3
    assert len(site.asked()) == 3
    assert _crawl(tmp_path, source, budget=4)["127.0.0.2"].new == 3


@pytest.mark.parametrize(
    ("robots", "asked", "outcome"),
    [
        (Reply(status=404), 1, "new"),
        (Reply(status=403), 1, "new"),
        (Reply(b"<html>not found</html>"), 1, "new"),
        (Reply(status=500), 0, "left"),
        (Reply(status=301, headers={"Location": "/r.txt"}), 0, "refused"),
        (Reply(status=301, headers={"Location": "http://other.example/r.txt"}), 1, "new"),
        (Reply(b"User-agent: *\nDisallow: /\n"), 0, "refused"),
        (Reply(b"User-agent: xxgk\nDisallow: /*.html$\n"), 0, "refused"),
    ],
)
def test_robots_that_cannot_be_had_forbids_nothing_or_all(tmp_path, site, robots, asked, outcome):
    site.add("127.0.0.2", "/robots.txt", always(robots))
    site.add("127.0.0.2", "/r.txt", always(Reply(b"User-agent: *\nDisallow: /report\n")))
    site.add("127.0.0.2", "/report.html", page(REPORT))
    tally = _crawl(tmp_path, _source(site, "127.0.0.2", "/report.html"))["127.0.0.2"]
    assert getattr(tally, outcome) == 1
    assert len([one for one in site.asked() if one.path == "/report.html"]) == asked


def test_pace_that_robots_asks_for_is_kept(tmp_path, site):
    site.add("127.0.0.2", "/robots.txt", always(Reply(b"User-agent: *\nCrawl-delay: 0.4\n")))
    for path in ("/1.html", "/2.html"):
        site.add("127.0.0.2", path, page(REPORT))
    _crawl(tmp_path, _source(site, "127.0.0.2", "/1.html", "/2.html"), delay=0)
    first, second = site.asked()
    assert second.came - first.answered > 0.35


def _nothing(site: Website) -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.2", 0))
        return f"http://127.0.0.2:{free.getsockname()[1]}/report.html"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (_nothing, "the connection failed"),
        (lambda site: f"https://127.0.0.2:{site.port}/report.html", "TLS error"),
        (lambda _: "http://no-such-host.invalid/report.html", "no-such-host.invalid is not known"),
    ],
)
def test_host_that_cannot_be_reached_is_named_with_the_reason(tmp_path, site, address, sentence):
    reach: Callable[[Website], str] = address
    source = {"id": "one", "agency": "A", "allow_local": True, "pages": [{"url": reach(site)}]}
    tally = _crawl(tmp_path, source)["one"]
    assert sentence in tally.troubles[0] and tally.left == 1


def test_change_behind_a_page_that_leads_on_is_seen_though_that_page_stays(tmp_path, site):
    leading = b"<head><meta http-equiv=refresh content='0;url=/b.html'></head>"
    site.add("127.0.0.2", "/a.html", page(leading, etag=False))
    for body, outcome in (
        (REPORT, "new"),
        (REPORT + b" ", "changed"),
        (REPORT + b" ", "unchanged"),
    ):
        site.add("127.0.0.2", "/b.html", page(body, etag=False))
        tally = _crawl(tmp_path, _source(site, "127.0.0.2", "/a.html"))["127.0.0.2"]
        assert getattr(tally, outcome) == 1


def test_page_that_leads_nowhere_is_no_document(tmp_path, site):
    for path, target in (("/a.html", "/b.html"), ("/b.html", "/a.html")):
        head = f"<meta http-equiv=refresh content='0;url={target}'>".encode()
        site.add("127.0.0.2", path, always(Reply(b"<html><head>" + head)))
    (trouble,) = _crawl(tmp_path, _source(site, "127.0.0.2", "/a.html"))["127.0.0.2"].troubles
    assert "without end" in trouble


def test_web_page_under_the_name_of_a_file_is_no_attachment(tmp_path, site):
    links = "<a href=/1.pdf>附件</a><a href=/2.pdf>附件</a></body>".encode()
    site.add("127.0.0.2", "/report.html", page(REPORT.replace(b"</body>", links)))
    site.add("127.0.0.2", "/1.pdf", page(b"<script>challenge()</script>", "application/pdf"))
    site.add("127.0.0.2", "/2.pdf", page(b"%PDF-1.4 words", "text/html"))
    tally = _crawl(tmp_path, _source(site, "127.0.0.2", "/report.html"))["127.0.0.2"]
    assert (tally.new, tally.failed) == (2, 1)
    assert "web page, and no file" in tally.troubles[0]


def test_list_that_lists_nothing_says_so(tmp_path, site):
    site.add("127.0.0.2", "/list", always(Reply("<a href=/1>首页</a>".encode())))
    site.add("127.0.0.2", "/api", always(Reply(b'{"rows": []}')))
    lists = [
        {"url": site.url("127.0.0.2", "/list")},
        {"url": site.url("127.0.0.2", "/none")},
        {"url": site.url("127.0.0.2", "/api"), "json": {"items": "data"}},
    ]
    source = {"id": "one", "agency": "A", "allow_local": True, "lists": lists}
    troubles = _crawl(tmp_path, source)["one"].troubles
    assert len(troubles) == 3
    for trouble, why in zip(troubles, ("looks like a report", "404", "JSON"), strict=True):
        assert why in trouble
