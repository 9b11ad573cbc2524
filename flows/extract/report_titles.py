"""What the title of an annual report is, and whose and of which year it says the report is.

In: a line. Out: its `Title`, or None. An annual report is known by a title that says nothing else:
`2020年上海市杨浦区人民政府信息公开工作年度报告` is one, a notice that encloses one or news about
one is not.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from flows.extract.wording import wording

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)\s*年?\s*度?")
_CHINESE_YEAR = re.compile(r"二[〇○零oO0][〇○零oO0一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零oO一二三四五六七八九", "00000123456789")
BRACKETS = re.compile(r"\([^()]*\)|[《》\s]")
ASIDE = re.compile(r"\([^()]*\)")
_ENCLOSED = re.compile(r"《([^《》]+)》")


@dataclass(frozen=True, slots=True)
class Title:
    """A title, the kind of document it names, and the year and agency it says."""

    text: str
    document_type: str
    report_year: int | None
    agency: str | None


def report_title(line: str) -> Title | None:
    """The title of an annual report that a line is, or None."""
    may_be = wording().annual_report_sign in line and wording().annual_report_end.search(line)
    return _report_title(line) if may_be else None


@lru_cache(maxsize=4096)
def _report_title(line: str) -> Title | None:
    printed = arabic(line)
    match = wording().annual_report_title.fullmatch(BRACKETS.sub("", YEAR.sub("", printed)))
    if match is None or wording().not_a_report.search(match["agency"]):
        return None
    if _ENCLOSED.search(line) and not line.strip().startswith("《"):
        return None
    # (2020年度) behind a title is its year; (2021年1月) is when it was published.
    asides = ASIDE.findall(printed)
    dated = "".join(aside for aside in asides if "月" not in aside)
    said = YEAR.findall(ASIDE.sub("", printed)) or YEAR.findall(dated)
    years = {int(year) for year in said}
    if len(years) > 1 or any(map(wording().not_a_report_aside.search, asides)):
        return None
    # One character is no name: 府信息公开年报 lost its line above.
    agency = match["agency"] if len(match["agency"]) > 1 else ""
    # 人民政府信息公开 is 人民政府 + 政府信息公开 with the 政府 said once.
    if agency.endswith("人民") and match["kind"].startswith("政府"):
        agency += "政府"
    year = years.pop() if years else None
    return Title(line.strip("《》 "), "annual_report", year, agency or None)


def encloses_report(line: str) -> bool:
    """Whether a title names an annual report in 《》: 关于印发《2021年…年度报告》的通知."""
    return any(report_title(title) for title in _ENCLOSED.findall(line))


def arabic(text: str) -> str:
    """A text with the years that are written in Chinese numerals in digits."""
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_DIGITS), text)
