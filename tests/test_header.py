"""Columns keep their meaning when a publisher moves them, and are never guessed."""

import pytest

from flows.extract.header import Header, decode_header
from flows.normalise import Piece
from tests.printed import form_of

FILES = form_of("disclosure").blocks[0]
APPLICANTS = form_of("request").blocks[0]
REVIEW = form_of("review").blocks[0]
TOP = ["自然人", "法人或其他组织", "总计"]
GROUP = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
BODIES = ["business", "research", "public_interest", "legal_service", "other_organization"]
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def decoded(labels: list[str], block: object = FILES, start: int = 0) -> Header | None:
    tokens = [Piece(label, label, f"at={place}") for place, label in enumerate(labels)]
    return decode_header(tokens, start, block)


def codes(header: Header | None) -> list[str]:
    assert header is not None
    return [column.code for column in header.columns]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (
            ["本年新制作数量", "本年新公开数量", "对外公开总数量"],
            ["made", "newly_published", "total_published"],
        ),
        (
            ["对外公开总数量", "本年新制作数量", "本年新公开数量"],
            ["total_published", "made", "newly_published"],
        ),
        (
            ["本年新 公开数量", "对外公开\n总数量", "本年新制作数量"],
            ["newly_published", "total_published", "made"],
        ),
    ],
)
def test_columns_are_known_by_their_words(labels: list[str], expected: list[str]) -> None:
    header = decoded(labels)
    assert codes(header) == expected
    assert header.by_order == []


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([*TOP, *GROUP], ["natural_person", *BODIES, "total"]),
        ([*TOP[::-1], *GROUP], ["total", *BODIES, "natural_person"]),
        ([*TOP, *GROUP[::-1]], ["natural_person", *BODIES[::-1], "total"]),
        (["法人或其他组织", "自然人", "合计", *GROUP], [*BODIES, "natural_person", "total"]),
    ],
)
def test_children_stand_where_their_group_stands(labels: list[str], expected: list[str]) -> None:
    assert codes(decoded(labels, APPLICANTS)) == expected


def test_a_channel_is_carried_down_to_its_results() -> None:
    channels = ["复议后起诉", "未经复议直接起诉"]
    header = decoded(["行政诉讼", "行政复议", *channels, *RESULTS * 3], REVIEW)
    assert header is not None
    assert [column.channel for column in header.columns] == [
        channel
        for channel in ("litigation_after_review", "litigation_direct", "reconsideration")
        for _ in RESULTS
    ]
    assert codes(header) == ["upheld", "corrected", "other", "pending", "total"] * 3


def test_results_in_an_order_of_their_own_under_each_channel_are_kept_apart() -> None:
    labels = ["行政复议", "行政诉讼", *RESULTS, "未经复议直接起诉", "复议后起诉"]
    header = decoded([*labels, *RESULTS[::-1], *RESULTS], REVIEW)
    assert codes(header)[5:10] == ["total", "pending", "other", "corrected", "upheld"]
    assert codes(header)[10:] == ["upheld", "corrected", "other", "pending", "total"]


def test_a_label_cut_short_that_begins_one_column_only_is_that_column() -> None:
    header = decoded(["对外公开", "本年新公开数量", "本年新制"])
    assert codes(header) == ["total_published", "newly_published", "made"]
    assert header.by_order == []


def test_labels_cut_to_the_same_words_are_told_apart_by_order_and_reported() -> None:
    header = decoded(["本年新", "本年新", "对外公开总数量"])
    assert codes(header) == ["made", "newly_published", "total_published"]
    assert [piece.locator for piece in header.by_order] == ["at=0", "at=1"]


@pytest.mark.parametrize(
    "labels",
    [
        ["本年新", "本年新", "对外公开"],  # no neighbour named in full
        ["本年新", "对外公开总数量", "本年新"],  # not the form's order
        ["对外公开总数量", "本年新", "本年新"],
        ["本年新制作数量", "本年新制作数量", "对外公开总数量"],
        ["本年新制作数量", "本年新公开数量"],
        ["本年新制作数量", "本年新公开数量", "数量"],
        ["本年新制作数量", "本年新公开数量", "对"],
        ["数据1", "数据2", "数据3"],
        [],
    ],
)
def test_a_header_that_is_not_complete_is_none(labels: list[str]) -> None:
    assert decoded(labels) is None


@pytest.mark.parametrize(
    "labels",
    [
        [*TOP, *GROUP[:4]],
        [*TOP, *GROUP[:4], "其它团体"],
        [TOP[0], *GROUP, TOP[2]],
        [*GROUP, *TOP],
    ],
)
def test_a_group_without_all_its_columns_is_no_header(labels: list[str]) -> None:
    assert decoded(labels, APPLICANTS) is None


def test_a_header_ends_where_its_last_label_stands() -> None:
    labels = ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量", "规章"]
    header = decoded(labels, start=1)
    assert header is not None and header.end == 4
    assert decoded(labels, start=0) is None


@pytest.mark.parametrize("border", ["├────┬────┤", "-----+----"])
def test_a_label_beside_a_border_tells_no_order(border: str) -> None:
    """It stands in the middle of a cell that reaches over rows, below labels printed beside it."""
    applicants = ["法人或其他组织", "自然人"]
    assert decoded([*applicants, "总计", *GROUP], APPLICANTS) is not None
    assert decoded([*applicants, f"总计{border}", *GROUP], APPLICANTS) is None
