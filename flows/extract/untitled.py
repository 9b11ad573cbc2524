"""Reports whose page lost its title, as half of those did that a crawler took the text of.

In: the title found, if any, and all lines. Out: the `Title` of the report. It is known by what
only an annual report says of itself (who made it by which article, the time that its numbers
count), else by its chapters, which are prescribed (国办公开办函〔2021〕30号). Refused: what has a
title of its own that names another kind of document.
"""

import re
from dataclasses import replace

from flows.extract.report_titles import Title, report_title
from flows.extract.wording import wording

_ANNOUNCED = re.compile(r"关于(?:发布|公布|公开|印发)?(.+?)的(?:公告|通告|公示|通知)$")
# A report says what it is before it begins, behind the furniture of its site.
_OPENING = 6_000
# So many chapters are a report; two or three are anything on open government.
_CHAPTERS = 4


def titled_by_itself(title: Title, lines: list[str]) -> Title:
    """The title of a report that has none on its page, or that of its announcement.

    `lines` are the whole text; it says of itself that it is an annual report, or has the
    chapters of one, or the title stays.
    """
    known = title.document_type not in ("other", "notice") or is_about_one(title)
    if known or not (_presents_itself(lines) or _has_chapters(title, lines)):
        return title
    if title.document_type == "notice":
        announced = _ANNOUNCED.search(title.text)
        report = report_title(announced[1]) if announced else None
        return replace(report, text=title.text) if report else title
    report = report_named(lines)
    if report is None or not report.agency or wording().no_name.search(report.agency):
        return replace(title, document_type="annual_report")
    return report


def report_named(lines: list[str]) -> Title | None:
    """The report that a sentence of the opening names, as 现将2020年…年度报告公布如下 does."""
    opening = wording().short_name.sub("", "\n".join(lines)[:_OPENING])
    sentences = wording().named_in_sentence.finditer(opening)
    return next(filter(None, (report_title(said["title"]) for said in sentences)), None)


def _presents_itself(lines: list[str]) -> bool:
    """Whether a text says of itself that it is an annual report."""
    # A sentence may be broken over lines.
    opening = "".join(lines)[:_OPENING]
    return any(one.search(opening) for one in wording().presents_itself)


def _has_chapters(title: Title, lines: list[str]) -> bool:
    """Whether a text of no title of its own has the chapters of a report."""
    if wording().own_title.search(title.text):
        return False
    headings = wording().chapter.findall("\n" + "\n".join(lines))
    if not any(wording().on_disclosure in heading for heading in headings):
        return False
    chapters = (any(map(one.search, headings)) for one in wording().chapters)
    return sum(chapters) >= _CHAPTERS


def compares_years(text: str) -> bool:
    """Whether a text says of itself that it compares the tables of several years."""
    return wording().compares_years.search(text, 0, _OPENING) is not None


def is_about_one(title: Title) -> bool:
    """Whether a title of no kind says that this is a draft, a picture or an explanation of one."""
    about = (wording().not_a_report, wording().not_a_report_aside)
    of_one = title.document_type == "other" and wording().annual_report_sign in title.text
    return of_one and any(one.search(title.text) for one in about)
