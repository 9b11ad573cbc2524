"""What must hold on documents as nasty as the real ones."""

import io
import re
import zipfile
from dataclasses import replace
from random import Random

import duckdb
import pytest

from flows import fetch
from flows.extract import readings
from flows.extract.table import Reading
from flows.normalise import resolve
from tests import gold
from tests.accuracy import Score, by_layout, nth, run
from tests.generator import Sample, documents, draw_truth, render, sample
from tests.generator.near_misses import KINDS, as_near_miss
from tests.night import run_night
from tests.rows import rows_of


def _total(scores: dict[str, Score], what: str) -> int:
    return sum(score.counts[what] for score in scores.values())


def _troubles(scores: dict[str, Score]) -> list[str]:
    found = [t for score in scores.values() for t in score.troubles]
    return [trouble for trouble in found if not trouble.startswith("kept out")]


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return by_layout(list(documents(11, 400)))


def test_no_published_cell_is_wrong(scores):
    assert _total(scores, "wrong") == 0, _troubles(scores)


def test_no_table_in_doubt_is_published(scores):
    assert _total(scores, "unquarantined") == 0, _troubles(scores)


def test_contradictions_of_publishers_are_found_and_none_invented(scores):
    assert _total(scores, "failures wrong") == 0, _troubles(scores)


@pytest.mark.parametrize("layout", ["html", "html_word", "html_ragged", "docx", "pipe", "lines"])
def test_tables_with_cells_are_nearly_all_read(scores, layout):
    counts = scores[layout].counts
    assert counts["right"] >= 0.98 * counts["cells"], scores[layout].troubles


@pytest.mark.skipif(not gold.CORPUS.exists(), reason="the answered real documents are elsewhere")
def test_real_documents_have_no_wrong_cell_and_their_own_contradictions():
    scores = by_layout(list(gold.samples(gold.CORPUS)))
    assert _troubles(scores) == []


def test_glued_tables_with_exactly_one_solution_are_read(scores):
    due, right = _total(scores, "solvable cells"), _total(scores, "solvable right")
    assert due > 500
    assert right >= 0.95 * due


def _shifted(reading: Reading) -> Reading:
    """A reading with the values of one row moved a column on."""
    telling = [sum(p is not None and p.text != "0" for p in row.pieces) for row in reading.rows]
    at = telling.index(max(telling))
    first, *rest = reading.rows[at].pieces
    reading.rows[at] = reading.rows[at]._replace(pieces=[*rest, first])
    return reading


@pytest.mark.parametrize("which", ["read_run", "read_grids"])
def test_reading_that_shifts_a_cell_never_reaches_the_facts(which, monkeypatch):
    twice = [s for s in documents(12, 240) if s.layout in ("html", "docx", "pipe", "html_word")]
    honest = getattr(readings, which)

    def shifting(*words):
        reading = honest(*words)
        return _shifted(reading) if reading else reading

    read_twice = {
        s.name: {t["table_code"] for t in rows_of(s.content)["table"] if t["readings"] == 2}
        for s in twice
    }
    monkeypatch.setattr(readings, which, shifting)
    checked = 0
    for document in twice:
        found = rows_of(document.content)
        for table in found["table"]:
            if table["table_code"] not in read_twice[document.name]:
                continue
            cells = [c for c in found["cell"] if c["table_code"] == table["table_code"]]
            wrong = [c for c in cells if not _as_printed(document, c)]
            assert table["evidence"] == "differ" or not wrong
            checked += 1
    assert checked > 50


def test_every_document_is_its_own_bodys_or_nobodys():
    named = 0
    for document in documents(29, 400):
        # Conversion writes some places in other letters than their own: 澄江 in 澂江.
        if document.agency is None or document.script != "hans":
            continue
        told = rows_of(document.content)["document"][0]["agency_text"]
        assert told in (None, document.agency, document.agency.removesuffix("人民政府")), (
            document.name
        )
        named += told is not None
    assert named > 200


def _as_printed(document: Sample, cell: dict) -> bool:
    truth = document.truth.get((cell["table_code"], cell["row_code"], cell["column_code"]))
    return truth is None or truth.value == cell["value"]


def test_every_locator_of_every_layout_resolves_to_what_is_printed():
    checked = 0
    for document in documents(13, 150):
        found = rows_of(document.content)
        for cell in found["cell"]:
            if cell["fragment"]:
                printed = resolve(str(cell["fragment"]), document.content)
                assert printed == cell["raw_text"], document.name
                checked += 1
    assert checked > 5_000


def _figures(content: bytes) -> dict[tuple[str, str, str], object]:
    """Every cell that a document says by its codes, with its value or why it has none."""
    return {
        (str(c["table_code"]), str(c["row_code"]), str(c["column_code"])): (
            c["value"],
            c["value_status"],
            c["unit"],
        )
        for c in rows_of(content)["cell"]
    }


@pytest.mark.parametrize("layout", ["html", "html_cut", "docx", "pdf", "xlsx", "pipe", "lines"])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_columns_and_rows_permuted_with_their_labels_leave_the_facts_unchanged(form, layout):
    truth = draw_truth(Random(form), form, "county")
    permuted = replace(truth, noise=frozenset(("permuted_columns", "permuted_rows")))
    plain, mixed = (
        _figures(render(one, layout, script="hans", charset="utf-8", seed=4))
        for one in (truth, permuted)
    )
    assert mixed == plain
    assert len(plain) == len(truth.cells)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"no_tables"}))
