"""The grid of cells: a value belongs to its row and place, and a blank keeps its own."""

from dataclasses import replace

import pytest

from flows.extract.grid import read_grids
from flows.extract.places import sheet_of
from flows.extract.table import Reading
from tests.printed import (
    Order,
    Sheet,
    as_html,
    as_lines,
    as_pipes,
    as_printed,
    backwards,
    form_of,
    grids,
    numbers,
    row_of,
    sheet,
    texts,
)

TABLES = ["disclosure", "request", "review"]
REQUEST = form_of("request")
ROWS = {leaf.code: leaf for leaf in REQUEST.blocks[0].row_leaves}
COLUMNS = [
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other_organization",
    "total",
]


def grid(printed: Sheet, table: str = "request") -> Reading:
    reading = read_grids(sheet_of(grids(as_pipes(printed))), form_of(table))
    assert reading is not None
    return reading


def drawn(printed: Sheet, table: str = "request") -> Reading:
    """The same off a page on which the table is drawn."""
    return off_page(as_pipes(printed), table)


def off_page(text: str, table: str = "request") -> Reading:
    """The grid of a text as if it was drawn."""
    (one,) = grids(text)
    reading = read_grids(sheet_of([replace(one, run=())]), form_of(table))
    assert reading is not None
    return reading


def row(reading: Reading, code: str) -> list[str | None]:
    return [texts(reading)[code, column] for column in COLUMNS]


def padded(printed: Sheet) -> Sheet:
    """As printers do that undo spans: blanks where a label reaches over three columns."""
    wide = printed[:3]
    for line in printed[3:]:
        labels, values = line[:-7], line[-7:]
        blanks = {"(": 1}.get(labels[-1][0], 0 if labels[-1][0].isdecimal() else 2)
        wide.append([*labels, *[""] * blanks, *values])
    return wide


@pytest.mark.parametrize("table", TABLES)
def test_a_whole_table_is_read_cell_by_cell(table: str) -> None:
    reading = grid(sheet(form_of(table)), table)
    assert texts(reading) == numbers(form_of(table))
    assert reading.is_sound()


@pytest.mark.parametrize("table", TABLES)
def test_columns_that_moved_with_their_headers_keep_their_meaning(table: str) -> None:
    form = form_of(table)
    assert texts(grid(sheet(form, columns=backwards), table)) == numbers(form)


@pytest.mark.parametrize("table", ["disclosure", "request"])
def test_rows_that_moved_with_their_labels_keep_their_meaning(table: str) -> None:
    form = form_of(table)
    assert texts(grid(sheet(form, rows=backwards), table)) == numbers(form)


@pytest.mark.parametrize("place", range(7))
@pytest.mark.parametrize("code", ["received", "granted", "refused_state_secret", "carried_out"])
def test_a_blank_keeps_its_place_and_is_blank(code: str, place: int) -> None:
    printed = sheet(REQUEST)
    line = printed[row_of(printed, ROWS[code].label)]
    line[len(line) - 7 + place] = ""
    reading = grid(printed)
    expected = [numbers(REQUEST)[code, column] for column in COLUMNS]
    expected[place] = ""
    assert row(reading, code) == expected
    assert reading.is_sound()


def test_a_row_of_blanks_is_blank_and_not_missing() -> None:
    printed = sheet(REQUEST)
    at = row_of(printed, ROWS["granted"].label)
    printed[at] = [*printed[at][:-7], *[""] * 7]
    reading = grid(printed)
    assert row(reading, "granted") == [""] * 7
    assert reading.is_sound()


@pytest.mark.parametrize("place", range(15))
def test_a_blank_in_the_review_table_keeps_its_place(place: int) -> None:
    form = form_of("review")
    printed = sheet(form)
    printed[-1][place] = ""
    expected = list(numbers(form).items())
    expected[place] = (expected[place][0], "")
    assert texts(grid(printed, "review")) == dict(expected)


@pytest.mark.parametrize("code", ROWS)
def test_a_missing_row_is_missing_and_moves_no_other(code: str) -> None:
    printed = sheet(REQUEST)
    del printed[row_of(printed, ROWS[code].label)]
    reading = grid(printed)
    assert reading.rows_missing() == [code]
    assert texts(reading) == {a: n for a, n in numbers(REQUEST).items() if a[0] != code}


