"""From a website to the warehouse, night after night: what a site does to a page, facts survive."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import duckdb
import pytest
import yaml
from docx import Document

from flows import fetch, site, stage
from flows.extract import write_batch
from flows.settings import Paths
from flows.warehouse import connect
from tests.bureaus import QUICK, html
from tests.crawling import crawl
from tests.night import run_night
from tests.reports import changed, disclosure_cells, report, request_cells
from tests.website import Reply, Website, always, page, serving

HOST = "127.0.0.2"
PATH = "/2020.html"
TITLE = "2020年上海市杨浦区人民政府信息公开工作年度报告"
TABLES = {"request": request_cells(), "disclosure": disclosure_cells()}
FACTS = (
    "select 'request', line_code, applicant_code, request_count::varchar from fct_request"
    " union all select 'item', item_code, measure_code, value::varchar from fct_disclosure"
    " order by all"
)


def whole(tables: dict, *, visits: int = 1) -> bytes:
    lines = report(tables).splitlines()[1:]
    text = "".join(f"<p>{line}</p>" for line in lines)
    return html(TITLE, f"{text}<p>访问量:{visits}</p>")


@dataclass
class Desk:
    """A website of one report, and a data directory that is fed from it."""

    site: Website
    data: Path

    def night(self, body: bytes | None, status: int = 200) -> fetch.Tally:
        """The page as it is tonight, fetched and published."""
        tally = self.fetch(body, status)
        run_night(self.data)
        return tally

    def fetch(self, body: bytes | None, status: int = 200) -> fetch.Tally:
        """The page as it is tonight, fetched; None takes it down."""
        reply = Reply(b"", status) if body is None else Reply(body, status)
        self.site.add(HOST, PATH, always(reply))
        (tally,) = crawl(self.data).values()
        return tally

    def ask(self, query: str) -> list[tuple]:
        with duckdb.connect(str(self.data / "warehouse.duckdb"), read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serving() as site:
        source = {"id": "one", "agency": "A", "allow_local": True}
        source |= {"pages": [{"url": site.url(HOST, PATH), "year": 2020}]}
        (tmp_path / "sources.yml").write_text(
            yaml.safe_dump({"defaults": QUICK | {"attempts": 1}, "sources": [source]}), "utf-8"
        )
        yield Desk(site, tmp_path)


def test_facts_survive_maintenance_truncation_and_the_end_of_the_page(desk):
    good = whole(TABLES)
    assert desk.night(good).new == 1
    facts = desk.ask(FACTS)
    assert len(facts) > 60

    maintenance = html("上海市杨浦区人民政府", "<p>网站系统维护中,请稍后访问</p>")
    assert desk.fetch(maintenance).failed == 1

    # Cut off within the first table, and between it and the second.
    for place in ("属于国家秘密", "disclosure情况"):
        assert desk.night(good[: good.index(place.encode())]).changed == 1
        assert desk.ask(FACTS) == facts

    assert desk.night(whole(TABLES, visits=2)).changed == 1
    assert desk.ask(FACTS) == facts
    assert desk.ask("select count(*) from fct_revision_change") == [(0,)]
    current = "select distinct revision, withdrawn_at from dim_report where is_current"
    assert desk.ask(current) == [(1, None)]

    assert desk.night(None, 404).gone == 1
    assert desk.ask(FACTS) == facts
    (withdrawn,) = desk.ask("select distinct withdrawn_at from dim_report")
    (gone,) = desk.ask("select gone_at from stg_capture where gone_at is not null")
    assert withdrawn == gone
    site.build(Paths(desk.data))
    (told,) = {
        "the page answers no more" in path.read_text("utf-8")
        for path in (desk.data / "site" / "reports").glob("*.html")
    }
    assert told


def test_report_changed_on_its_server_is_one_new_snapshot_and_one_new_revision(desk):
    desk.night(whole(TABLES))
    corrected = TABLES | {"disclosure": changed(disclosure_cells(), licences__decisions="41")}
    assert desk.night(whole(corrected)).changed == 1
    assert desk.ask("select revision, is_current from dim_report order by 1") == [
        (1, False),
        (2, True),
    ]
    assert desk.ask("select row_code, previous_value, new_value from fct_revision_change") == [
        ("licences", 3, 41)
    ]
    assert desk.fetch(whole(corrected)).unchanged == 1
    assert len(list(fetch.sidecars(desk.data / "raw"))) == 2


def staged(data: Path, query: str) -> list[tuple]:
    """What staging makes of the store and its journal, before any report is judged."""
    where = Paths(data)
    held = [one for one in fetch.sidecars(where.raw) if isinstance(one, fetch.Sidecar)]
    where.next_warehouse.unlink(missing_ok=True)
    with connect(where.next_warehouse) as connection:
        stage.load(connection, where.extracted, held, [], fetch.captures(where.visits))
        return connection.execute(query).fetchall()


def test_page_seen_again_is_last_seen_then_and_no_more_withdrawn_once_it_is_back(desk):
    seen = "select last_seen_at, withdrawn_at is not null from stg_snapshot"
    desk.fetch(whole(TABLES))
    ((first, _),) = staged(desk.data, seen)
    desk.fetch(whole(TABLES))
    ((second, _),) = staged(desk.data, seen)
    assert first < second
    desk.fetch(None, 410)
    assert staged(desk.data, seen) == [(second, True)]
    assert desk.fetch(whole(TABLES)).changed == 1
    ((third, is_withdrawn),) = staged(desk.data, seen)
    assert second < third and not is_withdrawn
    periods = "select gone_at is null from stg_capture order by first_seen_at"
    assert staged(desk.data, periods) == [(False,), (True,)]


def test_file_added_by_hand_has_no_capture_and_is_not_withdrawn(desk):
    fetch.store(desk.data / "raw", report(TABLES).encode(), file_name="a.txt")
    assert desk.fetch(None, 404).failed == 1
    seen = "select last_seen_at = fetched_at, withdrawn_at from stg_snapshot"
    assert staged(desk.data, seen) == [(True, None)]
    assert staged(desk.data, "select count(*) from stg_capture") == [(0,)]


def test_copy_that_is_still_served_elsewhere_is_not_withdrawn(desk):
    desk.fetch(whole(TABLES))
    mirror = desk.site.add(HOST, "/mirror.html", page(whole(TABLES)))
    path = desk.data / "sources.yml"
    document = yaml.safe_load(path.read_text("utf-8"))
    document["sources"][0]["pages"].append({"url": mirror})
    path.write_text(yaml.safe_dump(document), "utf-8")
    assert desk.fetch(None, 404).gone == 1
    counts = "select count(*), count(withdrawn_at) from stg_snapshot"
    assert staged(desk.data, counts) == [(1, 0)]


def docx(lines: list[str]) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("title", "says", "read"),
    [
        (f"附件:{TITLE}.docx", [], ("上海市杨浦区人民政府", 2020, "annual_report")),
        (f"附件:{TITLE}.docx", [TITLE.replace("2020", "2019")], ("上海市杨浦区人民政府", 2019)),
        ("附件1.docx", [], (None, None, "annual_report")),
        ("下载年度报告.docx", [], (None, None, "annual_report")),
        ("关于报送2020年上海市杨浦区人民政府信息公开工作年度报告的通知.docx", [], (None, None)),
    ],
)
def test_file_that_names_no_body_is_whose_its_link_says(desk, title, says, read):
    lines = [*says, *report(TABLES).splitlines()[2:]]
    file = desk.site.add(HOST, "/1.docx", page(docx(lines)))
    desk.fetch(html(TITLE, f'<p><a href="{file}">{title}</a></p>'))
    held = [one for one in fetch.sidecars(desk.data / "raw") if isinstance(one, fetch.Sidecar)]
    where = Paths(desk.data)
    write_batch(where.extracted, [fetch.content(where.raw, one) for one in held])
    query = (
        "select agency_text, report_year, document_type from stg_document"
        " where media_type like '%word%'"
    )
    assert [row[: len(read)] for row in staged(desk.data, query)] == [read]


def test_page_and_the_file_it_attaches_are_one_report_read_from_the_better(desk):
    file = desk.site.add(HOST, "/1.docx", page(docx(report(TABLES).splitlines()[2:])))
    body = f'<p>现予公布。</p><p><a href="{file}">{TITLE}.docx</a></p>'
    assert desk.night(html(TITLE, body)).new == 2
    assert desk.ask(
        "select media_type like '%word%', is_canonical, count(distinct document_key) over ()"
        " from dim_report order by 1"
    ) == [(False, False, 1), (True, True, 1)]
    assert len(desk.ask(FACTS)) > 60
    assert desk.ask(
        "select link_agency, link_report_year from stg_capture where page_url != ''"
    ) == [("上海市杨浦区人民政府", 2020)]
