"""Glued digits: every split is found, and only a single joint one is taken."""

from itertools import accumulate, combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.solver import rows_adding_up, solve_blocks, solve_request

CHUNKS = st.lists(st.text("0001239", min_size=1, max_size=5), min_size=1, max_size=3)


def by_hand(chunks: list[str], size: int) -> set[tuple[int, ...]]:
    """Every split, by trying all places to cut."""
    digits = "".join(chunks)
    borders = set(accumulate(map(len, chunks))) - {len(digits)}
    found = set()
    for cuts in combinations(range(1, len(digits)), size - 1):
        parts = [digits[a:b] for a, b in pairwise((0, *cuts, len(digits)))]
        if borders <= set(cuts) and all(p == "0" or p[0] != "0" for p in parts):
            found.add(tuple(map(int, parts)))
    return found


@given(CHUNKS, st.integers(2, 7), st.data())
def test_rows_are_those_splits_that_add_up(chunks: list[str], size: int, data) -> None:
    total = data.draw(st.integers(0, size - 1))
    found = rows_adding_up(tuple(chunks), size, total) or ()
    assert len(found) == len(set(found))
    assert set(found) == {v for v in by_hand(chunks, size) if sum(v) == 2 * v[total]}


@pytest.mark.parametrize(
    ("chunks", "values"),
    [
        (["230", "000023"], (23, 0, 0, 0, 0, 0, 23)),
        (["20901600242112"], (2090, 16, 0, 0, 2, 4, 2112)),
        (["0000000"], (0, 0, 0, 0, 0, 0, 0)),
    ],
)
def test_row_with_one_way_to_add_up_is_read(chunks, values):
    assert rows_adding_up(tuple(chunks), 7, 6) == (values,)


def test_blocks_with_several_ways_are_left_unread():
    assert solve_blocks(["0" * 15], [(5, 4)] * 3) == (0,) * 15
    assert solve_blocks(["11000211000211000200"[:17]], [(5, 4)] * 3) is None


def test_blocks_are_split_wherever_their_total_stands():
    assert solve_blocks(["21001", "01100"], [(5, 0), (5, 2)]) == (2, 1, 0, 0, 1, 0, 1, 1, 0, 0)
    assert solve_blocks(["21001", "01100"], [(5, 4), (5, 4)]) is None


def rows(**lines: list[tuple[int, ...]]) -> dict[str, list[tuple[int, ...]]]:
    return {
        "received": [(3, 0, 3)], "carried_in": [(1, 0, 1)], "granted": [(2, 0, 2)],
        "concluded_total": [(2, 0, 2)], "carried_out": [(2, 0, 2)], **lines,
    }  # fmt: skip


def test_one_joint_choice_is_taken():
    solved = solve_request(rows(granted=[(2, 0, 2), (1, 1, 2)]))
    assert solved is not None and solved["granted"] == (2, 0, 2)


@pytest.mark.parametrize(
    "lines",
    [
        {"granted": [(1, 1, 2)]},
        {"granted": []},
        {"granted": [(2, 0, 2), (1, 0, 1)], "other": [(0, 0, 0), (1, 0, 1)]},
        {"carried_out": [(1, 0, 1)]},
    ],
)
def test_no_joint_choice_or_several_are_not_taken(lines):
    assert solve_request(rows(**lines)) is None


def test_line_without_its_witness_is_not_solved():
    without = {line: values for line, values in rows().items() if line != "concluded_total"}
    assert solve_request(without) is None
