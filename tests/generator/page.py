"""A document put together: title, prose, headings and sheets in the statutory order."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tests.generator import prose
from tests.generator.data import load
from tests.generator.listings import indicator_sheets, task_sheet
from tests.generator.near_misses import near_miss_blocks
from tests.generator.sheets import Label, Sheet
from tests.generator.statutory import Shaper
from tests.generator.truth import Key, Truth
from tests.generator.wording import scripted, speller

_CHINESE_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: field, title, heading, text or chrome."""

    text: str
    kind: str = "text"


Block = Line | Sheet


@dataclass(slots=True)
class Page:
    """A document before any file format; `lost` are tables that are not all there."""

    title: str
    blocks: list[Block]
    noise: frozenset[str]
    stated: dict[str, int] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)

    def sheets(self) -> list[Sheet]:
        """The tables, in printed order."""
        return [block for block in self.blocks if isinstance(block, Sheet)]

    def printed_keys(self) -> list[Key]:
        """The keys of all values, in printed order."""
        return [key for sheet in self.sheets() for key in sheet.printed_keys()]


def compose(truth: Truth, rng: random.Random, script: str = "hans") -> Page:
    """The page of a truth, in a script."""
    label = speller(rng, truth.noise)
    page = Page("" if _is_untitled(truth) else title_of(truth, rng), [], truth.noise)
    page.blocks = [*_head(page.title, truth, rng), *_body(page, truth, rng, label)]
    if "chrome" in truth.noise:
        chrome = load("noise")["chrome"]
        page.blocks[:0] = [Line(text, "chrome") for text in chrome["before"]]
        page.blocks += [Line(text, "chrome") for text in chrome["after"]]
    if "encyclopedia" in truth.noise and page.title:
        copied = load("noise")["encyclopedia"]
        # Behind the first line, and never between the halves of a broken title.
        at = 1 + all(isinstance(b, Line) and b.kind == "title" for b in page.blocks[:2])
        page.blocks[at:at] = [Line(t.format(title=page.title), "chrome") for t in copied["before"]]
        page.blocks += [Line(text, "chrome") for text in copied["after"]]
    if "truncated" in truth.noise:
        _truncate(page, rng)
    convert = scripted(script, truth.noise)
    page.title = convert(page.title)
    page.blocks = [_converted(block, convert) for block in page.blocks]
    return page


def _converted(block: Block, convert: Label) -> Block:
    if isinstance(block, Line):
        return replace(block, text=convert(block.text))
    # Values are in the page's script already: the truth is converted before it is laid out.
    rows = tuple(
        tuple(s if s.role == "value" and s.key else replace(s, text=convert(s.text)) for s in row)
        for row in block.rows
    )
    return replace(block, rows=rows)


def _is_untitled(truth: Truth) -> bool:
    """Whether the page lost its title, as half of those do that a crawler took the text of."""
    is_report = truth.document_type == "annual_report" and not truth.near_miss
    return is_report and "untitled" in truth.noise


def title_of(truth: Truth, rng: random.Random) -> str:
    """A title as such bodies write it; 人民政府 and 政府信息公开 share their 政府."""
    number = str(truth.year)
    if "chinese_year" in truth.noise:
        number = number.translate(_CHINESE_DIGITS)
    year = f"{number}年" + rng.choice(("", "", "度"))
    if truth.document_type == "work_plan":
        return f"{truth.agency.removesuffix('人民政府')}{year}政务公开工作要点"
    if truth.document_type == "monthly_statistics":
        return f"{truth.agency}{truth.year}年{rng.randint(1, 12)}月政府信息公开工作统计月报表"
    if truth.near_miss:
        return rng.choice(load("near_misses")[truth.near_miss]["titles"]).format(
            agency=truth.agency, year=truth.year, before=truth.year - 1
        )
    kind = rng.choice(
        ("政府信息公开工作年度报告", "政府信息公开工作年度报告", "政府信息公开年度报告")
    )
    agency = truth.agency
    if rng.random() < 0.5:
        kind = kind.removeprefix("政府") if agency.endswith("政府") else kind
        return f"{year}{agency}{kind}"
    return f"{agency}{year}{kind}"


