"""Which line is the title, and what kind of document it announces.

In: the first lines of a document. Out: `Title`. A notice followed by the report itself is the
report.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, pairwise, takewhile

from flows.extract.report_titles import ASIDE, BRACKETS, YEAR, Title, arabic, report_title
from flows.extract.wording import wording

# Behind the title a page may name its site or column.
_SITE = re.compile(r"\s*[_|].*$|\s+-\s+.*$")
_SITE_MARKS = "_|-"
# And before it what kind of thing it lists: [置顶].
_TAGS = "【["
_TAG = re.compile(r"^[【\[][^【\[\]】]{1,8}[】\]]\s*")
# What Markdown and its like, and lists, put around a title, and a link in it. Word takes the
# bullets of its lists from fonts of symbols, whose characters stand from U+F020 on.
_MARKS = "#*>=-+, •●○◆◇▪■□►▸" + "".join(map(chr, range(0xF020, 0xF100)))
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_HEADS = 12
# A year, and no date.
_OPENS_WITH_YEAR = re.compile(r"(?:19|20)\d\d\s*年(?!\s*\d)")
_PART_OF_YEAR = re.compile(r"\d{1,2}月份?|第?[一二三四1-4]季度|[上下]半年")
_TRAILING_DATE = re.compile(r"\s+\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?.{0,9}$")
# 一图读懂: and the like before a title.
_HEADED = re.compile(r"^[^:]{1,8}:")
# 关于印发… is what a body does, and no part of its name.
_AGENCY = re.compile(
    r"(?!关于|(?:政府|政务)?(?:政务|信息)公开)"
    r"(?P<agency>[^《》,。:]{2,30}?)"
    r"(?:(?:关于|发布|公布|召开|举行|开展|解读|与(?<=[局厅委会院府处镇乡市县区]与)).*)?"
    r"(?:政府)?(?:政务|信息)公开"
    r"(?!(?:工作)?(?:领导小组|联席会议|办))"
)
_LONGEST = 70
# What is no longer may say a thing twice.
_SHORTEST = 8
# What a line had no room for, of a title that fills it.
_REST = 8


def read_title(lines: list[str]) -> Title:
    """The title among the first lines of a document.

    A line that is an annual report's title wins, also one broken over two lines; else the
    first line that names a kind of document, else the first that is not the site's own.
    """
    lines = _closed(lines)
    short = [line for line in lines if len(line) <= _LONGEST]
    reports = _reports(short)
    opening = _opening(lines)
    named = _mended(opening[:_HEADS])
    kinds = (line for line in named if _other_type(line) != "other")
    # Titles of reports here are links, if they are not the title below.
    first = next(kinds, next((line for line in opening if not report_title(line)), ""))
    other = Title(first, _other_type(first), _year_of(first), None)
    # A page's own name decides over links to reports around it; a notice may enclose one.
    if _other_type(next(_heads(short), "")) not in ("other", "notice"):
        return other
    # Links to the reports of other years name no body, and come in numbers.
    whose = [report for report in reports if report.agency]
    years = {report.report_year: report for report in reports if report.report_year}
    yearly = list(years.values()) if len(years) == 1 and other.document_type != "notice" else []
    sure = whose or yearly
    # A bare 政府信息公开年报 may be the title, or the column of the site the page stands in.
    unsaid = [report for report in reports if report.report_year is None]
    bare = unsaid if other.document_type == "other" else []
    return next(iter([*sure, *bare]), other)


def _reports(lines: list[str]) -> list[Title]:
    """The titles of reports among some lines: whole ones, then those broken over three or two."""
    # The sign is one character, so no title has it between two lines.
    signed = [at for at, line in enumerate(lines) if wording().annual_report_sign in line]
    ends = wording().annual_report_end.search
    around = [_around(lines, at) for at in signed if ends(_bare(lines[at]))]
    whole = [report_title(heads[at]) for heads, at in around]
    threes = [
        _twice_broken_title(*three)
        for heads, _ in around
        for three in zip(heads, heads[1:], heads[2:], strict=False)
    ]
    twos = [_broken_title(*two) for heads, _ in around for two in pairwise(heads)]
    return [report for report in (*whole, *threes, *twos) if report]


def _around(lines: list[str], at: int) -> tuple[list[str], int]:
    """A line with the two above and below it that may be parts of its title, and its place."""
    above = list(islice(_heads(reversed(lines[:at])), 2))
    below = islice(_heads(lines[at + 1 :]), 2)
    return [*above[::-1], _bare(lines[at]), *below], len(above)


def _heads(lines: Iterable[str]) -> Iterator[str]:
    """Lines as titles, those that are none left out."""
    return filter(None, map(_bare, lines))


def _closed(lines: list[str]) -> list[str]:
    """Lines, those that end within the name of a document with what follows of it."""
    if "《" not in "".join(lines):
        return lines
    closed: list[str] = []
    for line in lines:
        if closed and _is_open(closed[-1]) and len(closed[-1] + line) <= _LONGEST:
            closed[-1] += line
        else:
            closed.append(line)
    return closed


def _is_open(line: str) -> bool:
    return "《" in line and line.count("《") > line.count("》")


def _opening(lines: list[str]) -> list[str]:
    """The lines that may be titles: those above the first heading and the running text."""
    short = takewhile(lambda line: len(line) <= _LONGEST, lines)
    return list(takewhile(lambda head: not wording().no_title.search(head), _heads(short)))


def _mended(lines: list[str]) -> list[str]:
    """Lines, each with the short one below where only both together say what kind it is.

    What comes below a notice's first line makes it no other kind, but 的通知 makes one of it.
    """
    mended = list(lines)
    for at, (line, rest) in enumerate(pairwise(lines)):
        if len(rest) <= _REST < len(line):
            alone, both = _other_type(line), _other_type(line + rest)
            is_named_by_both = both not in (alone, "other") and _other_type(rest) in ("other", both)
            if is_named_by_both and (both == "notice" or alone == "other"):
                mended[at] = line + rest
    return mended


def _year_of(line: str) -> int | None:
    """The year that a line says as a title; when a page was put there is another."""
    said = _other_type(line) != "other" or wording().own_title.search(line)
    year = YEAR.search(arabic(line)) if said else None
    return int(year[1]) if year else None


@lru_cache(maxsize=4096)
def _bare(line: str) -> str:
    """A line without the date behind it, marks of markdown, the site's name, or nothing."""
    text = _LINK.sub(r"\1", line) if "](" in line else line
    text = text.lstrip(_MARKS)
    if text[:1] in _TAGS:
        text = _TAG.sub("", text)
    if " " in text:
        text = _TRAILING_DATE.sub("", text)
    if any(map(text.__contains__, _SITE_MARKS)):
        text = _SITE.sub("", text)
    text = _said_once(text.strip(_MARKS))
    return "" if wording().chrome.match(text) else text


