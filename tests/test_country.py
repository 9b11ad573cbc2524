"""A small country keeps what the bench promises of a large one, and its lists are split alike."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from lxml import html

from flows import site
from flows.settings import Paths
from flows.site import regions, reports
from flows.site.regions import Part
from tests import bench_country
from tests.bench_country import Slow, check

BODIES = 16
_FOLDERS = ("reports", "agencies")


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    """A country whose pages were written by several processes."""
    data = tmp_path_factory.mktemp("country")
    with pytest.MonkeyPatch.context() as few:
        few.setattr(reports, "_AT_ONCE", 30)
        check(BODIES, data)
    return Paths(data)


def test_every_report_and_agency_has_its_page(country):
    pages = {folder: [*(country.site / folder).glob("*.html")] for folder in _FOLDERS}
    assert len(pages["reports"]) == len([*country.raw.glob("??/*.json")])
    assert len(pages["agencies"]) == BODIES


def test_agency_stands_in_the_list_with_its_years_and_what_is_missing(country):
    rows = html.parse(country.site / "agencies.html").xpath("//tbody/tr")
    assert len(rows) == BODIES
    links = html.parse(country.site / "agencies.html").xpath("//td[position() > 1]/a/@href")
    missing = html.parse(country.site / "agencies.html").xpath("//td[@class='missing']")
    with duckdb.connect(str(country.warehouse), read_only=True) as connection:
        expected = "select count(report_key), count(*) filter (snapshots = 0) from mart_coverage"
        assert connection.execute(expected).fetchone() == (len(links), len(missing))
    assert len(missing) > 0
    assert all((country.site / link).exists() for link in links)


@pytest.fixture
def split(country: Paths) -> Iterator[Path]:
    """The site with lists so short that every one is split."""
    with pytest.MonkeyPatch.context() as short:
        short.setattr(regions, "_LISTED", 1)
        site.build(country)
        yield country.site
    site.build(country)
    assert [*(country.site / "regions").glob("*.html")] == []


def test_long_list_is_split_by_region_and_leads_to_every_agency(split):
    every = {path.resolve() for path in (split / "agencies").glob("*.html")}
    assert _reached(split / "agencies.html") == every
    codes = {len(path.stem) for path in (split / "regions").glob("*.html")}
    assert codes >= {2, 4}


@pytest.mark.parametrize("width", [1280, 390])
def test_lists_fit_their_window_and_ask_nothing(split, browse, width):
    (region, *_) = sorted((split / "regions").glob("*.html"))
    for page in (split / "agencies.html", region):
        seen = browse(page, width)
        assert (seen.asked, seen.errors, seen.overflow) == ([], [], 0)


def test_list_of_one_county_is_split_down_to_numbered_pages():
    names = {"province_name": "上海市", "prefecture_name": "", "county_name": "黄浦区"}
    crowd = [{"adcode": "310101", **names} for _ in range(1_000)]
    lone = [{"adcode": "", **dict.fromkeys(names, "")} for _ in range(401)]
    whole = Part("agencies.html", "all", None, [*lone, *crowd], 2)
    pages = {part.page: part for part in regions._pages(whole)}
    assert [*pages] == [
        "agencies.html",
        "regions/unknown.html",
        *(f"regions/unknown-{number}.html" for number in (1, 2)),
        "regions/31.html",
        "regions/3101.html",
        "regions/310101.html",
        *(f"regions/310101-{number}.html" for number in (1, 2, 3)),
    ]
    assert [len(p.agencies) for p in pages.values() if not p.is_split] == [400, 1, 400, 400, 200]
    assert pages["regions/3101.html"].name == "上海市"
    assert pages["regions/310101-2.html"].name == "黄浦区 2"


def _reached(page: Path) -> set[Path]:
    """The pages of agencies that a list leads to, itself or by its parts."""
    links = html.parse(page).xpath("//tbody/tr/td[1]/a/@href")
    found = {(page.parent / link).resolve() for link in links}
    lists = {path for path in found if path.parent.name == "regions"}
    return (found - lists).union(*(_reached(path) for path in lists))


def test_bench_says_what_is_too_slow_or_too_large(country, monkeypatch):
    monkeypatch.setattr(bench_country, "_BYTES_A_PAGE", 1_000)
    with pytest.raises(Slow, match="may have 1000"):
        bench_country._weigh(country)
    monkeypatch.setattr(bench_country, "_SECONDS_A_QUESTION", 0)
    with pytest.raises(Slow, match="may take 0 s"):
        bench_country._ask(country)
