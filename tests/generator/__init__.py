"""A corpus of our own: draws what a report says, then renders it as badly as real pages do.

`documents(seed, count)` yields samples: the bytes of a file and what must come of them. The
same seed gives the same bytes. `draw_truth` and `render` serve tests that want one document
of a known shape.
"""

import random
from collections.abc import Iterator
from decimal import Decimal

from tests.generator.author import FORMS, draw_truth
from tests.generator.identities import failing
from tests.generator.near_misses import KINDS, as_near_miss
from tests.generator.render import (
    BINARY_LAYOUTS,
    HTML_LAYOUTS,
    LAYOUTS,
    SUFFIXES,
    TORN_LAYOUTS,
    lay_out,
    render,
    to_bytes,
)
from tests.generator.render_text import LOSSY
from tests.generator.truth import Failure, Key, Sample, Truth, TruthCell

__all__ = [
    "FORMS",
    "LAYOUTS",
    "Failure",
    "Key",
    "Sample",
    "Truth",
    "TruthCell",
    "documents",
    "draw_truth",
    "failing",
    "render",
    "sample",
]

_LAYOUTS = {
    "html": 12,
    "html_ragged": 7,
    "html_word": 10,
    "html_nested": 7,
    "html_cut": 6,
    "html_div": 3,
    "html_text": 3,
    "docx": 6,
    "xlsx": 3,
    "pdf": 4,
    "pipe": 8,
    "parted": 3,
    "lines": 6,
    "lines_blank": 3,
    "lines_pipe": 4,
    "lines_edged": 3,
    "markdown": 5,
    "boxed": 3,
    "framed": 3,
    "pdf_text": 4,
    "markdown_torn": 2,
    "spaced": 5,
    "flat": 5,
    "flat_spaced": 5,
}
_SCRIPTS = {"hans": 80, "hant": 10, "hant_tw": 10}
_CHARSETS = {"utf-8": 60, "utf-8-sig": 8, "gb18030": 12, "gbk": 10, "utf-16": 3, "lying": 7}
# At most one of these a document, or nobody could say which one a reader stumbled over.
_DEFECTS = {
    "": 66,
    "planted": 15,
    "blank_row": 2,
    "missing_row": 4,
    "missing_row_adjusted": 3,
    "unknown_row": 4,
    "truncated": 4,
}
_HABITS = {
    "thousands": 0.08,
    "full_width": 0.04,
    "units_in_cells": 0.06,
    "remarks": 0.04,
    "blank_cells": 0.06,
    "placeholders": 0.05,
    "label_variants": 0.45,
    "label_spaces": 0.15,
    "label_breaks": 0.12,
    "half_width": 0.12,
    "ordinal_style": 0.2,
    "cut_headers": 0.05,
    "repeated_group": 0.08,
    "numbered_header": 0.01,
    "residue": 0.05,
    "spacer_rows": 0.04,
    "permuted_columns": 0.08,
    "permuted_rows": 0.08,
    "page_numbers": 0.2,
    "chrome": 0.25,
    "fields": 0.3,
    "wrapped": 0.06,
    "broken_title": 0.1,
    "untitled": 0.06,
    "ordinals_restart": 0.06,
    "overlapping_spans": 0.03,
    "encyclopedia": 0.04,
    "chinese_year": 0.03,
    "pinyin": 0.03,
}
# Glued digits have one reading only while nothing but digits stands there.
_NOT_GLUED = frozenset(("thousands", "placeholders", "remarks", "full_width", "spacer_rows"))
# Whether a pipe is the edge of a cell or a blank one, such lines do not say.
_NOT_EDGED = frozenset(("blank_cells", "spacer_rows"))
# A row that is cut off and closed all the same is a row of blanks.
_NOT_CLOSED = frozenset(("truncated",))
# Labels cut short look like one label said again.
_NOT_FRAMED = frozenset(("cut_headers",))
# Where a label stands in lines of its own, nothing says left of which others.
_NOT_TORN = frozenset(("permuted_columns",))
_NEAR_MISS_RATE = 0.1
_LAST_PLACE = Decimal("0.0001")