def _head(title: str, truth: Truth, rng: random.Random) -> Iterator[Line]:
    drawn = f"{truth.year + 1}-0{rng.randint(1, 3)}-{rng.randint(10, 28)}"
    published = truth.published or drawn
    if "fields" in truth.noise:
        yield Line(
            f"索引号：{rng.randint(10**8, 10**9)}/{truth.year + 1}-0000{rng.randint(1, 9)}", "field"
        )
        yield Line(f"发布机构：{truth.agency}", "field")
        yield Line(f"发布日期：{published}", "field")
    if not title:
        return
    if "wrapped" in truth.noise and truth.document_type == "annual_report":
        yield Line(f"关于印发《{title}》的通知", "title")
        yield Line("各街道、镇，各有关单位：")
        yield Line(f"《{title}》已经同意，现予印发。")
        yield Line(published)
    if "broken_title" in truth.noise and len(title) > 14:
        at = title.find("年") + 1 if title.find("年") < len(title) - 12 else len(title) - 10
        yield Line(title[:at], "title")
        yield Line(title[at:], "title")
    else:
        yield Line(title, "title")


def _body(page: Page, truth: Truth, rng: random.Random, label: Label) -> Iterator[Block]:
    def look(key: Key) -> str:
        cell = truth.cells.get(key)
        text = cell.printed if cell else ""
        if "residue" in truth.noise and text and rng.random() < 0.03:
            return f"{rng.choice(load('noise')['residue'])} {text}"
        return text

    shaper = Shaper(truth, rng, look, label)
    if truth.near_miss:
        for block in near_miss_blocks(truth, rng, shaper):
            yield Line(block) if isinstance(block, str) else block
    elif "task" in truth.editions:
        yield Line("各街道、镇，区政府各部门：")
        yield from (Line(text) for text in prose.overview(rng, truth))
        yield Line(f"附件：{truth.year}年政务公开工作要点任务分解表", "heading")
        yield task_sheet(truth, look, label)
    elif "indicator" in truth.editions:
        yield from _legacy(truth, rng, indicator_sheets(truth, rng, look, label))
    else:
        yield from _statutory(page, truth, rng, shaper)


def _legacy(truth: Truth, rng: random.Random, sheets: list[tuple[str, Sheet]]) -> Iterator[Block]:
    if truth.document_type == "annual_report":
        yield from (Line(text) for text in prose.opening(rng, truth))
        for heading in load("prose")["legacy_sections"]:
            yield Line(heading, "heading")
            yield from (Line(text) for text in prose.overview(rng, truth) if rng.random() < 0.4)
    for title, sheet in sheets:
        yield Line(title, "heading")
        yield sheet


def _statutory(page: Page, truth: Truth, rng: random.Random, shaper: Shaper) -> Iterator[Block]:
    for text in prose.opening(rng, truth):
        yield Line(text)
    headings = load("forms")["headings"]
    review = headings[f"review_{truth.editions['review']}"]
    problems = "政府信息公开工作存在的主要问题及改进情况"
    names = [headings["disclosure"], headings["request"], review]
    names = ["总体情况", *map(shaper.label, names), problems, "其他需要报告的事项"]
    # On some pages the tables start counting anew.
    restart = 1 if "ordinals_restart" in truth.noise else 0
    for number, name in enumerate(names):
        ordinal = number - 1 if restart and 1 <= number <= 3 else number
        yield Line(f"{_NUMERALS[ordinal]}、{name}".replace("\n", ""), "heading")
        if number == 0:
            yield from (Line(text) for text in prose.overview(rng, truth))
            yield from _stated(page, truth, rng, "requests")
            yield from _stated(page, truth, rng, "reviews")
        elif number <= 3:
            yield (shaper.disclosure, shaper.request, shaper.review)[number - 1]()
        elif number == 4:
            yield from (Line(text) for text in prose.problems(rng, truth))
        else:
            yield Line(prose.sentence(rng, truth, "others")[0])


def _stated(page: Page, truth: Truth, rng: random.Random, section: str) -> Iterator[Line]:
    text, stated = prose.sentence(rng, truth, section)
    if text and rng.random() < 0.8:
        page.stated |= stated
        yield Line(text)


def _truncate(page: Page, rng: random.Random) -> None:
    """Break the page off within a statutory table; nothing behind the break is there."""
    places = [
        at
        for at, block in enumerate(page.blocks)
        if isinstance(block, Sheet) and block.table_code in ("disclosure", "request")
    ]
    if not places:
        page.noise -= {"truncated"}
        return
    at = rng.choice(places)
    sheet = page.blocks[at]
    assert isinstance(sheet, Sheet)
    end = rng.randrange(sheet.header + 2, len(sheet.rows))
    last = sheet.rows[end]
    # Short of its last value, or the table would be whole.
    stop = max((place for place, slot in enumerate(last) if slot.key), default=len(last))
    rows = (*sheet.rows[:end], last[: rng.randint(1, stop)])
    page.lost = {block.table_code for block in page.blocks[at:] if isinstance(block, Sheet)}
    page.blocks = [*page.blocks[:at], replace(sheet, rows=rows, broken_off=True)]
