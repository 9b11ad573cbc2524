"""One reading or two, which agree or differ, and the edition that fits each table."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from opencc import OpenCC

from flows.extract import places, tables
from flows.extract.cells import cell_columns
from flows.extract.flat_labels import heads
from flows.extract.flat_text import FlatText
from flows.extract.matrices import matrices
from flows.extract.readings import Table
from flows.extract.schema import SharedKey
from flows.extract.tables import read_tables
from flows.normalise import Cell, Document, Grid, Piece
from tests.printed import (
    Sheet,
    as_bare_pipes,
    as_html,
    as_lines,
    as_pipes,
    document,
    form_of,
    numbers,
    row_of,
    sheet,
    texts,
)
from tests.reports import report, request_cells, review_cells

CODES = ["disclosure", "request", "review"]


def _tables(text: str, year: int | None = None) -> list[Table]:
    read = document(text)
    return read_tables(read, FlatText(read), year)


def only(text: str) -> Table:
    (table,) = _tables(text)
    return table


@pytest.mark.parametrize("code", CODES)
def test_pipe_rows_are_read_twice_and_agree(code: str) -> None:
    table = only(as_pipes(sheet(form_of(code))))
    assert (table.readings, table.evidence, table.differing) == (2, "agreed", ())
    assert texts(table.reading) == numbers(form_of(code))


def test_two_cells_in_one_place_are_no_table() -> None:
    table = only(as_lines(sheet(form_of("request"))))
    table.reading.rows.append(table.reading.rows[0])
    with pytest.raises(SharedKey, match="claim one place"):
        cell_columns(table)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("mark", ["", "　", "\u200b", "２", " (bù)", "<br>"])
def test_no_header_is_passed_by_for_its_letters(code: str, mark: str) -> None:
    form = form_of(code)
    text = as_lines(sheet(form)).replace("\n", f"{mark}\n")
    flat = FlatText(document(text))
    assert heads(flat, form)
    for block in form.blocks:
        assert flat.may_have(block.header_letters)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("converter", ["s2t", "s2twp"])
def test_no_header_is_passed_by_for_words_broken_anywhere(code: str, converter: str) -> None:
    form = form_of(code)
    printed = OpenCC(converter).convert(as_lines(sheet(form)))
    flat = FlatText(document("\n".join(printed.replace("\n", ""))))
    assert heads(flat, form)


@pytest.mark.parametrize("code", CODES)
def test_lines_are_read_once(code: str) -> None:
    table = only(as_lines(sheet(form_of(code))))
    assert (table.readings, table.evidence) == (1, "single")
    assert texts(table.reading) == numbers(form_of(code))


def test_a_drawn_table_is_not_read_by_the_order_of_its_words_alone() -> None:
    # Which labels of a header are of one level, its places on the page tell badly.
    words = document(as_lines(sheet(form_of("review"))))
    cells = (Cell(Piece("行政复议", "行政复议", "pdf=1:1-4"), 0, 0),)
    shapeless = Grid.of_cells(cells, tuple(words.run()))
    drawn = Document((shapeless,), "pdf", "hans", "ruled", 0)
    assert read_tables(words, FlatText(words), 2020) != []
    assert read_tables(drawn, FlatText(drawn), 2020) == []


def test_tables_come_by_their_number_whatever_the_page_prints_first() -> None:
    text = "\n\n说明。\n\n".join(as_pipes(sheet(form_of(code))) for code in reversed(CODES))
    assert [table.form.table_code for table in _tables(text)] == CODES


def test_header_of_the_next_table_on_one_line_is_no_row_of_this_one() -> None:
    text = report({"request": request_cells(), "review": review_cells()}, pipes=True)
    found = _tables(text)
    assert [(table.form.table_code, table.evidence) for table in found] == [
        ("request", "agreed"),
        ("review", "agreed"),
    ]
    assert all(table.reading.is_sound() for table in found)


def test_a_document_without_tables_has_none() -> None:
    assert _tables("一、总体情况\n全年受理申请12件。") == []


def test_two_readings_that_put_a_number_into_different_cells_differ() -> None:
    printed = sheet(form_of("disclosure"))
    at = row_of(printed, "规章")
    label, *values = printed[at]
    # The row of 规章 is blank to the grid; the run goes on into the row below.
    printed[at : at + 1] = [[label, "", "", ""], [*values]]
    table = only(as_pipes(printed))
    assert (table.readings, table.evidence) == (2, "differ")
    assert {address for address, _ in table.differing} == {
        ("regulations", measure) for measure in ("made", "newly_published", "total_published")
    }


# A cell that HTML leaves empty may be what a span left; between two pipes there is a cell.
@pytest.mark.parametrize(
    ("printer", "evidence"),
    [(as_pipes, (2, "agreed")), (as_bare_pipes, (2, "agreed")), (as_html, (1, "single"))],
)
@pytest.mark.parametrize("column", [0, 3, 6])
def test_a_blank_shifts_nothing(
    printer: Callable[[Sheet], str], evidence: tuple[int, str], column: int
) -> None:
    printed = sheet(form_of("request"))
    at = row_of(printed, "1.本机关不掌握相关政府信息")
    printed[at][column - 7] = ""
    table = only(printer(printed))
    code = [leaf.code for leaf in form_of("request").blocks[0].columns for leaf in leaf.leaves()]
    blank = {("unavailable_not_held", code[column] or ""): ""}
    assert texts(table.reading) == numbers(form_of("request")) | blank
    assert (table.readings, table.evidence) == evidence
    assert table.reading.is_sound()


@pytest.mark.parametrize("column", [0, 3, 6])
def test_a_blank_cell_on_a_line_of_its_own_shifts_nothing(column: int) -> None:
    printed = sheet(form_of("request"))
    at = row_of(printed, "1.本机关不掌握相关政府信息")
    printed[at][column - 7] = ""
    table = only("\n".join(f"{cell} |" if cell else "|" for row in printed for cell in row))
    assert [text for text in texts(table.reading).values()].count("") == 1
    assert table.reading.is_sound()


@pytest.mark.parametrize("cells", [["行政事业性收费"], ["行政事业性收费", "7"]])
@pytest.mark.parametrize("printer", [as_html, as_pipes, as_lines])
def test_a_row_whose_cells_are_cut_away_at_the_end_is_unreadable(
    printer: Callable[[Sheet], str], cells: list[str]
) -> None:
    printed = sheet(form_of("disclosure"))
    at = row_of(printed, "行政事业性收费")
    table = only(printer([*printed[:at], cells]).removesuffix(" |"))
    assert not any(
        cell.readable for address, cell in table.reading.cells.items() if address[0] == "fees"
    )


@pytest.mark.parametrize("blank", [1, 2])
def test_the_header_tells_a_blank_from_the_cells_that_fill_up_a_row(blank: int) -> None:
    printed = sheet(form_of("disclosure"))
    at = row_of(printed, "行政事业性收费")
    printed[at][blank] = ""
    filled_up = [[*row, *[""] * (4 - len(row))] for row in printed]
    found = texts(only(as_html(filled_up)).reading)
    values = [found["fees", "prior_year_items"], found["fees", "change"]]
    assert values == printed[at][1:]


def test_a_row_of_another_table_ends_the_one_above() -> None:
    """A converter tore table 3 from its header; its rows are no unknown rows of table 2."""
    printed = sheet(form_of("disclosure"))
    torn = sheet(form_of("request"))[4:]
    table = only(as_pipes(printed) + "\n三、收到和处理政府信息公开申请情况\n" + as_pipes(torn))
    assert (table.form.table_code, table.reading.unknown) == ("disclosure", [])


def test_a_row_blank_to_both_readings_agrees() -> None:
    printed = sheet(form_of("request"))
    printed[-1] = [printed[-1][0], *[""] * 7]
    table = only(as_pipes(printed))
    assert (table.readings, table.evidence) == (2, "agreed")


def test_a_table_that_neither_reading_finds_whole_is_single_and_unsound() -> None:
    printed = sheet(form_of("request"))
    del printed[-1]
    table = only(as_pipes(printed))
    assert (table.readings, table.evidence) == (1, "single")
    assert table.reading.rows_missing() == ["carried_out"]


# Two editions that share table 4 and differ in a row of table 3 and the columns of table 2.
EDITION = """
edition: "{edition}"
notice: none
tables:
  - table_no: 2
    table_code: disclosure
    blocks:
      - corner: [信息内容]
        columns: [{{code: one, label: {column}}}, {{code: two, label: 现行有效件数}}]
        rows: [{{code: rules, label: 规章}}, {{code: norms, label: 规范性文件}}]
  - table_no: 3
    table_code: request
    blocks:
      - columns: [{{code: person, label: 自然人}}, {{code: total, label: 总计}}]
        rows: [{{code: received, label: 本年新收}}, {{code: {row}, label: {label}}}]
  - table_no: 4
    table_code: review
    blocks:
      - columns: [{{code: review, label: 行政复议, rows: [{{code: upheld, label: 结果维持}},
          {{code: total, label: 总计}}]}}]
