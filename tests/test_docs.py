"""The Data Docs of the sample night: whole, true to the verdicts, and silent when opened."""

import json
import re
import shutil
from collections import Counter
from dataclasses import replace

import duckdb
import pytest
from lxml import html

from flows import docs, record
from flows.docs.outcomes import SHOWN
from flows.settings import EXPECTATIONS

SUITES = {path.stem for path in EXPECTATIONS.glob("*.json")}
XINCHENG = "上海市嘉定区新成路街道办事处 2020"
XUHUI = "上海市徐汇区人民政府 2018"
FAILING = [
    ("request", "row_total", XINCHENG, "concluded_total", "1 + 0 + 0 + 0 + 0 + 0 = 1, printed 0"),
    ("request", "row_total", XINCHENG, "carried_out", "1 + 0 + 0 + 0 + 0 + 0 = 1, printed 0"),
    ("request", "concluded_sum", XINCHENG, "total", "1 = 1, printed 0"),
    ("request", "balance", XINCHENG, "total", "received and carried in 2 + 0 = 2"),
    ("disclosure", "header_named", XINCHENG, "", "本年新"),
    ("disclosure", "unit_printed", XINCHENG, "procurement_amount", "万"),
    ("structure", "not_cut_off", XUHUI, "", "the text breaks off within a sentence"),
    ("structure", "tables_present", XUHUI, "", "the statistics tables that the report announces"),
]


@pytest.fixture(scope="module")
def folder(sample):
    return sample.where.quality


@pytest.fixture(scope="module")
def pages(folder):
    return {path.stem: html.parse(path).getroot() for path in folder.glob("*.html")}


@pytest.fixture
def copy(sample, tmp_path):
    """A warehouse to tamper with, and what then stands on the page of a suite."""
    path = tmp_path / "warehouse.duckdb"
    shutil.copyfile(sample.where.warehouse, path)
    (night,) = record.nights(sample.where.runs)
    with duckdb.connect(str(path)) as connection:

        def written(suite):
            docs.write(connection, tmp_path / "docs", night)
            return html.parse(tmp_path / "docs" / f"{suite}.html").getroot()

        yield connection, written


def _section(page, rule):
    (section,) = page.xpath(f'//*[contains(@class, "ge-section")][.//*[@id="{rule}"]]')
    return section


def _said(element):
    return " ".join(element.text_content().split())


def _rows(page, rule):
    return _section(page, rule).xpath('.//table[contains(@class, "failing")]/tbody/tr')


def _counts(page, rule):
    cells = _section(page, rule).xpath('.//table[contains(@class, "counts")]//td')
    return {cell.get("data-label"): _said(cell) for cell in cells}


def test_every_suite_has_a_page_and_the_index_leads_to_it(pages):
    assert set(pages) == SUITES | {"index"}
    table = pages["index"].xpath('//table[contains(@class, "validation-results")]')[0]
    assert {link.get("href") for link in table.iter("a")} == {f"{suite}.html" for suite in SUITES}


def test_every_rule_stands_on_its_page_with_severity_and_why(pages):
    for path in EXPECTATIONS.glob("*.json"):
        for rule in json.loads(path.read_text("utf-8"))["expectations"]:
            said = _said(_section(pages[path.stem], rule["meta"]["rule_id"]))
            assert rule["severity"] in said
            assert " ".join(rule["notes"].split()) in said


@pytest.mark.parametrize(("suite", "rule", "whose", "place", "message"), FAILING)
def test_failing_row_says_whose_where_and_what(pages, suite, rule, whose, place, message):
    rows = [
        {cell.get("data-label"): _said(cell) for cell in row} for row in _rows(pages[suite], rule)
    ]
    (row,) = [row for row in rows if place in row["Place"]]
    assert row["Report"].startswith(whose) and message in row["Message"] and row["Fault"]


def test_rows_and_counts_are_those_of_the_warehouse(pages, rows):
    counted = rows(
        "select suite, rule_id, count(*), count(*) filter (where outcome = 'fail'),"
        " count(*) filter (where outcome = 'not_assessable')"
        " from quality_result join quality_rule using (rule_id) group by all"
    )
    assert len(counted) > 20
    for suite, rule, places, failed, not_assessable in counted:
        counts = _counts(pages[suite], rule)
        assert counts["Places looked at"] == f"{places:,}"
        assert counts["Failed"] == f"{failed:,}"
        assert counts["Not assessable"] == f"{not_assessable:,}"
        assert len(_rows(pages[suite], rule)) == failed


def test_index_lists_what_failed_and_links_to_it(pages):
    links = pages["index"].xpath('//table[contains(@class, "rules")]//a/@href')
    assert set(links) == {f"{suite}.html#{rule}" for suite, rule, *_ in FAILING}


def test_warehouse_suite_shows_what_the_night_verified(pages):
    assert int(_counts(pages["warehouse"], "leaves_reconcile")["Passed"].replace(",", "")) > 0


def test_nothing_that_could_not_be_assessed_looks_passed(pages):
    page = pages["across"]
    assert not page.xpath('//*[contains(@class, "text-success")]')
    for found in (page, _section(page, "carried_over"), _section(page, "in_force_chain")):
        assert "not assessed" in _said(found) and "Succe" not in _said(found).split("Statistics")[0]
    (row,) = pages["index"].xpath('//tr[.//a[@href="across.html"]]')
    assert not row.xpath('.//*[contains(@class, "text-success")]')


