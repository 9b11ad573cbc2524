"""Which column is left of which, where a header is nothing but lines."""

from random import Random

import pytest

from flows.extract.flat_text import FlatText
from flows.extract.tables import read_tables
from tests.printed import document, form_of, numbers, sheet, texts

REQUEST, DISCLOSURE = form_of("request", "2021"), form_of("disclosure", "2021")
GROUP = "商业企业 科研机构 社会公益组织 法律服务机构 其他"


def found(form, header, gap=" "):
    """What stands in each cell of a table in lines, under some first header."""
    printed = sheet(form)
    at = next(n for n, row in enumerate(printed) if any(cell.isdecimal() for cell in row))
    text = "\n".join([printed[0][0], *header, *(gap.join(row) for row in printed[at:])])
    read = document(text)
    tables = read_tables(read, FlatText(read), 2022)
    return {cell: said for table in tables for cell, said in texts(table.reading).items()}


@pytest.mark.parametrize(
    "header",
    [["自然人 法人或其他组织 总计", GROUP], ["自然人", "法人或其他组织 总计", GROUP]],
    ids=["at one height", "the group below"],
)
def test_a_group_and_the_columns_beside_it_are_as_the_form_has_them(header):
    assert found(REQUEST, header) == numbers(REQUEST)


def test_a_group_that_stands_behind_the_others_in_its_line_is_behind_them():
    cells = found(REQUEST, ["自然人 总计 法人或其他组织", GROUP])
    first = numbers(REQUEST)["received", "total"]
    assert (first, cells["received", "total"]) == ("107", "102")


COLUMNS = {"issued": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数"}
MOVED = ["issued", "in_force", "repealed"]


def lines_of_header(order, shape):
    first, second, third = (COLUMNS[code] for code in order)
    return {
        "own lines": [first, second, third],
        "one line": [f"{first} {second} {third}"],
        "flow": [f"信息内容 {first} {second[:3]}", f"{second[3:]} {third}"],
        "two heights": [f"{first} {second}", third],
        "in pieces": [part for label in (first, second, third) for part in (label[:4], label[4:])],
    }[shape]


def row_of_regulations(order, shape):
    cells = found(DISCLOSURE, lines_of_header(order, shape))
    return {code: cells.get(("regulations", code)) for code in COLUMNS}


@pytest.mark.parametrize("shape", ["own lines", "one line", "flow", "two heights", "in pieces"])
def test_columns_in_the_order_of_the_form_are_read_in_any_lines(shape):
    row = row_of_regulations(list(COLUMNS), shape)
    assert row == {"issued": "101", "repealed": "102", "in_force": "103"}


@pytest.mark.parametrize("shape", ["own lines", "one line", "flow"])
def test_columns_that_moved_keep_their_meaning_where_lines_tell_their_order(shape):
    row = row_of_regulations(MOVED, shape)
    assert row == {"issued": "101", "in_force": "102", "repealed": "103"}


@pytest.mark.parametrize("shape", ["two heights", "in pieces"])
def test_columns_that_moved_are_not_read_where_lines_may_be_heights(shape):
    row = row_of_regulations(MOVED, shape)
    assert row in (dict.fromkeys(COLUMNS), {"issued": "101", "in_force": "102", "repealed": "103"})


def test_labels_at_two_heights_above_a_number_a_line_tell_no_order():
    """So a converter prints what it takes for blocks: the last label may be in the middle."""
    labels = lines_of_header(MOVED, "two heights")
    for order in (labels, lines_of_header(list(COLUMNS), "two heights")):
        cells = found(DISCLOSURE, order, gap="\n")
        assert cells.get(("regulations", "repealed")) is None


@pytest.mark.parametrize("number", range(20))
def test_no_number_moves_whatever_lines_a_header_came_in(number):
    """Whole labels, shuffled over lines: right, or not read."""
    rng = Random(number)
    order = rng.sample(list(COLUMNS), 3)
    words = [COLUMNS[code] for code in order]
    row = row_of_regulations(order, "one line")
    assert row == dict(zip(order, ("101", "102", "103"), strict=True))
    broken = [words[0], *(rng.choice((" ", "\n")) + word for word in words[1:])]
    cells = found(DISCLOSURE, "".join(broken).split("\n"))
    assert cells.get(("regulations", order[0])) in (None, "101")
