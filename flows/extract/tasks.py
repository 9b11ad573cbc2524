"""The task table of a work plan: number, task, lead agencies, deadline.

In: a run of pieces. Out: the tasks whose four cells are all there, in the printed order of
the columns; a task that is broken off or runs over is unreadable, and the numbering tells
where the next one begins. The last has none behind it: more text there is the table's end
only where the deadline reads as one.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from flows.extract.forms import Form
from flows.extract.header import decode_header
from flows.normalise import Piece

# Not within brackets: 区文旅局(区广电局、区文物局) is one body under three names.
_SEPARATOR = re.compile(r"[、,;，；\n](?![^()]*\))")
_AND_OTHERS = "等"
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4}
_QUARTER = re.compile(r"(?:第)?([一二三四1-4])季度(?:末|底|前)?")
_MONTH = re.compile(r"(\d{1,2})月(?:份)?(?:底|末|底前|末前|前)?")
_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:前)?")
_HALF_YEAR = {"上半年": 6, "下半年": 12}
_ALL_YEAR = frozenset(("全年", "长期", "持续推进", "年内", "年底", "年底前", "全年推进"))


@dataclass(frozen=True, slots=True)
class Task:
    """A task as printed; `cells` by column code, None where the row is unreadable."""

    task_no: int
    cells: dict[str, Piece] | None


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead agency as printed; `open_ended` where 等 says that more are meant."""

    printed: str
    open_ended: bool


def read_tasks(tokens: list[Piece], form: Form) -> list[Task]:
    """The tasks of a run of pieces, in order; empty where no task table begins."""
    for at in range(len(tokens)):
        header = decode_header(tokens, at, form.blocks[0])
        if header is not None and not header.by_order:
            codes = [column.code for column in header.columns]
            return _tasks(tokens, header.end, codes) if codes[0] == "task_no" else []
    return []


def _tasks(tokens: list[Piece], at: int, codes: list[str]) -> list[Task]:
    tasks: list[Task] = []
    while at < len(tokens) and tokens[at].text == str(len(tasks) + 1):
        following = str(len(tasks) + 2)
        end = min(at + len(codes), len(tokens))
        whole = end - at == len(codes)
        if end < len(tokens) and tokens[end].text != following:
            at_following = (i for i in range(at + 1, len(tokens)) if tokens[i].text == following)
            later = next(at_following, None)
            deadline = tokens[at + codes.index("deadline")].text
            whole = later is None and read_deadline(deadline, None)[0] is not None
            end = later or end
        cells = dict(zip(codes, tokens[at:end], strict=True)) if whole else None
        tasks.append(Task(len(tasks) + 1, cells))
        at = end
    return tasks


def lead_agencies(text: str) -> list[Lead]:
    """The agencies named in a cell, in order: `区府办、区市场监管局等`."""
    leads = []
    for part in _SEPARATOR.split(text):
        printed = part.strip()
        open_ended = printed.endswith(_AND_OTHERS)
        name = printed.removesuffix(_AND_OTHERS).strip()
        if name:
            leads.append(Lead(name, open_ended))
    return leads


def read_deadline(text: str, year: int | None) -> tuple[str | None, date | None]:
    """The kind of a deadline and its last day, or (None, None) where it is not understood.

    Kinds: day, month, quarter, half_year, all_year. Without a year the day is unknown.
    """
    printed = text.strip().removesuffix("完成").strip()
    if match := _DAY.fullmatch(printed):
        found_year = int(match[1]) if match[1] else year
        return "day", _day(found_year, int(match[2]), int(match[3]))
    if match := _MONTH.fullmatch(printed):
        return "month", _month_end(year, int(match[1]))
    if match := _QUARTER.fullmatch(printed):
        quarter = _NUMERALS.get(match[1]) or int(match[1])
        return "quarter", _month_end(year, quarter * 3)
    if printed in _HALF_YEAR:
        return "half_year", _month_end(year, _HALF_YEAR[printed])
    if printed in _ALL_YEAR:
        return "all_year", _month_end(year, 12)
    return None, None


def _day(year: int | None, month: int, day: int) -> date | None:
    if year is None or not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day) if 1 <= day <= last else None


def _month_end(year: int | None, month: int) -> date | None:
    if year is None or not 1 <= month <= 12:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])
