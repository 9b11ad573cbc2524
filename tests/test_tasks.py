"""Tasks of a work plan: all four cells of one, or none."""

from datetime import date

import pytest

from flows.extract.forms import forms
from flows.extract.tasks import (
    Lead,
    Task,
    lead_agencies,
    read_deadline,
    read_spaced_tasks,
    read_tasks,
)
from flows.normalise import Cell, Grid, Piece, words
from tests.printed import Sheet, as_lines, as_pipes, document, pieces

PLAN = next(form for form in forms() if form.shape == "tasks")
HEADER = ["序号", "目标任务", "牵头单位", "完成时限"]
FIRST = ["1", "公开预算和决算", "区财政局", "6月底前"]
SECOND = ["2", "公开政策解读", "区府办", "全年"]
THIRD = ["3", "公开统计数据", "区统计局、区府办", "第四季度"]


def read_plan(text: str) -> list[Task]:
    return read_tasks(pieces(text), PLAN)


def told(tasks: list[Task]) -> list[list[str] | None]:
    return [task.cells and [piece.text for piece in task.cells.values()] for task in tasks]


@pytest.mark.parametrize("printer", [as_lines, as_pipes])
@pytest.mark.parametrize("behind", ["", "\n\n联系人：办公室\n电话：0000-1234567\n"])
def test_every_task_is_read_with_its_four_cells(printer: object, behind: str) -> None:
    tasks = read_plan(printer([HEADER, FIRST, SECOND, THIRD]) + behind)
    assert told(tasks) == [FIRST, SECOND, THIRD]
    assert [task.task_no for task in tasks] == [1, 2, 3]
    assert list(tasks[0].cells) == ["task_no", "task", "lead_agencies", "deadline"]


def test_columns_that_moved_keep_their_meaning() -> None:
    rows = [[row[place] for place in (0, 2, 3, 1)] for row in (HEADER, FIRST, SECOND)]
    cells = read_plan(as_lines(rows))[1].cells
    assert {code: piece.text for code, piece in cells.items()} == {
        "task_no": "2",
        "lead_agencies": "区府办",
        "deadline": "全年",
        "task": "公开政策解读",
    }


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([FIRST, SECOND[:3], THIRD], [FIRST, None, THIRD]),
        ([FIRST, [*SECOND[:2], "并编印成册", *SECOND[2:]], THIRD], [FIRST, None, THIRD]),
        ([FIRST[:2], SECOND, THIRD], [None, SECOND, THIRD]),
        ([FIRST, SECOND, THIRD[:3]], [FIRST, SECOND, None]),
        ([FIRST, SECOND, THIRD[:1]], [FIRST, SECOND, None]),
    ],
    ids=["cell missing", "cell broken", "first cut", "last cut", "last number alone"],
)
def test_a_task_broken_off_or_running_over_is_unreadable(
    rows: Sheet, expected: list[list[str] | None]
) -> None:
    assert told(read_plan(as_lines([HEADER, *rows]))) == expected


def test_a_last_task_running_over_is_not_taken_for_a_whole_one() -> None:
    broken = [*THIRD[:2], "并编印成册", *THIRD[2:]]
    assert told(read_plan(as_lines([HEADER, FIRST, SECOND, broken]))) == [FIRST, SECOND, None]


def test_what_stands_last_is_no_deadline_unless_it_reads_as_one() -> None:
    wrapped = ["3", "区统计局", "第四季度", "统计数据。"]
    assert told(read_plan(as_lines([HEADER, FIRST, SECOND, wrapped]))) == [FIRST, SECOND, None]


def test_the_table_ends_where_the_numbers_do() -> None:
    tasks = read_plan(as_lines([HEADER, FIRST, ["7", *SECOND[1:]]]))
    assert told(tasks) == [FIRST]


def grid(*rows: list[str]) -> Grid:
    """A grid of texts."""
    cells = [
        Cell(Piece(text, text, ""), row, column)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    return Grid.of_cells(tuple(cells))


def read_grid(*rows: list[str], run: str = "") -> list[list[str] | None]:
    return told(read_tasks(pieces(run) if run else [], PLAN, [grid(*rows)]))


BLANK = ["", "", "", ""]
BESIDE = ["", "并编印成册", "", ""]
CAPTION = ["二、政策解读", "", "", ""]
NOTE = ["注:联系人为办公室主任", "", "", ""]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([FIRST, SECOND, THIRD], [FIRST, SECOND, THIRD]),
        ([FIRST, HEADER, SECOND], [FIRST, SECOND]),
        ([FIRST, BLANK, CAPTION, SECOND, NOTE], [FIRST, SECOND]),
        ([FIRST, BESIDE, SECOND], [None, SECOND]),
        ([FIRST, THIRD], [FIRST, None]),
        ([FIRST, [*SECOND[:3], ""], THIRD], [FIRST, None, THIRD]),
        ([FIRST, ["x", *SECOND[1:]], THIRD], [FIRST, None, THIRD]),
        ([SECOND], [None]),
    ],
    ids=["whole", "page break", "captions", "runs over", "gap", "blank", "no number", "first"],
)
def test_a_grid_gives_each_task_the_cells_of_its_columns(
    rows: Sheet, expected: list[list[str] | None]
) -> None:
    assert read_grid(HEADER, *rows) == expected


