"""Six websites with all that such sites do wrong, crawled for two nights: what is kept is true.

What was asked, how fast and under which conditions is read from the server's own log.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from flows import fetch
from tests.bureaus import QUICK, World, build, report_page, titles
from tests.crawling import crawl
from tests.website import Asked, Website, page, serving


@dataclass
class Nights:
    """The world, the data directory, and what two nights made of it and asked of it."""

    world: World
    raw: Path
    tallies: list[dict[str, fetch.Tally]]
    logs: list[list[Asked]]
    held: list[set[str]]
    changed: str

    @property
    def visits(self) -> Path:
        return self.raw / "visits.sqlite"


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    """Two nights; between them one report changes and one is taken down."""
    data = tmp_path_factory.mktemp("crawl")
    with serving() as site:
        world = build(site)
        (data / "sources.yml").write_text(world.sources(), "utf-8")
        tallies, logs, held = [], [], []
        for night in range(2):
            if night:
                changed = _change(site, world)
            site.log.clear()
            tallies.append(crawl(data))
            logs.append(list(site.log))
            held.append(_held(data / "raw"))
        yield Nights(world, data / "raw", tallies, logs, held, changed)


def _change(site: Website, world: World) -> str:
    """Take one report down and publish another anew; the address of that."""
    del site.routes[world.bureaus[2].host, "/content/7"]
    host = world.bureaus[0].host
    year, title = titles(host)[4]
    body = report_page(title, year).replace(b"</body>", "<p>更正</p></body>".encode())
    return site.add(host, f"/xxgk/{year + 1}01/t{year + 1}0131_4.htm", page(body))


def _held(raw: Path) -> set[str]:
    return {one.sha256 for one in fetch.sidecars(raw) if isinstance(one, fetch.Sidecar)}


def test_store_holds_exactly_the_reports_there_are(nights):
    truth = {hashlib.sha256(body).hexdigest() for body in nights.world.kept.values()}
    assert len(truth) == 300
    assert nights.held[0] == truth
    assert len(nights.held[1] - truth) == 1 and nights.held[1] > truth


def test_each_address_serves_the_bytes_that_were_served_there(nights):
    sidecars = {
        one.url: one for one in fetch.sidecars(nights.raw) if isinstance(one, fetch.Sidecar)
    }
    for address, body in nights.world.kept.items():
        assert fetch.content(nights.raw, sidecars[address]) == body


def test_first_night_is_counted_and_every_trouble_has_its_sentence(nights):
    first = nights.tallies[0]
    assert {name: tally.new for name, tally in first.items()} == dict.fromkeys(first, 50)
    assert first["leading"].refused == 1
    assert [tally.failed for name, tally in first.items() if name != "broken"] == [0] * 5
    said = [trouble.rpartition(".html: ") for trouble in first["broken"].troubles]
    assert {url.rpartition("/")[2]: why.split(" http")[0] for url, _, why in said} == {
        "soft404": "the page says 页面不存在",
        "maintenance": "the page says 系统维护",
        "challenge": "a page without text, only a script: nothing that can be read without"
        " a browser",
        "other": "no annual report is named on the page",
        "broken": "its gzip ends too soon",
        "home": "it leads to",
        "cut": "the connection was cut half-way",
        "never": "the server answered 404",
    }


def test_host_is_asked_one_thing_at_a_time_and_not_too_fast(nights):
    for log in nights.logs:
        for host in {one.host for one in log}:
            asked = sorted((one for one in log if one.host == host), key=lambda one: one.came)
            gaps = [later.came - earlier.answered for earlier, later in pairwise(asked)]
            assert min(gaps) >= QUICK["delay"]
            assert all(one.headers["user-agent"].startswith("xxgk/") for one in asked)


def test_hosts_are_asked_side_by_side(nights):
    for log in nights.logs:
        spans = [
            (min(one.came for one in own), max(one.answered for one in own))
            for host in {one.host for one in log}
            for own in [[one for one in log if one.host == host]]
        ]
        longest = max(end - start for start, end in spans)
        whole = max(end for _, end in spans) - min(start for start, _ in spans)
        assert whole < 2 * longest < sum(end - start for start, end in spans)


def test_robots_is_read_once_and_what_it_forbids_is_never_asked(nights):
    for log in nights.logs:
        counted = Counter(one.host for one in log if one.path == "/robots.txt")
        assert counted == {bureau.host: 1 for bureau in nights.world.bureaus}
        assert not [one for one in log if one.path.startswith("/secret/")]


def test_nothing_that_may_not_pass_is_tried_again(nights):
    counted = Counter(one.path for one in nights.logs[0] if one.host == "127.0.0.7")
    assert counted["/never.html"] == counted["/soft404.html"] == counted["/broken.html"] == 1
    assert counted["/cut.html"] == QUICK["attempts"]
    assert counted["/r/0.html"] == counted["/r/3.html"] == 2
    assert counted["/r/9.html"] == 1


def test_documents_are_asked_for_under_one_address_without_session_or_tracking(nights):
    asked = [one.path for one in nights.logs[0] if one.host == "127.0.0.3" and "show" in one.path]
    assert len(asked) == len(set(asked)) == 50
    assert not [path for path in asked if "jsession" in path or "utm" in path or "spm" in path]
    assert "/nb/show?name=%B1%A8%B8%E67" in asked


def test_second_night_asks_for_lists_and_only_whether_the_rest_has_changed(nights):
    second = nights.tallies[1]
    assert [(t.new, t.changed, t.unchanged, t.gone) for t in second.values()] == [
        (0, 1, 49, 0),
        (0, 0, 50, 0),
        (0, 0, 49, 1),
        (0, 0, 50, 0),
        (0, 0, 50, 0),
        (0, 0, 50, 0),
    ]
    documents = [one for one in nights.logs[1] if one.path.startswith(("/xxgk/2", "/nb/", "/con"))]
    assert len(documents) == 150
    for one in documents:
        assert "if-none-match" in one.headers or "if-modified-since" in one.headers
    lists = [one for one in nights.logs[1] if "index" in one.path or "list" in one.path]
    assert lists and not [one for one in lists if "if-none-match" in one.headers]


def test_changed_page_is_a_new_snapshot_with_its_history(nights):
    periods = [one for one in fetch.captures(nights.visits) if one.url == nights.changed]
    first, second = periods
    assert first.sha256 != second.sha256
    assert first.last_seen_at < second.first_seen_at <= second.last_seen_at
    assert {first.sha256, second.sha256} <= _held(nights.raw)


def test_page_taken_down_is_gone_and_its_snapshot_stays(nights):
    (gone,) = [one for one in fetch.captures(nights.visits) if one.gone_at]
    assert gone.url.endswith("/content/7")
    assert gone.last_seen_at < gone.gone_at and gone.sha256 in _held(nights.raw)


def test_unchanged_visit_costs_no_row(nights):
    assert len(fetch.captures(nights.visits)) == 301


def test_attachment_is_known_with_its_page_and_title(nights):
    attached = [one for one in fetch.captures(nights.visits) if one.page_url]
    assert len(attached) == 25
    for one in attached:
        number = one.url.rpartition("/")[2].partition(".")[0]
        assert one.page_url.endswith(f"/show/{number}.html")
        assert str(one.year) in one.link_title


def test_years_limit_what_is_fetched(tmp_path):
    with serving() as site:
        world = build(site)
        (tmp_path / "sources.yml").write_text(world.sources(delay=0), "utf-8")
        tallies = crawl(tmp_path, "2022-2023")
        wanted = [n for n, (year, _) in enumerate(titles("127.0.0.4")) if year >= 2022]
        assert tallies["json"].new == len(wanted)
        asked = {one.path for one in site.asked("127.0.0.4") if "content" in one.path}
        assert asked == {f"/content/{n}" for n in wanted}
