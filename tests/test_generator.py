"""The corpus we test with is itself tested: consistent, repeatable, complete in every layout."""

import collections
import html
import io
import os
import re
import subprocess
import sys
import zipfile
from itertools import chain
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from tests.generator import FORMS, LAYOUTS, Sample, documents, draw_truth, failing, sample
from tests.generator.near_misses import KINDS, as_near_miss
from tests.generator.render import HTML_LAYOUTS, TORN_LAYOUTS
from tests.generator.truth import APPLICANTS, RESULTS

STATUTORY = ("2019", "2021", "2021+2019", "2019+2021")


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return list(documents(seed=11, count=500))


# The truth


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("level", ["street", "county", "province"])
def test_a_truth_without_a_defect_breaks_no_identity(form: str, level: str) -> None:
    for seed in range(15):
        truth = draw_truth(Random(seed), form, level)
        assert failing(truth.cells, truth.editions) == frozenset()


def _added_up(made: Sample) -> set[tuple[str, str, str]]:
    """The identities of tables 3 and 4 once more, by plain sums over the printed numbers."""
    number = {key: cell.value for key, cell in made.truth.items()}
    lines = list(dict.fromkeys(row for table, row, _ in number if table == "request"))
    ends = ("received", "carried_in", "concluded_total", "carried_out")
    sums = [
        ("row_total", "request", line, [(line, "total")], [(line, a) for a in APPLICANTS])
        for line in lines
    ]
    for column in (*APPLICANTS, "total"):
        inner = [(line, column) for line in lines if line not in ends]
        into, out = [(ends[0], column), (ends[1], column)], [(ends[2], column), (ends[3], column)]
        sums.append(("concluded_sum", "request", column, out[:1], inner))
        sums.append(("balance", "request", column, into, out))
    for channel in ("reconsideration", "litigation_direct", "litigation_after_review"):
        parts = [(channel, result) for result in RESULTS]
        sums.append(("block_total", "review", channel, [(channel, "total")], parts))
    found = set()
    for rule, table, place, left, right in sums:
        values = [number.get((table, *at)) for at in (*left, *right)]
        if None not in values and sum(values[: len(left)]) != sum(values[len(left) :]):
            found.add((rule, table, place))
    return found


@pytest.mark.parametrize("form", STATUTORY)
def test_a_planted_error_breaks_exactly_the_identities_recorded(form: str) -> None:
    for seed in range(40):
        truth = draw_truth(Random(seed), form, noise=frozenset({"planted", "permuted_rows"}))
        made = sample(truth, "pipe", seed=seed)
        assert made.failing
        assert made.failing == _added_up(made)


def test_a_row_lost_from_adjusted_totals_leaves_no_trace_in_the_sums() -> None:
    for seed in range(40):
        noise = frozenset({"missing_row_adjusted"})
        made = sample(draw_truth(Random(seed), "2021", "county", noise), "html", seed=seed)
        assert _added_up(made) == set()
        assert len({key[1] for key in made.truth if key[0] == "request"}) == 24
        assert "request" in made.must_quarantine


def test_every_defect_says_which_table_is_not_to_be_published(samples: list[Sample]) -> None:
    for made in samples:
        if made.noise & {"missing_row", "missing_row_adjusted", "unknown_row", "truncated"}:
            assert made.must_quarantine, made.name


