"""Documents that look like annual reports and are none, and the report without tables."""

import random
from collections.abc import Iterator
from dataclasses import replace

from tests.generator.data import load
from tests.generator.sheets import Sheet
from tests.generator.statutory import Shaper
from tests.generator.truth import TABLE_CODES, Truth, TruthCell

KINDS = ("blank_form", "notice", "guide", "news", "letter", "comparison", "no_tables")


def as_near_miss(truth: Truth, kind: str) -> Truth:
    """A statutory truth turned into a document of a kind that holds none of its facts."""
    cells = truth.cells if kind == "comparison" else {}
    return replace(
        truth,
        document_type=load("near_misses")[kind]["document_type"],
        form="none",
        cells=cells,
        near_miss=kind,
        must_quarantine=frozenset(TABLE_CODES),
    )


def near_miss_blocks(truth: Truth, rng: random.Random, shaper: Shaper) -> Iterator[str | Sheet]:
    """The body of a near miss: its lines, and tables blank or filled as its kind has them."""
    spec = load("near_misses")[str(truth.near_miss)]
    names = {"agency": truth.agency, "year": truth.year, "before": truth.year - 1}
    for line in spec["lines"]:
        yield line.format(**names)
    if spec["sheets"] == "blank":
        yield from _forms(truth, shaper)
    if spec["sheets"] == "two_years":
        for year in (truth.year - 1, truth.year):
            yield f"{year}年收到和处理政府信息公开申请情况"
            yield shaper.request()
            shaper = _next_year(truth, rng, shaper)


def _forms(truth: Truth, shaper: Shaper) -> Iterator[str | Sheet]:
    headings = load("forms")["headings"]
    yield "二、" + headings["disclosure"]
    yield shaper.disclosure()
    yield "三、" + headings["request"]
    yield shaper.request()
    yield "四、" + headings[f"review_{truth.editions['review']}"]
    yield shaper.review()


def _next_year(truth: Truth, rng: random.Random, shaper: Shaper) -> Shaper:
    cells = {
        key: TruthCell(cell.value, cell.status, cell.printed + "0", cell.unit)
        for key, cell in truth.cells.items()
        if cell.value
    }
    merged = {**truth.cells, **cells}
    return Shaper(
        truth, rng, lambda key: merged[key].printed if key in merged else "", shaper.label
    )
