"""Dates as printed: read where a single date is possible, else left unread.

Some pages lost the characters 年 and 月: `2021219` can only be 19 February 2021, while
`2020111` could be 1 November or 11 January and stays unread.
"""

import re
from datetime import date

_FULL = re.compile(r"((?:19|20)\d\d)\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})(?!\d)\s*日?")
_BARE = re.compile(r"((?:19|20)\d\d)(\d{2,4})")
_TO = r"\s*(?:起)?\s*(?:至|到|—+|-+|~)\s*"
_PERIOD = re.compile(
    rf"{_FULL.pattern}{_TO}(?:((?:19|20)\d\d)\s*年\s*)?(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日"
)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def possible_dates(digits: str) -> set[date]:
    """Every date that a run of digits could be once its 年 and 月 are lost."""
    match = _BARE.fullmatch(digits)
    if match is None:
        return set()
    year, rest = match[1], match[2]
    splits = ((rest[:size], rest[size:]) for size in (1, 2))
    return {
        found for month, day in splits if 1 <= len(day) <= 2 and (found := _date(year, month, day))
    }


def read_date(text: str) -> date | None:
    """The one date that a text opens with, or None where there is none or several."""
    match = _FULL.match(text.strip())
    if match:
        return _date(*match.groups())
    possible = possible_dates(text.strip())
    return possible.pop() if len(possible) == 1 else None


def read_period(text: str) -> tuple[date, date] | None:
    """The first period of the form 2020年1月1日起至12月31日 in a text."""
    match = _PERIOD.search(text)
    if match is None:
        return None
    year, month, day, end_year, end_month, end_day = match.groups()
    start = _date(year, month, day)
    end = _date(end_year or year, end_month, end_day)
    return (start, end) if start and end and start <= end else None