def _said_once(text: str) -> str:
    """A text that was printed twice over itself, to look bold, and so is read twice."""
    if text[:1] == text[1:2] and text[::2] == text[1::2]:
        return text[::2]
    half = len(text) // 2
    is_twice = text[:half] == text[-half:] and text[half:-half] in ("", " ")
    return text[:half] if is_twice and half > _SHORTEST else text


def _broken_title(first: str, second: str) -> Title | None:
    """The report's title broken over two lines; a line that says it all is not joined."""
    title = report_title(first + second)
    if title is None or _other_type(first) != "other":
        return None
    return None if title.report_year is None and report_title(second) else title


def _twice_broken_title(first: str, second: str, third: str) -> Title | None:
    """The title broken over three lines, its year on the first, where no other part says one."""
    title = report_title(first + second + third) if _OPENS_WITH_YEAR.match(first) else None
    if title is None:
        return None
    parts = (report_title(first + second), report_title(second + third), report_title(third))
    return None if any(part and part.report_year for part in parts) else title


@lru_cache(maxsize=4096)
def _other_type(line: str) -> str:
    bare = BRACKETS.sub("", line.replace("《", "").replace("》", ""))
    asides = "".join(ASIDE.findall(line))
    for kind, pattern in wording().other_titles:
        if kind == "blank_form" and pattern.search(asides):
            return kind
        if pattern.search(bare):
            return kind
    return "other"


def agency_in(title: str) -> str | None:
    """Whose plan, statistics or news a title of no report names: 2019年长宁区政务公开工作要点."""
    undated = _PART_OF_YEAR.sub("", YEAR.sub("", arabic(title)))
    match = _AGENCY.match(_HEADED.sub("", undated))
    return match["agency"] if match and not wording().no_name.search(match["agency"]) else None