def test_wrapped_cells_leave_no_run_and_yet_a_grid() -> None:
    run = "\n".join([*HEADER, "公开预算", "1", "区财政局", "6月底前", "和决算"])
    assert read_plan(run) == []
    assert read_grid(HEADER, FIRST, run=run) == [FIRST]


def test_a_task_read_in_two_ways_is_unreadable() -> None:
    run = as_lines([HEADER, FIRST, [*SECOND[:2], "区财政局", SECOND[3]]])
    assert read_grid(HEADER, FIRST, SECOND, run=run) == [FIRST, None]


def test_a_task_that_stands_in_the_run_alone_is_unreadable() -> None:
    assert read_grid(HEADER, FIRST, run=as_lines([HEADER, FIRST, SECOND])) == [FIRST, None]


@pytest.mark.parametrize(
    "text",
    [
        "一、公开预算和决算",
        as_lines([HEADER]),
        as_lines([HEADER[1:], FIRST[1:]]),
        as_lines([HEADER, FIRST[1:]]),
        as_lines([FIRST, SECOND]),
    ],
)
def test_without_a_whole_header_and_numbers_there_are_no_tasks(text: str) -> None:
    assert read_plan(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("区府办", [Lead("区府办", False)]),
        ("区府办、区财政局", [Lead("区府办", False), Lead("区财政局", False)]),
        ("区府办,区财政局;区统计局", [Lead(n, False) for n in ("区府办", "区财政局", "区统计局")]),
        ("区府办、区财政局等", [Lead("区府办", False), Lead("区财政局", True)]),
        ("区政府各部门", [Lead("区政府各部门", False)]),
        (
            "区文旅局(区广电局、区文物局)、区府办",
            [Lead("区文旅局(区广电局、区文物局)", False), Lead("区府办", False)],
        ),
        ("、区府办、", [Lead("区府办", False)]),
        ("等", []),
        ("", []),
    ],
)
def test_leads_are_kept_as_printed_and_in_order(text: str, expected: list[Lead]) -> None:
    assert lead_agencies(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("6月30日", "day", date(2019, 6, 30)),
        ("6月30日前完成", "day", date(2019, 6, 30)),
        ("2020年1月31日前", "day", date(2020, 1, 31)),
        ("2月30日", "day", None),
        ("2月底前", "month", date(2019, 2, 28)),
        ("12月", "month", date(2019, 12, 31)),
        ("12月份", "month", date(2019, 12, 31)),
        ("第一季度", "quarter", date(2019, 3, 31)),
        ("二季度末", "quarter", date(2019, 6, 30)),
        ("第4季度前", "quarter", date(2019, 12, 31)),
        ("上半年", "half_year", date(2019, 6, 30)),
        ("下半年完成", "half_year", date(2019, 12, 31)),
        ("全年", "all_year", date(2019, 12, 31)),
        (" 年底前完成 ", "all_year", date(2019, 12, 31)),
        ("长期", "all_year", date(2019, 12, 31)),
    ],
)
def test_a_deadline_has_a_kind_and_a_last_day(text: str, kind: str, day: date | None) -> None:
    assert read_deadline(text, 2019) == (kind, day)


def test_february_of_a_leap_year_has_its_day() -> None:
    assert read_deadline("2月底", 2020) == ("month", date(2020, 2, 29))


@pytest.mark.parametrize("text", ["6月30日", "6月", "第二季度", "上半年", "全年"])
def test_without_a_year_the_last_day_is_unknown(text: str) -> None:
    kind, day = read_deadline(text, None)
    assert kind is not None and day is None


def test_a_deadline_that_says_its_year_needs_no_other() -> None:
    assert read_deadline("2020年6月30日", None) == ("day", date(2020, 6, 30))


@pytest.mark.parametrize("text", ["", "适时", "按要求", "6月至9月", "五季度", "区府办", "每月"])
def test_a_deadline_not_understood_has_no_kind(text: str) -> None:
    assert read_deadline(text, 2019) == (None, None)


@pytest.mark.parametrize("gap", [" ", "\n"])
def test_tasks_with_spaces_between_their_cells_are_read(gap: str) -> None:
    text = gap.join(" ".join(row) for row in (HEADER, FIRST, SECOND, THIRD))
    found = read_spaced_tasks(list(words(document(text))), PLAN)
    assert told(found) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "first", [["1", "公开预算", "和决算", "区财政局", "6月底前"], ["1", "公开 6月底前", "区财政局"]]
)
def test_a_space_within_a_cell_makes_its_task_unreadable(first: list[str]) -> None:
    text = " ".join(" ".join(row) for row in (HEADER, first, SECOND))
    assert told(read_spaced_tasks(list(words(document(text))), PLAN)) == [None, SECOND]
