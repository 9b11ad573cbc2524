"""From a truth to the bytes of a file, in any layout, script and charset."""

import random
from dataclasses import replace

from tests.generator.page import Page, compose
from tests.generator.render_docx import render_docx
from tests.generator.render_html import render_html
from tests.generator.render_pdf import render_pdf
from tests.generator.render_text import TEXT_LAYOUTS, render_text
from tests.generator.render_torn import render_torn
from tests.generator.render_xlsx import render_xlsx
from tests.generator.truth import Truth
from tests.generator.wording import scripted

HTML_LAYOUTS = (
    "html",
    "html_ragged",
    "html_word",
    "html_nested",
    "html_cut",
    "html_div",
    "html_text",
)
BINARY_LAYOUTS = ("docx", "xlsx", "pdf")
TORN_LAYOUTS = ("pdf_text", "markdown_torn")
LAYOUTS = (*HTML_LAYOUTS, *BINARY_LAYOUTS, *TEXT_LAYOUTS, *TORN_LAYOUTS)
CHARSETS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "lying")
SUFFIXES = {
    "docx": ".docx",
    "xlsx": ".xlsx",
    "pdf": ".pdf",
    "markdown": ".md",
    "markdown_torn": ".md",
}


def lay_out(truth: Truth, seed: int, script: str = "hans") -> tuple[Truth, Page]:
    """The truth as printed in a script, its cells in printed order, and its page."""
    convert = scripted(script, frozenset())
    cells = {k: replace(c, printed=convert(c.printed)) for k, c in truth.cells.items()}
    truth = replace(truth, cells=cells)
    page = compose(truth, random.Random(seed), script)
    noise = truth.noise & page.noise if "truncated" in truth.noise else truth.noise
    if truth.near_miss:
        return replace(truth, cells={}, noise=noise), page
    lost = truth.must_quarantine | page.lost
    cells = {key: cells[key] for key in page.printed_keys()}
    return replace(truth, cells=cells, must_quarantine=lost, noise=noise), page


def to_bytes(page: Page, layout: str, script: str, charset: str, seed: int) -> bytes:
    """A page as a file."""
    rng = random.Random(f"{layout}{seed}")
    if layout == "docx":
        return render_docx(page, rng)
    if layout == "xlsx":
        return render_xlsx(page, rng)
    if layout == "pdf":
        return render_pdf(page, rng, script)
    real, declared = charset, charset.removesuffix("-sig")
    if charset == "lying":
        real, declared = rng.choice((("utf-8", "gb2312"), ("gb18030", "utf-8"), ("gbk", "big5")))
    if layout in HTML_LAYOUTS:
        text = render_html(page, rng, layout, "gb2312" if declared == "gbk" else declared)
    elif layout in TORN_LAYOUTS:
        text = render_torn(page, rng, script, layout)
    else:
        text = render_text(page, rng, layout)
    return _encode(text, real)


def _encode(text: str, charset: str) -> bytes:
    try:
        return text.encode(charset)
    except UnicodeEncodeError:
        return text.encode("gb18030")


def render(
    truth: Truth, layout: str, *, script: str = "hans", charset: str = "utf-8", seed: int = 0
) -> bytes:
    """The bytes of a truth in a layout; its noise is laid out as well."""
    return to_bytes(lay_out(truth, seed, script)[1], layout, script, charset, seed)
