"""The task table of a work plan: number, task, lead agencies, deadline.

In: a run of pieces, and the grids of a document. Out: the tasks whose four cells are all
there, in the printed order of the columns; a task that is broken off or runs over is
unreadable, and the numbering tells where the next one begins. In a run the last has none
behind it: more text there is the table's end only where the deadline reads as one. In a grid
a cell belongs to the column that it stands in, a header printed again is passed over, and
a row whose number is not the next one is unreadable. So is a task that both read, and read
differently.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from flows.extract.form import Form
from flows.extract.header import decode_header
from flows.normalise import Grid, Piece

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


def read_spaced_tasks(words: list[Piece], form: Form) -> list[Task]:
    """The tasks of text in which only spaces are left between cells.

    A space may as well stand within a cell: a task is read where its number, three words
    and the next number follow each other, and the last of the words is a deadline.
    """
    tasks = _from_run(words, form)
    return [task if _ends_dated(task) else replace(task, cells=None) for task in tasks]


def _ends_dated(task: Task) -> bool:
    deadline = task.cells["deadline"].text if task.cells else ""
    return read_deadline(deadline, None)[0] is not None


def read_tasks(tokens: list[Piece], form: Form, grids: Iterable[Grid] = ()) -> list[Task]:
    """The tasks of a document, in order; empty where no task table begins."""
    by_label = _from_run(tokens, form)
    by_place = next((tasks for grid in grids if (tasks := _from_grid(grid, form))), [])
    if not by_label or not by_place:
        return by_place or by_label
    more = [Task(task.task_no, None) for task in by_label[len(by_place) :]]
    doubtful = {a.task_no for a, b in zip(by_place, by_label, strict=False) if not _agree(a, b)}
    found = (replace(one, cells=None) if one.task_no in doubtful else one for one in by_place)
    return [*found, *more]


def _agree(one: Task, other: Task) -> bool:
    """Whether two readings of a task say the same, or one of them nothing."""
    if one.cells is None or other.cells is None:
        return True
    return _said(one.cells) == _said(other.cells)


def _said(cells: dict[str, Piece]) -> dict[str, str]:
    return {code: "".join(piece.text.split()) for code, piece in cells.items()}


def _from_run(tokens: list[Piece], form: Form) -> list[Task]:
    for at in range(len(tokens)):
        codes = _codes(tokens, at, form)
        if codes is not None:
            return _tasks(tokens, codes[0], codes[1]) if codes[1][0] == "task_no" else []
    return []


def _codes(tokens: list[Piece], at: int, form: Form) -> tuple[int, list[str]] | None:
    """Where the header that begins at a token ends, and the codes of its columns."""
    header = decode_header(tokens, at, form.blocks[0])
    if header is None or header.by_order:
        return None
    return header.end, [column.code for column in header.columns]


def _from_grid(grid: Grid, form: Form) -> list[Task]:
    """The tasks of a grid, from its header on."""
    columns: dict[int, str] = {}
    tasks: list[Task] = []
    for row in grid.rows:
        filled = [cell for cell in row if cell.piece.text]
        header = _codes([cell.piece for cell in filled], 0, form) if len(filled) > 1 else None
        if header is not None and header[0] == len(filled):
            columns = {cell.column: code for cell, code in zip(filled, header[1], strict=True)}
        elif columns and filled:
            cells = {columns.get(cell.column, ""): cell.piece for cell in filled}
            number = cells["task_no"].text if "task_no" in cells else ""
            whole = number == str(len(tasks) + 1) and cells.keys() == set(columns.values())
            if len(filled) == 1 and number and not number.isdecimal():
                continue  # A caption between tasks, or a note below them.
            if tasks and not number:
                # What stands beside no number goes on from the task above.
                tasks[-1] = replace(tasks[-1], cells=None)
            else:
                tasks.append(Task(len(tasks) + 1, cells if whole else None))
    return tasks


def _tasks(tokens: list[Piece], at: int, codes: list[str]) -> list[Task]:
    tasks: list[Task] = []
    while at < len(tokens) and tokens[at].text == str(len(tasks) + 1):
        following = str(len(tasks) + 2)
        end = min(at + len(codes), len(tokens))
        whole = end - at == len(codes)
        if end == len(tokens) or tokens[end].text != following:
            at_following = (i for i in range(at + 1, len(tokens)) if tokens[i].text == following)
            later = next(at_following, None)
            whole = whole and later is None and _is_dated(tokens[at:end], codes)
            end = later or end
        cells = dict(zip(codes, tokens[at:end], strict=True)) if whole else None
        tasks.append(Task(len(tasks) + 1, cells))
        at = end
    return tasks


def _is_dated(cells: list[Piece], codes: list[str]) -> bool:
    """Whether what stands where the deadline should be reads as one."""
    return read_deadline(cells[codes.index("deadline")].text, None)[0] is not None


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