@pytest.mark.parametrize("code", ROWS)
@pytest.mark.parametrize("change", [lambda line: [*line, "7"], lambda line: line[:-1]])
def test_a_row_with_a_value_too_many_or_too_few_is_unreadable(code: str, change: object) -> None:
    printed = sheet(REQUEST)
    at = row_of(printed, ROWS[code].label)
    printed[at] = change(printed[at])
    reading = grid(printed)
    assert not reading.is_sound()
    for address, text in texts(reading).items():
        assert text == (None if address[0] == code else numbers(REQUEST)[address])


def test_a_row_no_form_knows_is_reported_and_lends_its_values_to_nobody() -> None:
    printed = sheet(REQUEST)
    at = row_of(printed, ROWS["granted"].label)
    printed.insert(at + 1, ["(九)口头答复", "1", "2", "3", "4", "5", "6", "7"])
    reading = grid(printed)
    assert [piece.text for piece in reading.unknown] == ["(九)口头答复"]
    assert texts(reading) == numbers(REQUEST)
    assert not reading.is_sound()


def test_a_row_printed_twice_keeps_its_first_values_and_is_reported() -> None:
    printed = sheet(REQUEST)
    at = row_of(printed, ROWS["granted"].label)
    printed.insert(at + 1, [ROWS["granted"].label, "1", "2", "3", "4", "5", "6", "7"])
    reading = grid(printed)
    assert reading.twice == ["granted"]
    assert texts(reading) == numbers(REQUEST)
    assert not reading.is_sound()


@pytest.mark.parametrize("code", ["carried_in", "refused_state_secret", "concluded_total"])
@pytest.mark.parametrize("columns", [as_printed, backwards])
def test_a_header_repeated_after_a_page_break_is_passed_over(code: str, columns: Order) -> None:
    printed = sheet(REQUEST, columns)
    at = row_of(printed, ROWS[code].label)
    again = sheet(REQUEST, columns=columns)[1:3]
    reading = grid([*printed[:at], *again, *printed[at:]])
    assert texts(reading) == numbers(REQUEST)
    assert reading.is_sound()


def test_a_table_that_goes_on_in_another_grid_is_one_table() -> None:
    printed = sheet(REQUEST)
    text = f"{as_pipes(printed[:12])}\n第 3 页\n{as_pipes(printed[12:])}"
    reading = read_grids(sheet_of(grids(text)), REQUEST)
    assert reading is not None and texts(reading) == numbers(REQUEST)


def test_labels_padded_to_one_width_do_not_move_their_values() -> None:
    reading = grid(padded(sheet(REQUEST)))
    assert texts(reading) == numbers(REQUEST)
    assert reading.is_sound()


@pytest.mark.parametrize("place", range(7))
@pytest.mark.parametrize("code", ["received", "partly_granted", "refused_state_secret"])
def test_a_blank_behind_a_padded_label_keeps_its_place(code: str, place: int) -> None:
    printed = padded(sheet(REQUEST))
    line = printed[row_of(printed, ROWS[code].label)]
    line[len(line) - 7 + place] = ""
    expected = [numbers(REQUEST)[code, column] for column in COLUMNS]
    expected[place] = ""
    assert row(grid(printed), code) == expected


@pytest.mark.parametrize("place", [0, 3, 6])
def test_a_row_wider_than_every_full_row_is_unreadable_with_a_blank(place: int) -> None:
    printed = sheet(REQUEST)
    at = row_of(printed, ROWS["partly_granted"].label)
    label, *values = printed[at]
    values[place] = ""
    printed[at] = [label, "", *values]
    reading = grid(printed)
    assert row(reading, "partly_granted") == [None] * 7
    assert not reading.is_sound()


@pytest.mark.parametrize("place", range(7))
@pytest.mark.parametrize("code", ["received", "granted", "refused_state_secret", "carried_out"])
def test_a_row_that_lost_a_cell_among_rows_filled_up_is_unreadable(code: str, place: int) -> None:
    whole = sheet(REQUEST)
    width = max(map(len, whole)) + 2
    printed = [[*line, *[""] * (width - len(line))] for line in whole]
    assert texts(grid(printed)) == numbers(REQUEST)
    at = row_of(printed, ROWS[code].label)
    del printed[at][len(whole[at]) - 7 + place]
    assert row(grid(printed), code) == [None] * 7