def test_no_page_loads_anything_from_another_host(pages, folder):
    for page in pages.values():
        assert not page.xpath("//script | //iframe | //object | //embed | //base | //form")
        assert not page.xpath('//*[starts-with(name(@*), "on")]')
        for element in page.iter("link", "img", "source", "video", "audio", "use"):
            for name in ("href", "src", "srcset", "poster"):
                assert re.match(r"(data:,|[\w.-]+)$", element.get(name, "data:,"))
        for link in page.xpath('//a[contains(@href, ":")]'):
            assert link.get("rel") == "noreferrer"
    for path in folder.iterdir():
        for load in ("@import", "url(", "//unpkg", "//cdn", "dataContextId", "amazonaws"):
            assert load not in path.read_text("utf-8")


def test_no_page_carries_a_random_identifier(folder):
    for path in folder.glob("*.html"):
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-", path.read_text("utf-8"))


def test_every_link_of_ours_leads_somewhere_and_no_id_stands_twice(pages):
    ids = {name: Counter(page.xpath("//@id")) for name, page in pages.items()}
    for name, page in pages.items():
        assert max(ids[name].values()) == 1
        for href in page.xpath("//a/@href[not(contains(., ':'))]"):
            file, _, fragment = href.partition("#")
            target = file.removesuffix(".html") or name
            assert target in pages and (not fragment or fragment in ids[target])


def test_rendering_went_through_without_an_exception(folder):
    for path in folder.glob("*.html"):
        assert "Exception" not in path.read_text("utf-8")


BALANCE = "rule_id = 'balance' and outcome = 'fail'"
HOSTILE = "<script>alert('$rule')</script><img src=x onerror=alert(1)> {{ 7 * 7 }} & $$"


def test_text_from_a_source_page_stays_text(copy):
    connection, written = copy
    for column in ("place", "expected", "observed", "message"):
        connection.execute(f"update quality_result set {column} = ? where {BALANCE}", [HOSTILE])
    connection.execute("update dim_report set title = ?", [HOSTILE])
    page = written("request")
    assert not page.xpath("//script | //img")
    cells = {cell.get("data-label"): _said(cell) for cell in _rows(page, "balance")[0]}
    assert HOSTILE in cells["Report"]
    for name in ("Place", "Expected", "Observed", "Message"):
        assert cells[name] == HOSTILE


@pytest.mark.parametrize(
    ("url", "is_linked"),
    [
        ('https://example.org/a?b=1&c="><script>', True),
        ("http://example.org/$rule", True),
        ("http://[malformed", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
    ],
)
def test_only_an_address_of_a_page_is_linked_and_gets_no_referrer(copy, url, is_linked):
    connection, written = copy
    connection.execute("update dim_report set source_url = ?", [url])
    page = written("request")
    links = _rows(page, "balance")[0].xpath(".//a")
    assert [(link.get("href"), link.get("rel")) for link in links] == (
        [(url, "noreferrer")] if is_linked else []
    )
    assert not page.xpath("//script")


def test_rows_beyond_those_shown_are_counted(copy):
    connection, written = copy
    connection.execute(
        "insert into quality_result select result.* replace ('place ' || n as place)"
        f" from quality_result as result cross join range(?) as _(n) where {BALANCE}",
        [SHOWN + 4],
    )
    page = written("request")
    assert len(_rows(page, "balance")) == SHOWN
    assert "… and 5 more." in _said(_section(page, "balance"))


def test_accepted_failure_is_shown_as_one(copy):
    connection, written = copy
    connection.execute(f"update quality_result set is_accepted = true where {BALANCE}")
    page = written("request")
    assert _counts(page, "balance")["Accepted by a steward"] == "1"
    assert "source, accepted" in _said(_rows(page, "balance")[0])


def test_night_that_never_came_to_verify_claims_nothing_of_its_warehouse(copy):
    _, written = copy
    page = written("warehouse")
    assert _counts(page, "marts_reconcile")["Places looked at"] == "0"
    assert not page.xpath('//*[contains(@class, "text-success")]')


def test_same_night_makes_the_same_bytes_and_another_differs_in_its_name_alone(sample, tmp_path):
    (night,) = record.nights(sample.where.runs)
    later = replace(night, run_id="20310101T000000000Z", started_at="2031-01-01T00:00:00.000+00:00")
    written = []
    with duckdb.connect(str(sample.where.warehouse), read_only=True) as connection:
        for name, one in (("a", night), ("b", night), ("c", later)):
            docs.write(connection, tmp_path / name, one)
            files = sorted((tmp_path / name).iterdir())
            written.append({path.name: path.read_text("utf-8") for path in files})
    first, again, another = written
    assert first == again != another
    nameless = [
        {
            name: re.sub(r"20\d\d-?\d\d-?\d\dT[\d:.]+Z", "NIGHT", text)
            for name, text in files.items()
        }
        for files in (first, another)
    ]
    assert nameless[0] == nameless[1]


def test_page_of_a_suite_that_is_gone_is_removed(copy, tmp_path):
    _, written = copy
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "gone.html").write_text("old")
    written("index")
    assert {path.stem for path in (tmp_path / "docs").glob("*.html")} == SUITES | {"index"}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("page", ["index", "request", "structure"])
def test_page_opens_from_disk_styled_whole_and_asking_nobody(browse, folder, page, width, dark):
    seen = browse(folder / f"{page}.html", width, dark=dark)
    assert (seen.asked, seen.errors, seen.overflow) == ([], [], 0)
    ground = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(22, 25, 29)" if dark else "rgb(255, 255, 255)")


def test_filter_and_folded_parts_work_without_a_script(browse, folder):
    page = browse(folder / "structure.html").page
    passed, failed = page.locator("#rows_present"), page.locator("#tables_present")
    assert passed.is_visible() and failed.is_visible()
    page.check("#failed-only")
    assert failed.is_visible() and not passed.is_visible()
    page.click("summary")
    assert page.get_by_text("Great Expectations Version").is_visible()