def _pick(rng: random.Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _draw_noise(rng: random.Random, layout: str) -> frozenset[str]:
    noise = {name for name, rate in _HABITS.items() if rng.random() < rate}
    noise.add(_pick(rng, _DEFECTS))
    if layout == "flat":
        noise -= _NOT_GLUED
    if layout == "lines_edged":
        noise -= _NOT_EDGED
    if layout in ("boxed", "framed"):
        noise -= _NOT_CLOSED
    if layout == "framed":
        noise -= _NOT_FRAMED
    if layout in TORN_LAYOUTS:
        noise -= _NOT_TORN
    return frozenset(noise - {""})


def documents(seed: int, count: int) -> Iterator[Sample]:
    """Samples of every layout, form, script, charset and kind of noise."""
    for number in range(count):
        rng = random.Random(f"xxgk {seed} {number}")
        layout, script = _pick(rng, _LAYOUTS), _pick(rng, _SCRIPTS)
        charset = "-" if layout in BINARY_LAYOUTS else _pick(rng, _CHARSETS)
        if charset == "lying" and layout not in HTML_LAYOUTS:
            charset = "utf-8"
        noise = _draw_noise(rng, layout)
        if rng.random() < _NEAR_MISS_RATE:
            truth = _draw_near_miss(rng, noise)
        else:
            truth = draw_truth(rng, noise=noise)
        yield sample(truth, layout, script=script, charset=charset, seed=rng.randrange(2**32))


def _draw_near_miss(rng: random.Random, noise: frozenset[str]) -> Truth:
    noise -= set(_DEFECTS)
    if rng.random() < 0.1:
        return draw_truth(rng, "monthly", noise=noise)
    kind = rng.choice(KINDS)
    return as_near_miss(draw_truth(rng, rng.choice(("2019", "2021")), noise=noise), kind)


def sample(
    truth: Truth, layout: str, *, script: str = "hans", charset: str = "utf-8", seed: int = 0
) -> Sample:
    """One truth rendered, with what must come of it."""
    truth, page = lay_out(truth, seed, script)
    content = to_bytes(page, layout, script, charset, seed)
    wrong = frozenset() if truth.near_miss else failing(truth.cells, truth.editions)
    name = f"{truth.form}-{layout}-{script}-{seed}"
    suffix = ".html" if layout in HTML_LAYOUTS else SUFFIXES.get(layout, ".txt")
    return Sample(
        name=name,
        content=content,
        file_name=name + suffix,
        layout=layout,
        form=truth.form,
        script=script,
        charset=charset,
        document_type=truth.document_type,
        truth=truth.cells,
        must_quarantine=truth.must_quarantine | _unreadable(truth, layout, wrong),
        failing=wrong,
        report_year=None if truth.near_miss == "blank_form" else truth.year,
        agency=None if truth.near_miss == "blank_form" else truth.agency,
        is_glued=layout == "flat",
        noise=truth.noise,
        editions=truth.editions,
        prose=page.stated,
    )


def _unreadable(truth: Truth, layout: str, wrong: frozenset[Failure]) -> frozenset[str]:
    """Tables that the layout itself makes unreadable, whoever reads them.

    Where blank cells leave nothing behind, a row with some of its numbers does not say which
    ones they are. Where digits are glued, a table whose identities fail has no split that
    satisfies them. An amount without a unit cannot be turned into yuan, and with more places
    than the warehouse keeps (DECIMAL(20,4)) it cannot be stored as it stands either.
    """
    found: set[str] = set()
    if layout in LOSSY:
        rows: dict[tuple[str, str], list[str]] = {}
        for (table, row, _), cell in truth.cells.items():
            rows.setdefault((table, "" if table == "review" else row), []).append(cell.printed)
        found |= {table for (table, _), row in rows.items() if any(row) and not all(row)}
    found |= {key[0] for key, cell in truth.cells.items() if _is_unstorable(cell)}
    if layout == "flat":
        found |= {table for _, table, _ in wrong if table != "indicator"}
    return frozenset(found)


def _is_unstorable(cell: TruthCell) -> bool:
    return cell.unit == "unknown" and bool(Decimal(cell.value or 0) % _LAST_PLACE)
