"""The run of labels: a value belongs to the label before it, or nowhere."""

import pytest
from opencc import OpenCC

from flows.extract.places import run_of
from flows.extract.run import read_run
from flows.extract.table import Reading
from tests.printed import (
    Order,
    as_lines,
    as_pipes,
    as_printed,
    backwards,
    document,
    form_of,
    numbers,
    row_of,
    sheet,
    texts,
)

TABLES = ["disclosure", "request", "review"]
REQUEST = form_of("request")
ROWS = {leaf.code: leaf for leaf in REQUEST.blocks[0].row_leaves}


def run(text: str, table: str = "request") -> Reading:
    reading = read_run(run_of(document(text)), form_of(table))
    assert reading is not None
    return reading


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("printer", [as_lines, as_pipes])
def test_a_whole_table_is_read_cell_by_cell(table: str, printer: object) -> None:
    reading = run(printer(sheet(form_of(table))), table)
    assert texts(reading) == numbers(form_of(table))
    assert reading.is_sound()


@pytest.mark.parametrize("table", TABLES)
def test_columns_that_moved_with_their_headers_keep_their_meaning(table: str) -> None:
    form = form_of(table)
    assert texts(run(as_lines(sheet(form, columns=backwards)), table)) == numbers(form)


@pytest.mark.parametrize("table", ["disclosure", "request"])
def test_rows_that_moved_with_their_labels_keep_their_meaning(table: str) -> None:
    form = form_of(table)
    assert texts(run(as_lines(sheet(form, rows=backwards)), table)) == numbers(form)


@pytest.mark.parametrize("code", ROWS)
def test_a_missing_row_is_missing_and_moves_no_other(code: str) -> None:
    printed = sheet(REQUEST)
    del printed[row_of(printed, ROWS[code].label)]
    reading = run(as_lines(printed))
    assert reading.rows_missing() == [code]
    assert not reading.is_sound()
    assert texts(reading) == {a: n for a, n in numbers(REQUEST).items() if a[0] != code}


@pytest.mark.parametrize("code", ROWS)
@pytest.mark.parametrize("change", [lambda row: [*row, "7"], lambda row: row[:-1]])
def test_a_row_with_a_value_too_many_or_too_few_is_unreadable(code: str, change: object) -> None:
    printed = sheet(REQUEST)
    at = row_of(printed, ROWS[code].label)
    printed[at] = change(printed[at])
    reading = run(as_lines(printed))
    assert not reading.is_sound()
    for address, text in texts(reading).items():
        assert text == (None if address[0] == code else numbers(REQUEST)[address])


def test_a_row_that_lost_a_cell_is_not_filled_up_by_what_fills_up_the_others() -> None:
    printed = [[*row, "|"] if row[-1].isdigit() else row for row in sheet(REQUEST)]
    assert run(as_lines(printed)).is_sound()
    del printed[row_of(printed, ROWS["granted"].label)][-2]
    reading = run(as_lines(printed))
    assert {text for a, text in texts(reading).items() if a[0] == "granted"} == {None}


@pytest.mark.parametrize("size", [14, 16])
def test_a_review_table_of_a_wrong_size_is_unreadable_as_a_whole(size: int) -> None:
    printed = sheet(form_of("review"))
    printed[-1] = [*printed[-1], "7"][:size]
    assert set(texts(run(as_lines(printed), "review")).values()) == {None}


def test_values_glued_together_are_not_taken_apart() -> None:
    printed = sheet(REQUEST)
    at = row_of(printed, ROWS["granted"].label)
    printed[at] = [*printed[at][:-2], "".join(printed[at][-2:])]
    reading = run(as_lines(printed))
    assert {text for (row, _), text in texts(reading).items() if row == "granted"} == {None}


def test_a_row_without_any_value_is_blank_and_not_zero() -> None:
    printed = sheet(REQUEST)
    printed[row_of(printed, ROWS["granted"].label)] = [ROWS["granted"].label]
    reading = run(as_lines(printed))
    assert {text for (row, _), text in texts(reading).items() if row == "granted"} == {""}
    assert reading.rows_missing() == []


def test_a_row_no_form_knows_is_reported_and_lends_its_values_to_nobody() -> None:
    printed = sheet(REQUEST)
    at = row_of(printed, ROWS["granted"].label)
    printed.insert(at + 1, ["(九)口头答复", "1", "2", "3", "4", "5", "6", "7"])
    reading = run(as_lines(printed))
    assert [piece.text for piece in reading.unknown] == ["(九)口头答复"]
    assert texts(reading) == numbers(REQUEST)
    assert not reading.is_sound()


def test_a_row_printed_twice_keeps_its_first_values_and_is_reported() -> None:
    printed = sheet(REQUEST)
    at = row_of(printed, ROWS["granted"].label)
    printed.insert(at + 1, [ROWS["granted"].label, "1", "2", "3", "4", "5", "6", "7"])
    reading = run(as_lines(printed))
    assert reading.twice == ["granted"]
    assert texts(reading) == numbers(REQUEST)
    assert not reading.is_sound()


