"""The review pages in a real browser, opened from disk, and what they refuse to do."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from lxml import html

from flows import fetch, review, site
from flows.review import identity
from flows.settings import SQL, Paths
from flows.site import facts
from flows.site import pages as templates
from flows.site.charts import charts
from flows.site.reports import Superseded
from flows.warehouse import dictionary, rows, warnings
from tests.conftest import copy_sample
from tests.night import Night, run_night
from tests.reports import report, request_cells
from tests.test_decisions import SIGNED, only_table

FLAGGED = "78bd7b5f14114563c5abe36d27585af6"
INCOMPLETE = "7631e0b36601fea560508684c366f566"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("site")
    copy_sample(data)
    run_night(data)
    return site.build(Paths(data)).parent


def _page(pages: Path, key: str) -> Path:
    return pages / "reports" / f"{key}.html"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True])
def test_pages_ask_nothing_and_complain_of_nothing(browse, pages, width, dark):
    (agency, *_) = sorted((pages / "agencies").glob("*.html"))
    named = [pages / f"{name}.html" for name in ("index", "agencies", "charts", "dictionary")]
    for path in (*named, agency, _page(pages, FLAGGED), _page(pages, INCOMPLETE)):
        seen = browse(path, width, dark=dark)
        assert (seen.asked, seen.errors) == ([], [])
        assert seen.overflow == 0


def test_flagged_report_shows_its_failing_cells_and_the_sums_written_out(browse, pages):
    page = browse(_page(pages, FLAGGED)).page
    written = page.locator(".identity.fails").all_text_contents()
    assert "1 + 0 + 0 + 0 + 0 + 0 ≠ 0" in written
    assert "2 + 0 = 2 ≠ 0 = 0 + 0" in written
    assert page.locator("main > .scroll td.fails[title^='carried_out.total']").count() == 1
    assert page.locator("main > .scroll td.fails", has_text="窗体顶端").count() == 1
    assert page.locator("main > .scroll td.fails").count() < 60
    assert page.locator(".original .fails", has_text="窗体顶端").count() >= 1
    page.locator("summary").last.click()
    assert page.locator(".identity.holds").last.is_visible()
    assert page.locator("code", has_text="xxgk review accept").count() == 5


def test_incomplete_report_says_what_is_missing_and_shows_the_page(browse, pages):
    page = browse(_page(pages, INCOMPLETE)).page
    assert "the statistics tables that the report announces are missing" in page.inner_text("main")
    assert "徐府发〔2019〕2号" in page.inner_text(".original")


def test_link_to_the_snapshot_leads_to_its_bytes(pages):
    (link,) = html.parse(_page(pages, FLAGGED)).xpath("//dd/a[contains(@href, 'raw/')]/@href")
    content = (pages / "reports" / link).read_bytes()
    assert hashlib.sha256(content).hexdigest().startswith(FLAGGED)


def test_reports_are_found_by_text_rule_and_by_what_is_undecided(browse, pages):
    page = browse(pages / "index.html").page
    shown = page.locator("#reports-table tbody tr:visible")
    assert shown.count() == 5
    page.get_by_label("Search 检索").fill("杨浦")
    assert shown.count() == 1
    page.get_by_label("Search 检索").fill("")
    page.get_by_label("Rule 规则").select_option("row_total")
    assert shown.count() == 1
    page.get_by_label("Rule 规则").select_option("")
    page.get_by_label("undecided only 仅待定").check()
    assert shown.count() == 2


def test_agency_has_its_years_side_by_side_and_links_to_its_reports(browse, pages):
    page = browse(pages / "agencies.html").page
    page.get_by_role("link", name="上海市杨浦区人民政府").click()
    figures = page.locator("table.printed tbody tr").all_inner_texts()
    assert any("本年新收" in row and "2,112" in row for row in figures)
    page.get_by_role("link", name="2020", exact=True).click()
    assert "上海市杨浦区人民政府 2020" in page.inner_text("h1")


def test_chart_has_its_picture_its_sql_and_its_rows(browse, pages):
    page = browse(pages / "charts.html").page
    assert page.locator("figure.chart svg").count() == 5
    assert "新收" in page.inner_text("#requests") or "收到申请" in page.inner_text("#requests")
    page.locator("summary", has_text="SQL").first.click()
    assert "from mart_agency_year" in page.locator("pre code").first.inner_text()


def test_every_chart_is_sql_that_the_warehouse_answers(sample):
    with review.open_warehouse(sample.where.warehouse) as connection:
        drawn = charts(connection)
        assert {chart.chart_id for chart in drawn} == {p.stem for p in (SQL / "charts").iterdir()}
        for chart in drawn:
            assert chart.svg.startswith("<svg") and "http://www.w3.org" in chart.svg
            assert rows(connection, chart.sql) == chart.data


def test_dictionary_page_lists_every_table_column_and_warning(pages):
    page = html.parse(str(pages / "dictionary.html"))
    shown = {
        entry.get("aria-labelledby"): entry.xpath(".//tbody/tr/td[1]/code/text()")
        for entry in page.xpath("//section")
    }
    assert shown == {table.name: [c.name for c in table.columns] for table in dictionary()}
    links = {link.removeprefix("#") for link in page.xpath("//main//a/@href")}
    assert links <= set(page.xpath("//@id"))
    text = page.getroot().text_content()
    assert all(meaning in text for meaning in warnings().values())


def test_column_of_the_dictionary_is_found_by_its_chinese_name(browse, pages):
    page = browse(pages / "dictionary.html").page
    page.locator("input[type=search]").fill("上年结转")
    rows_shown = page.locator("#columns-table tbody tr:visible")
    assert 0 < rows_shown.count() < 20
    assert "carried_in" in rows_shown.first.inner_text()


def test_page_is_walked_by_keyboard(browse, pages):
    page = browse(pages / "index.html").page
    reached = []
    for _ in range(18):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert reached[0].startswith("Skip to content")
    assert "上海市徐汇区人民政府" in reached


def test_text_of_a_source_page_stays_text(tmp_path, browse):
    hostile = "<script>document.title='owned'</script><img src=http://198.51.100.7/x.png>"
    cells = request_cells() | {("carried_out", "total"): "2"}
    text = report({"request": cells}, tail=(f"本机关{hostile}不断提高。",))
    fetch.store(tmp_path / "raw", text.encode(), file_name=f"{hostile}.txt")
    run_night(tmp_path)
    site.build(Paths(tmp_path))
    (path,) = (tmp_path / "site" / "reports").glob("*.html")
    seen = browse(path)
    assert (seen.asked, seen.errors) == ([], [])
    assert hostile in seen.page.inner_text(".original")
    assert seen.page.title() != "owned"


@pytest.fixture
def night(tmp_path) -> Night:
    cells = request_cells() | {("carried_out", "total"): "2"}
    fetch.store(tmp_path / "raw", report({"request": cells}).encode(), file_name="a.txt")
    return run_night(tmp_path)


def test_only_pages_of_what_changed_are_written_again(night):
    site.build(night.where)
    (path,) = (night.where.site / "reports").glob("*.html")
    before = path.stat().st_mtime_ns
    site.build(night.where)
    assert path.stat().st_mtime_ns == before
    review.reject(night.where.decisions, only_table(night), SIGNED)
    run_night(night.where.data)
    site.build(night.where)
    assert path.stat().st_mtime_ns > before
    assert "withdrawn by a steward" in path.read_text("utf-8")


def test_page_of_a_report_that_is_gone_is_removed(night):
    site.build(night.where)
    shutil.rmtree(night.where.raw)
    night.where.raw.mkdir()
    run_night(night.where.data)
    site.build(night.where)
    assert [*(night.where.site / "reports").glob("*.html")] == []
    assert [*(night.where.site / "agencies").glob("*.html")] == []
    remembered = json.loads((night.where.site / ".pages.json").read_text("utf-8"))
    assert remembered.keys() == {"agencies.html", "charts.html"}


def test_build_that_is_killed_leaves_no_page_that_claims_to_be_another(night, monkeypatch):
    site.build(night.where)
    before = json.loads((night.where.site / ".pages.json").read_text("utf-8"))
    review.reject(night.where.decisions, only_table(night), SIGNED)
    run_night(night.where.data)
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(templates, "write", _interrupt)
        site.build(night.where)
    (page,) = (page for page in before if page.startswith("reports/"))
    kept = json.loads((night.where.site / ".pages.json").read_text("utf-8"))
    assert page not in kept
    site.build(night.where)
    assert "withdrawn by a steward" in (night.where.site / page).read_text("utf-8")


def _interrupt(*words: object, **said: object) -> None:
    raise KeyboardInterrupt


def test_night_published_meanwhile_is_not_mixed_with_the_last(night, monkeypatch):
    nights = iter(("last night", "tonight"))
    monkeypatch.setattr(facts, "night", lambda connection: next(nights))
    with pytest.raises(Superseded, match="published meanwhile"):
        site.build(night.where)


def test_page_is_made_though_its_snapshot_cannot_be_read(night):
    for path in night.where.raw.glob("*/*"):
        path.unlink()
    site.build(night.where)
    (path,) = (night.where.site / "reports").glob("*.html")
    assert "row_total" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("expected", "observed", "outcome", "written"),
    [
        ("2090 + 16 + 0 + 0 + 2 + 4 = 2112", "2112", "pass", "2090 + 16 + 0 + 0 + 2 + 4 = 2112 ✓"),
        ("10 + 1 + 0 + 0 = 11", "0", "fail", "10 + 1 + 0 + 0 ≠ 0"),
        ("2 + 0 = 2", "0 + 0 = 0", "fail", "2 + 0 = 2 ≠ 0 = 0 + 0"),
        ("2 + 1 = 3", "3 + 0 = 3", "pass", "2 + 1 = 3 = 3 + 0 ✓"),
        ("a text that ends", "…提高", "fail", ""),
        ("1 + 2 = 3", None, "not_assessable", ""),
    ],
)
def test_identity_is_written_out_with_its_numbers(expected, observed, outcome, written):
    failure = {"expected": expected, "observed": observed, "outcome": outcome}
    assert identity(failure) == written