"""
OLD_2 = [["信息内容", "本年制作数", "现行有效件数"], ["规章", "1", "2"], ["规范性文件", "3", "4"]]
NEW_2 = [["信息内容", "本年制发件数", "现行有效件数"], *OLD_2[1:]]
OLD_3 = [["自然人", "总计"], ["本年新收", "1", "2"], ["其他处理", "3", "4"]]
NEW_3 = [*OLD_3[:2], ["另行处理", "3", "4"]]
REVIEW = [["行政复议"], ["结果维持", "总计"], ["5", "6"]]


@pytest.fixture
def editions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = {"edition": "2001", "column": "本年制作数", "row": "other", "label": "其他处理"}
    new = {"edition": "2002", "column": "本年制发件数", "row": "else", "label": "另行处理"}
    for edition in (old, new):
        path = tmp_path / f"{edition['edition']}.yml"
        path.write_text(EDITION.format(**edition), "utf-8")
    for module in (places, tables):
        monkeypatch.setattr(module, "matrices", partial(matrices, tmp_path))


@pytest.mark.usefixtures("editions")
@pytest.mark.parametrize(
    ("sheets", "chosen"),
    [
        ([OLD_2, OLD_3, REVIEW], ["2001", "2001", "2001"]),
        ([NEW_2, NEW_3, REVIEW], ["2002", "2002", "2002"]),
        ([NEW_2, OLD_3], ["2002", "2001"]),
        ([OLD_2, NEW_3], ["2001", "2002"]),
        ([OLD_3, REVIEW], ["2001", "2001"]),
        ([REVIEW], ["2002"]),  # nothing tells: the newest
    ],
)
@pytest.mark.parametrize("printer", [as_lines, as_pipes])
def test_the_edition_is_chosen_table_by_table(
    sheets: list[Sheet], chosen: list[str], printer: object
) -> None:
    found = _tables("\n以下为下一张表\n".join(map(printer, sheets)))
    assert [table.form.edition for table in found] == chosen


@pytest.mark.usefixtures("editions")
@pytest.mark.parametrize("printer", [as_lines, as_pipes])
def test_a_row_of_another_edition_does_not_pass_for_a_missing_one(printer: object) -> None:
    table = only(printer([*OLD_3[:2], ["从未有过", "3", "4"]]))
    assert len(table.reading.rows_missing()) == 1
    assert not table.reading.is_sound()


@pytest.mark.parametrize("label", ["五、口头答复", "四、结转下年度继续办理"])
def test_a_row_too_many_at_the_end_of_a_grid_is_reported(label: str) -> None:
    printed = [*sheet(form_of("request")), [label, "1", "2", "3", "4", "5", "6", "7"]]
    table = only(as_pipes(printed))
    assert table.evidence == "single"
    assert len(table.reading.unknown) + len(table.reading.twice) == 1
    assert not table.reading.is_sound()


@pytest.mark.parametrize("label", ["政策性文件", "政策性 文件"])
@pytest.mark.parametrize("gap", ["\n", " "])
def test_a_row_no_form_knows_at_the_end_of_a_block_is_reported(label: str, gap: str) -> None:
    printed = sheet(form_of("disclosure"))
    printed.insert(row_of(printed, "规范性文件") + 1, [label, "7", "0", "7"])
    table = only(as_lines(printed).replace("\n", gap))
    assert len(table.reading.unknown) == 1


@pytest.mark.parametrize(
    ("edition", "label", "printed_unit", "yuan"),
    [
        ("2019", "采购总金额", "(万元)", 10_000),
        ("2019", "采购总金额", "(单位:元)", 1),
        ("2019", "采购总金额", "(亿元)", 100_000_000),
        ("2021", "本年收费金额", "(万元)", 10_000),
        ("2021", "本年收费金额", "(元)", 1),
        ("2021", "本年收费金额", "(单位:元)", 1),
    ],
)
@pytest.mark.parametrize("printer", [as_pipes, as_lines])
def test_a_header_says_which_yuan_its_amounts_are_in(
    printer: Callable[[Sheet], str], edition: str, label: str, printed_unit: str, yuan: int
) -> None:
    printed = [
        [label + printed_unit if cell.startswith(label) else cell for cell in row]
        for row in sheet(form_of("disclosure", edition))
    ]
    table = only(printer(printed))
    assert table.reading.is_sound()
    cells, *_ = cell_columns(table)
    unit, value, raw = (cells.columns[name][-1] for name in ("unit", "value", "raw_text"))
    assert (unit, value) == ("元", int(str(raw)) * yuan)


@pytest.mark.parametrize("code", ["disclosure", "request"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_copy_that_kept_one_of_each_line_has_no_rows_of_blanks(code: str, gap: str) -> None:
    noughts = [
        ["0" if cell.isdecimal() else cell for cell in row]
        for part in CODES
        for row in sheet(form_of(part))
    ]
    lines = dict.fromkeys(as_lines(noughts).split("\n"))
    tables = {table.form.table_code: table for table in _tables(gap.join(lines))}
    assert set(texts(tables[code].reading).values()) == {None}


def test_a_number_printed_twice_in_a_row_with_a_blank_is_in_doubt() -> None:
    printed = sheet(form_of("review"))
    printed[-1][-1] = ""
    printed[-1].insert(12, printed[-1][12])
    table = only(as_html(printed))
    assert (table.readings, table.evidence) == (2, "differ")


def _two_reports(first: list[str]) -> str:
    """A page with the tables named of one report, and behind it a whole other report."""
    whole = {code: sheet(form_of(code)) for code in CODES}
    other = {
        code: [[str(int(c) + 500) if c.isdigit() else c for c in row] for row in printed]
        for code, printed in whole.items()
    }
    pages = [whole[code] for code in first], other.values()
    return "\n\n一、总体情况\n".join(as_pipes(one) for page in pages for one in page)


@pytest.mark.parametrize("first", [CODES, ["disclosure", "request"], ["disclosure"]])
def test_two_reports_on_one_page_are_doubted_in_every_table(first: list[str]) -> None:
    found = _tables(_two_reports(first))
    assert [table.form.table_code for table in found] == CODES
    assert not any(table.reading.is_sound() for table in found)


def test_the_same_report_printed_twice_alike_is_one_report() -> None:
    printed = "\n\n一、总体情况\n".join(as_pipes(sheet(form_of(code))) for code in CODES)
    found = _tables(f"{printed}\n\n一、总体情况\n{printed}")
    assert [table.reading.is_sound() for table in found] == [True, True, True]


@pytest.mark.parametrize(("year", "edition"), [(2020, "2019"), (2022, "2021"), (None, "2021")])
def test_a_table_that_never_changed_is_of_the_form_of_its_year(year: int, edition: str) -> None:
    (table,) = _tables(as_pipes(sheet(form_of("review"))), year)
    assert table.form.edition == edition


def test_running_text_behind_a_torn_copy_of_the_table_is_in_doubt() -> None:
    whole = as_lines(sheet(form_of("request"))).replace("\n", " ")
    torn = whole[len(whole) // 3 :]
    assert only(whole).reading.is_sound()
    (table,) = _tables(f"{torn}\n一、总体情况\n{whole}")
    assert not table.reading.is_sound()


def test_a_number_broken_over_two_lines_is_in_doubt() -> None:
    printed = as_pipes(sheet(form_of("request")))
    broken = printed.replace("254", "25\n4")
    assert only(printed).evidence == "agreed"
    found = only(broken)
    assert (found.evidence, found.differing[0][1][-4:]) == ("differ", "25 4")


def test_a_second_row_of_results_leaves_the_table_in_doubt() -> None:
    printed = sheet(form_of("review"))
    printed.append([str(int(cell) + 1) for cell in printed[-1]])
    assert not only(as_pipes(printed)).reading.is_sound()


@pytest.mark.parametrize("before", [0, 1, 2])
def test_rows_filled_up_on_one_side_keep_their_blanks_in_place(before: int) -> None:
    """Rows of two widths; those of one width all have a blank at their edge."""
    printed = sheet(form_of("request"))
    at = row_of(printed, "(一)予以公开")
    for place, row in enumerate(printed[3:], 3):
        pads = [""] * (2 if place != at else 1)
        label, values = row[:-7], row[-7:]
        if place == at:
            values[before and -1] = ""
        printed[place] = [*label, *([*pads, *values] if before else [*values, *pads])]
    table = only(as_pipes(printed))
    blank = ("granted", "total" if before else "natural_person")
    assert texts(table.reading) == numbers(form_of("request")) | {blank: ""}


@pytest.mark.parametrize(("filled_up", "is_told"), [(("一、", "四、"), True), (("一、",), False)])
def test_what_fills_up_the_rows_of_one_level_is_told_by_its_full_rows(
    filled_up: tuple[str, ...], is_told: bool
) -> None:
    """A cell a line: rows without a label above theirs have a blank behind their numbers."""
    printed = sheet(form_of("request"))
    at = row_of(printed, "(一)予以公开")
    printed[at][-1] = ""
    lines = [[*row, ""] if row[0].startswith(("二、", *filled_up)) else row for row in printed]
    second = next(row for row in lines if row[0].startswith("二、"))
    second[2] = second[-2] = ""
    table = only("\n".join(f"{cell} |" if cell else "|" for row in lines for cell in row))
    assert table.reading.is_sound() == is_told
    if is_told:
        blanks = [place for place, text in texts(table.reading).items() if text == ""]
        assert blanks == [("carried_in", "business"), ("carried_in", "total"), ("granted", "total")]


@pytest.mark.parametrize("first", ["0", "5"])
def test_a_row_that_a_span_moved_has_no_blank_before_its_numbers(first: str) -> None:
    """The span of 三、 reaches a row too far, and the last number of 四、 is off the table."""
    printed = sheet(form_of("request"))
    for place, row in enumerate(printed[3:], 3):
        values = row[-7:]
        label = ["", row[-8]] if row[-8].startswith("(") else [row[-8]]
        printed[place] = [*label, *[""] * (3 - len(label)), *values]
    whole = only(as_pipes(printed))
    at = row_of(printed, "四、结转下年度继续办理")
    printed[at] = ["", printed[at][0], "", "", first, *printed[at][4:9]]
    moved = only(as_pipes(printed))
    assert whole.reading.is_sound()
    assert [r.addresses[0][0] for r in moved.reading.rows if not r.readable] == ["carried_out"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "printed", ["10余件", "5以上", "5年", "约5", "1千", "3.5美元", "2/3", "5%"]
)
@pytest.mark.parametrize("gap", ["\n", " "])
def test_no_number_is_half_read_where_only_spaces_part_cells(
    code: str, printed: str, gap: str
) -> None:
    table = sheet(form_of(code))
    table[-1][-1] = printed
    text = gap.join(cell for row in table for cell in row) + f"{gap}五、存在的主要问题"
    (found,) = _tables(text)
    assert cell_columns(found)[0].columns["value"][-1] is None or not found.reading.is_sound()


@pytest.mark.parametrize("glued", ["57.3178 三、收到和处理", "0 三、收到和处理", "5三、收到和处理"])
def test_a_number_that_the_next_heading_is_glued_to_is_no_blank(glued: str) -> None:
    rows = sheet(form_of("disclosure"))
    table = only(as_lines([*rows[:-1], rows[-1][:1], [glued]]))
    assert table.reading.rows[-1].readable is False


@pytest.mark.parametrize(
    "odd", ["约5", "5*", "'5", "(5)", "5①", "〇", "十二", "__5__", "5%", "12规章"]
)
@pytest.mark.parametrize("code", ["disclosure", "request", "review"])
@pytest.mark.parametrize("gap", ["\n", " "])
def test_a_number_that_nobody_understands_is_no_blank(odd: str, code: str, gap: str) -> None:
    form = form_of(code)
    *rest, (*labels, _) = [row for row in sheet(form) if row]
    width = len(numbers(form)) // max(1, sum(len(b.row_leaves) for b in form.blocks))
    labels = labels[: len(labels) + 1 - width] if code == "review" else labels[:1]
    text = gap.join([*(cell for row in rest for cell in row), *labels, *[odd] * width])
    for table in _tables(text):
        assert (
            not table.reading.is_sound()
            or "blank" not in cell_columns(table)[0].columns["value_status"]
        )


def test_a_corner_that_is_a_picture_heads_no_column() -> None:
    printed = [[f"<td>{cell}</td>" for cell in row] for row in sheet(form_of("disclosure"))]
    rows = [f"<tr>{''.join(row)}</tr>" for row in printed]
    page = f"<html><body><table>{''.join(rows)}</table></body></html>"
    drawn = page.replace("<td>信息内容</td>", "<td><img src='stroke.gif'></td>")
    assert drawn != page
    for content in (page, drawn):
        (table,) = _tables(content)
        assert (table.evidence, table.reading.is_sound()) == ("agreed", True)


def test_a_last_row_is_not_blank_where_its_numbers_may_stand_below_the_next_heading() -> None:
    rows = sheet(form_of("disclosure"))
    lost = [["三、收到和处理政府信息公开申请情况"], [""], ["42"], [""], ["828.5"]]
    table = only(as_lines([*rows[:-1], rows[-1][:1], *lost]))
    assert table.reading.rows[-1].readable is False