@pytest.mark.parametrize("code", ["carried_in", "refused_state_secret", "concluded_total"])
@pytest.mark.parametrize("columns", [as_printed, backwards])
def test_a_header_repeated_after_a_page_break_is_passed_over(code: str, columns: Order) -> None:
    printed = sheet(REQUEST, columns)
    at = row_of(printed, ROWS[code].label)
    again = [["申请人情况"], *sheet(REQUEST, columns)[1:3], ["三、本年度办理结果"]]
    reading = run(as_lines([*printed[:at], *again, *printed[at:]]))
    assert texts(reading) == numbers(REQUEST)
    assert reading.is_sound()


@pytest.mark.parametrize("code", ROWS)
@pytest.mark.parametrize("cut", [2, 4, -1, -2])
def test_a_label_broken_over_lines_is_one_label(code: str, cut: int) -> None:
    label = ROWS[code].label
    reading = run(as_lines(sheet(REQUEST)).replace(label, f"{label[:cut]}\n{label[cut:]}"))
    assert texts(reading) == numbers(REQUEST)
    assert reading.is_sound()


@pytest.mark.parametrize(
    ("label", "broken"),
    [
        ("(二)部分公开(区分", "(二)部分公开\n(区分"),
        ("(二)部分公开(区分处理的,只计", "(二)部分公开(区分\n处理的,\n只计"),
        ("一、本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数\n量"),
        ("政府信息公开申请数量", "政府信息公开申请\n数量"),
        ("四、结转下年度继续办理", "四、结转下年度继续办理\n数量"),
        ("四、结转下年度继续办理", "四、\n结转下年度继续办理"),
    ],
)
def test_a_label_whose_first_line_is_a_label_too_is_read_to_its_end(
    label: str, broken: str
) -> None:
    reading = run(as_lines(sheet(REQUEST)).replace(label, broken))
    assert texts(reading) == numbers(REQUEST)
    assert reading.is_sound()


@pytest.mark.parametrize("broken", ["政府資\n訊", "政府\n資\n訊", "政\n府資訊"])
def test_a_taiwan_word_broken_over_lines_is_one_word(broken: str) -> None:
    printed = OpenCC("s2twp").convert(as_lines(sheet(REQUEST)))
    assert "相關政府資訊" in printed
    reading = run(printed.replace("相關政府資訊", f"相關{broken}"))
    assert texts(reading) == numbers(REQUEST)
    assert reading.is_sound()


def test_prose_behind_the_table_ends_it() -> None:
    text = as_lines(sheet(REQUEST)) + "\n四、复议和诉讼\n全年没有发生复议和诉讼。\n12\n"
    reading = run(text)
    assert texts(reading) == numbers(REQUEST)
    assert reading.is_sound()


def test_a_number_behind_the_last_row_makes_that_row_unreadable() -> None:
    reading = run(as_lines(sheet(REQUEST)) + "\n3\n")
    unreadable = {address[0] for address, text in texts(reading).items() if text is None}
    assert unreadable == {"carried_out"}


def test_a_number_broken_behind_its_first_digits_makes_the_last_row_unreadable() -> None:
    text = as_lines(
        [*sheet(REQUEST), [".5"], ["四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"]]
    )
    last = REQUEST.blocks[0].row_leaves[-1].code
    assert {a[0] for a, said in texts(run(text)).items() if said is None} == {last}


def test_a_block_that_is_missing_leaves_the_others_in_their_places() -> None:
    form = form_of("disclosure")
    printed = sheet(form)
    at = row_of(printed, "行政处罚")
    del printed[at - 2 : at + 2]
    reading = run(as_lines(printed), "disclosure")
    kept = {
        a: n for a, n in numbers(form).items() if a[0] not in ("penalties", "coercive_measures")
    }
    assert reading.rows_missing() == ["penalties", "coercive_measures"]
    assert {a: t for a, t in texts(reading).items() if t} == kept


@pytest.mark.parametrize(
    "text",
    [
        "一、总体情况\n全年受理申请12件。",
        "自然人\n12\n总计\n12",
        as_lines(sheet(REQUEST)[:3]),
        as_lines(sheet(REQUEST)[3:]),
        "|  |  |",
    ],
)
def test_a_text_without_header_and_rows_holds_no_table(text: str) -> None:
    assert read_run(run_of(document(text)), REQUEST) is None


def test_a_header_cut_short_is_reported() -> None:
    form = form_of("disclosure")
    text = (
        as_lines(sheet(form))
        .replace("本年新制作数量", "本年新")
        .replace("本年新公开数量", "本年新")
    )
    reading = run(text, "disclosure")
    assert texts(reading) == numbers(form)
    assert [piece.text for piece in reading.header_by_order] == ["本年新", "本年新"]


def test_rows_and_columns_are_numbered_as_printed() -> None:
    reading = run(as_lines(sheet(form_of("disclosure"))), "disclosure")
    places = [(cell.row_no, cell.column_no) for cell in reading.cells.values()]
    sizes = [3, 3, 3, 3, 3, 3, 2, 2]
    assert places == [(r, c) for r, size in enumerate(sizes, 1) for c in range(1, size + 1)]


@pytest.mark.parametrize("table", ["disclosure", "request"])
def test_a_last_row_is_not_blank_where_numbers_stand_below_the_next_heading(table: str) -> None:
    printed = sheet(form_of(table))
    printed[-1:] = [printed[-1][:1], ["三、收到和处理政府信息公开申请情况"], ["42"], ["7"]]
    last = next(reversed(numbers(form_of(table))))[0]
    reading = run(as_lines(printed), table)
    assert {a[0] for a, said in texts(reading).items() if said is None} == {last}