def test_figures_in_words_agree_with_the_tables(samples: list[Sample]) -> None:
    stated = [made for made in samples if "received" in made.prose]
    assert stated
    for made in stated:
        if ("request", "received", "total") in made.truth:
            assert made.truth["request", "received", "total"].value == made.prose["received"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_near_miss_holds_no_facts(kind: str) -> None:
    truth = as_near_miss(draw_truth(Random(5), "2021"), kind)
    for layout in LAYOUTS:
        made = sample(truth, layout, seed=3)
        assert made.truth == {} and made.failing == frozenset()
        assert {"disclosure", "request", "review", "indicator", "task"} == made.must_quarantine


# The rendering


def test_the_same_seed_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from tests.generator import documents; print(hashlib.sha256(b''.join("
        "d.content + repr((d.truth, sorted(d.failing))).encode() for d in documents(7, 60)"
        ")).hexdigest())"
    )
    found = set()
    for hash_seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        run = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[1],
            env=environment,
        )
        found.add(run.stdout)
    assert len(found) == 1


def test_every_kind_of_document_is_drawn(samples: list[Sample]) -> None:
    drawn = collections.Counter(
        chain.from_iterable((made.layout, made.form, made.script) for made in samples)
    )
    kinds = {made.document_type for made in samples}
    assert {*LAYOUTS, *FORMS, "none", "hans", "hant", "hant_tw"} <= set(drawn)
    assert {"annual_report", "work_plan", "guide", "notice", "news", "blank_form"} <= kinds


def test_text_is_in_the_charset_it_is_said_to_be(samples: list[Sample]) -> None:
    for made in samples:
        if made.charset not in ("-", "lying"):
            text = made.content.decode("gb18030" if made.charset == "gbk" else made.charset)
            assert "\ufffd" not in text


def _cells(made: Sample) -> list[str]:
    """The texts of the cells of a format that has cells, in order."""
    if made.layout == "xlsx":
        book = load_workbook(io.BytesIO(made.content))
        rows = chain.from_iterable(board.iter_rows(values_only=True) for board in book)
        return ["" if cell is None else str(cell) for row in rows for cell in row]
    if made.layout == "docx":
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            text = archive.read("word/document.xml").decode()
        text = re.sub("<w:del .*?</w:del>", "", text).replace("<w:noBreakHyphen/>", "-")
        cells = re.findall(r"<w:tc>.*?</w:tc>", text)
        return [html.unescape(re.sub("<[^>]+>", "", cell)) for cell in cells]
    text = re.sub("<!--.*?-->", "", _text(made))
    cells = re.split(r"<t[dh][^>]*>", text, flags=re.IGNORECASE)[1:]
    cells = [
        re.split(r"</?t(?:d|h|r|body)\b", cell, maxsplit=1, flags=re.IGNORECASE)[0]
        for cell in cells
    ]
    return [html.unescape(re.sub("<[^>]+>", "", cell)).strip() for cell in cells]


def _text(made: Sample) -> str:
    if made.layout == "pdf":
        pdfium = pytest.importorskip("pypdfium2")
        book = pdfium.PdfDocument(made.content)
        return "\n".join(page.get_textpage().get_text_range() for page in book)
    for charset in ("utf-8-sig", "gb18030") if made.charset == "lying" else (made.charset,):
        try:
            return made.content.decode("gb18030" if charset == "gbk" else charset)
        except UnicodeDecodeError:
            continue
    raise AssertionError(made.name)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("script", ["hans", "hant", "hant_tw"])
@pytest.mark.parametrize(
    "noise", ["", "planted", "thousands", "units_in_cells", "permuted_columns"]
)
def test_a_layout_contains_every_printed_value_in_order(
    layout: str, script: str, noise: str
) -> None:
    for number, form in enumerate(FORMS):
        # PDFium drops a lone character of a font that is not at hand: a cell broken over
        # lines may lose its last one, and only cells of text are broken.
        if layout in ("pdf", *TORN_LAYOUTS) and form == "work_plan":
            continue
        truth = draw_truth(Random(number), form, noise=frozenset({noise} - {""}))
        made = sample(truth, layout, script=script, seed=number)
        printed = [cell.printed for cell in made.truth.values() if cell.printed]
        assert len(printed) > 3
        if layout in ("docx", "xlsx", *HTML_LAYOUTS) and layout not in ("html_div", "html_text"):
            cells = iter(_cells(made))
            # Membership in an iterator consumes it: this is "in this order".
            assert all(value in cells for value in printed), made.name
            continue
        text = re.sub(r"\s", "", _text(made)) if layout == "pdf" else _text(made)
        at = 0
        for value in printed:
            at = text.find(value, at)
            assert at >= 0, (made.name, value)
            at += len(value)


def test_no_layout_but_the_flat_one_is_glued(samples: list[Sample]) -> None:
    assert {made.layout for made in samples if made.is_glued} == {"flat"}