@pytest.mark.parametrize("layout", ["html", "docx", "pdf", "lines", "flat"])
def test_form_or_notice_with_every_label_makes_no_facts(kind, layout):
    truth = as_near_miss(draw_truth(Random(3), "2021", "county"), kind)
    found = rows_of(render(truth, layout, script="hans", charset="utf-8", seed=7))
    assert found["document"][0]["document_type"] != "annual_report"
    assert (found["table"], found["cell"], found["figure"]) == ([], [], [])


def test_locators_lead_into_merged_word_cells_and_traditional_text():
    truth = draw_truth(Random(6), "2019", "county")
    content = render(truth, "docx", script="hant_tw", charset="-", seed=3)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"vMerge" in package.read("word/document.xml")
    cells = [c for c in rows_of(content)["cell"] if c["fragment"]]
    assert len(cells) == len(truth.cells)
    for cell in cells:
        assert resolve(str(cell["fragment"]), content) == cell["raw_text"]


def test_copies_of_one_report_in_several_formats_make_one_set_of_facts(tmp_path):
    truth = draw_truth(Random(5), "2021", "county")
    layouts = ("html", "docx", "pdf", "pipe", "html_nested")
    for layout in layouts:
        content = render(truth, layout, script="hans", charset="utf-8", seed=1)
        fetch.store(tmp_path / "raw", content, file_name=f"{layout}.bin")
    night = run_night(tmp_path)
    with duckdb.connect(str(night.where.warehouse), read_only=True) as warehouse:
        reports = warehouse.execute(
            "select count(*), count(distinct document_key), count(*) filter (where is_canonical)"
            " from dim_report"
        ).fetchone()
        facts = warehouse.execute("select count(distinct report_key) from fct_request").fetchone()
    assert reports == (len(layouts), 1, 1)
    assert facts == (1,)


GLUED = (
    "2020年上海市杨浦区人民政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况"
    "申请人情况自然人法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他"
    "一、本年新收政府信息公开申请数量{received}二、上年结转政府信息公开申请数量0000000"
    "三、本年度办理结果（一）予以公开{granted}（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    "0000000（三）不予公开1.属于国家秘密00000002.其他法律行政法规禁止公开0000000"
    "3.危及“三安全一稳定”00000004.保护第三方合法权益00000005.属于三类内部事务信息0000000"
    "6.属于四类过程性信息00000007.属于行政执法案卷00000008.属于行政查询事项0000000"
    "（四）无法提供1.本机关不掌握相关政府信息00000002.没有现成信息需要另行制作0000000"
    "3.补正后申请内容仍不明确0000000（五）不予处理1.信访举报投诉类申请00000002.重复申请0000000"
    "3.要求提供公开出版物00000004.无正当理由大量反复申请0000000"
    "5.要求行政机关确认或重新出具已获取信息0000000（六）其他处理0000000"
    "（七）总计{concluded}四、结转下年度继续办理0000000四、政府信息公开行政复议情况"
)


def _glued(received: str, granted: str, concluded: str) -> tuple[str, set[str]]:
    found = rows_of(GLUED.format(received=received, granted=granted, concluded=concluded).encode())
    (table,) = found["table"]
    statuses = {str(c["value_status"]) for c in found["cell"] if c["row_code"] == "received"}
    return str(table["evidence"]), statuses


def test_glued_digits_are_split_where_all_identities_allow_one_way():
    assert _glued("230000023", "230000023", "230000023") == ("inferred", {"inferred"})


@pytest.mark.parametrize(
    "rows",
    [
        # The printed total is wrong, while 1 | 20 … would add up in this row alone.
        ("120000021", "210000021", "210000021"),
        ("230000024", "230000024", "230000024"),
        ("230000023", "220000022", "230000023"),
        # Two ways: 11 | 1 and 1 | 11.
        ("111000012", "111000012", "111000012"),
    ],
)
def test_glued_row_without_a_single_joint_way_is_left_unread(rows):
    assert _glued(*rows)[1] == {"unreadable"}


def test_form_dropped_row_with_totals_adjusted_is_quarantined():
    adjusted = [s for s in documents(14, 400) if "missing_row_adjusted" in s.noise]
    assert adjusted
    for document in adjusted:
        missing = [t for t in rows_of(document.content)["table"] if t["rows_missing"]]
        assert {t["table_code"] for t in missing} >= document.must_quarantine & {"request"}


@pytest.mark.parametrize("seed", [5, 17, 45, 69])
def test_wrapped_headers_of_a_pdf_read_the_same_with_and_without_its_lines(seed):
    truth = draw_truth(Random(seed), noise=frozenset(("label_breaks", "permuted_columns")))
    found = rows_of(render(truth, "pdf", script="hans", charset="-", seed=seed))
    assert {table["evidence"] for table in found["table"]} == {"agreed"}


def test_layout_never_seen_is_right_or_quarantined(tmp_path):
    """Definition lists: no reader knows them, each term a label, each definition a value."""
    truth = draw_truth(Random(8), "2019", "county")
    page = sample(truth, "html", script="hans", charset="utf-8", seed=2)
    content = page.content
    for old, new in ((b"table", b"dl"), (b"td", b"dd"), (b"th", b"dt"), (b"tr", b"div")):
        content = re.sub(rb"(</?)" + old + rb"(?=[\s>])", rb"\1" + new, content)
    page = replace(page, content=content)
    found = run({page.name: (page.content, "list.html")}, tmp_path)[page.name]
    published = {nth({}, k): c for k, c in found.cells.items() if c[0] is not None}
    assert all(c[0] == page.truth[k].value for k, c in published.items())