def test_a_label_broken_over_rows_leaves_its_row_missing() -> None:
    printed = sheet(REQUEST)
    at = row_of(printed, ROWS["refused_state_secret"].label)
    printed[at : at + 1] = [["(三)不予公开"], ["1.属于国"], ["家秘密", *printed[at][-7:]]]
    reading = grid(printed)
    assert "refused_state_secret" in reading.rows_missing()
    assert not reading.is_sound()


def test_a_label_broken_within_its_cell_is_one_label() -> None:
    text = as_pipes(sheet(REQUEST)).replace("社会公益组织", "社会公益<br>组织")
    text = text.replace("属于国家秘密", "属于 国家秘密")
    reading = read_grids(sheet_of(grids(text)), REQUEST)
    assert reading is not None and texts(reading) == numbers(REQUEST)


def test_a_last_header_broken_over_cells_is_one_label() -> None:
    form = form_of("disclosure")
    text = as_pipes(sheet(form)).replace("对外公开总数量", "对外公开 | 总数量")
    reading = read_grids(sheet_of(grids(text)), form)
    assert reading is not None and texts(reading) == numbers(form)


def test_a_header_cut_short_is_reported() -> None:
    form = form_of("disclosure")
    text = (
        as_pipes(sheet(form))
        .replace("本年新制作数量", "本年新")
        .replace("本年新公开数量", "本年新")
    )
    reading = read_grids(sheet_of(grids(text)), form)
    assert reading is not None and texts(reading) == numbers(form)
    assert [piece.text for piece in reading.header_by_order] == ["本年新", "本年新"]


@pytest.mark.parametrize(
    "text",
    [
        as_lines(sheet(REQUEST)),
        "| 自然人 | 总计 |\n| 12 | 12 |",
        as_pipes(sheet(REQUEST)[:3]),
        as_pipes(sheet(REQUEST)[3:]),
        "|  |  |",
    ],
)
def test_a_text_without_header_and_rows_in_a_grid_holds_no_table(text: str) -> None:
    assert read_grids(sheet_of(grids(text)), REQUEST) is None


@pytest.mark.parametrize("at", [2, 3, 9])
def test_a_row_of_a_drawn_table_in_which_nothing_begins_is_none(at: int) -> None:
    printed = sheet(REQUEST)
    printed.insert(at, [""] * len(printed[at]))
    assert texts(drawn(printed)) == numbers(REQUEST)


def test_values_below_a_border_that_a_page_break_doubled_are_those_of_the_table() -> None:
    form = form_of("review")
    printed = sheet(form)
    printed.insert(-1, [""] * len(printed[-1]))
    assert texts(drawn(printed, "review")) == numbers(form)


def test_columns_of_a_drawn_table_are_where_their_labels_stand_in_whichever_row() -> None:
    # A page break through the header: labels in the middle of two rows stand below the third.
    html = as_html(sheet(REQUEST)[3:]).replace(
        "<table>",
        "<table><tr><td rowspan=3 colspan=3><td><td colspan=5>法人或其他组织<td>"
        "<tr><td rowspan=2>自然人<td colspan=5><td rowspan=2>总计"
        "<tr><td>商业企业<td>科研机构<td>社会公益组织<td>法律服务机构<td>其他",
    )
    assert texts(off_page(html)) == numbers(REQUEST)


def test_a_drawn_table_whose_values_are_blank_keeps_its_blanks() -> None:
    printed = sheet(form_of("review"))
    printed[-1] = [""] * len(printed[-1])
    assert set(texts(drawn(printed, "review")).values()) == {""}


@pytest.mark.parametrize("there", [range(7), range(6, 7)])
def test_numbers_whose_label_stands_on_another_page_leave_a_drawn_table_in_doubt(
    there: range,
) -> None:
    printed = sheet(REQUEST)
    at = next(place for place, line in enumerate(printed) if "1.属于国家秘密" in line)
    values = printed[at][-7:]
    # Of a number that its narrow cell breaks, a page break may leave the first digit there.
    elsewhere = [value if place in there else "" for place, value in enumerate(values)]
    if len(there) == 7:
        printed[at] = [*printed[at][:-7], *[""] * 7]
    printed.insert(at + 1, ["", *elsewhere])
    assert [piece.text for piece in drawn(printed).unknown] == [values[there[0]]]
