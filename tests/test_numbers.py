"""A blank is no zero, and a number is read whole or not at all."""

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.amounts import amount
from flows.extract.numbers import in_yuan, is_unit, is_value, read_value
from flows.extract.schema import VALUE


@pytest.mark.parametrize(
    ("text", "value", "unit", "remark"),
    [
        ("0", "0", None, None),
        (" 12 ", "12", None, None),
        ("-18", "-18", None, None),
        ("−18", "-18", None, None),
        ("+1036", "1036", None, None),
        ("- 5", "-5", None, None),
        ("1,234,567", "1234567", None, None),
        ("24252.311082", "24252.311082", None, None),
        ("0.50", "0.50", None, None),
        ("251000元", "251000", "元", None),
        ("1663.23万", "1663.23", "万", None),
        ("1663.23 万元", "1663.23", "万元", None),
        ("1663.23(万元)", "1663.23", "万元", None),
        ("12千元", "12", "千元", None),
        ("3人次", "3", "人次", None),
        ("3人", "3", "人", None),
        ("22(其中修订16件)", "22", None, "(其中修订16件)"),
        ("22件(其中修订16件)", "22", "件", "(其中修订16件)"),
        ("22[注]", "22", None, "[注]"),
    ],
)
def test_a_number_is_read_with_its_unit_and_remark(
    text: str, value: str, unit: str | None, remark: str | None
) -> None:
    read = read_value(text)
    assert read.status == "reported"
    assert (read.value, read.unit, read.remark) == (Decimal(value), unit, remark)
    assert is_value(text)


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u3000"])
def test_blank_cell_is_not_zero(text: str) -> None:
    read = read_value(text)
    assert (read.value, read.status) == (None, "blank")
    assert not is_value(text)


@pytest.mark.parametrize(
    "text", ["/", "-", "--", "—", "——", "------", "———", "无", "不涉及", " / "]
)
def test_a_placeholder_says_that_no_figure_applies(text: str) -> None:
    read = read_value(text)
    assert (read.value, read.status) == (None, "not_applicable")
    assert is_value(text)


@pytest.mark.parametrize(
    "text",
    [
        "22/55",
        "22 55",
        "1,23",
        "1,2345",
        "12,34,567",
        "1.2.3",
        "5.",
        ".5",
        "5%",
        "约5",
        "5-6",
        "--5",
        "12²",
        "①",
        "十二",
        "12(其中3件)件",
        "12(其中(3)件)",
        "12(万元",
        "12美元",
        "l2",
        "1O",
        "12\ufffd",
        "٣",
        "1e3",
        "规章",
    ],
)
def test_a_text_not_wholly_understood_is_unreadable(text: str) -> None:
    read = read_value(text)
    assert (read.value, read.status) == (None, "unreadable")


@pytest.mark.parametrize("text", ["00", "05", "0000000", "012.5", "0,123"])
def test_digits_that_begin_with_a_nought_are_cells_glued_together(text: str) -> None:
    assert read_value(text).status == "unreadable"


@pytest.mark.parametrize("text", [".2168", ".2168万元", ",345", ",345,678.5元"])
def test_the_rest_of_a_broken_number_stands_where_values_do_and_is_none(text: str) -> None:
    assert is_value(text) and read_value(text).status == "unreadable"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("05", True), ("规章", False), ("1.属于国家秘密", False), ("22/55", False)],
)
def test_glued_digits_still_stand_where_a_value_stands(text: str, expected: bool) -> None:
    assert is_value(text) is expected


@given(st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=4))
def test_every_printed_number_is_read_as_itself(number: Decimal) -> None:
    assert read_value(f"{number:f}").value == number
    assert read_value(f"{number:,f}").value == number


@given(st.text(max_size=12))
def test_any_text_at_all_has_one_status_and_a_value_only_when_reported(text: str) -> None:
    read = read_value(text)
    assert (read.value is not None) == (read.status == "reported")
    assert (read.status == "blank") == (not text.strip())


@given(st.text("0123456789.,-+/ 元万件()", max_size=10))
def test_no_digit_of_a_number_read_is_dropped(text: str) -> None:
    read = read_value(text)
    if read.value is not None:
        number = text.partition("(")[0]
        printed = "".join(c for c in number if c.isdigit() or c == ".")
        assert Decimal(printed) == abs(read.value)


@pytest.mark.parametrize("text", ["条", "件", "(件)", "(件)", "人次", "万元", "—", "——", "------"])
def test_a_unit_column_is_known_by_its_words(text: str) -> None:
    assert is_unit(text)


@pytest.mark.parametrize("text", ["", "12", "件数", "0", "/", "-", "条例"])
def test_a_number_or_a_label_is_no_unit(text: str) -> None:
    assert not is_unit(text)


@pytest.mark.parametrize(
    ("value", "unit", "yuan"),
    [
        ("1663.23", "万元", "16632300"),
        ("2", "亿元", "200000000"),
        ("7", "千元", "7000"),
        ("0.01", "元", "0.01"),
    ],
)
def test_an_amount_in_yuan_is_exact(value: str, unit: str, yuan: str) -> None:
    assert in_yuan(Decimal(value), unit) == Decimal(yuan)


@pytest.mark.parametrize(
    ("text", "unit", "value", "status", "stored_in", "doubt"),
    [
        ("12万元", "money", "120000", "reported", "元", None),
        ("12(万元)", "money", "120000", "reported", "元", None),
        ("12元", "money", "12", "reported", "元", None),
        ("12万", "money", "120000", "reported", "元", "unit printed as a bare 万"),
        ("12", "money", "12", "reported", "unknown", "no unit printed"),
        ("12件", "money", None, "unreadable", "unknown", None),
        ("100000000亿元", "money", None, "unreadable", "元", None),
        ("", "money", None, "blank", "元", None),
        ("/", "money", None, "not_applicable", "元", None),
        ("12", "件", "12", "reported", "件", None),
        ("12件", "件", "12", "reported", "件", None),
        ("12", None, "12", "reported", "unknown", None),
        ("12件", None, "12", "reported", "件", None),
        ("12万元", "件", None, "unreadable", "件", None),
        ("12万", "件", None, "unreadable", "件", None),
        ("1" + "0" * 16, "件", None, "unreadable", "件", None),
        ("", "件", None, "blank", "件", None),
        ("24252.311082", "money", None, "unreadable", "unknown", None),
        ("24252.311082万元", "money", "242523110.82", "reported", "元", None),
        ("1" + "0" * 16, "money", None, "unreadable", "unknown", None),
        ("0.00001", "件", None, "unreadable", "件", None),
        ("0.50000", "件", "0.5", "reported", "件", None),
    ],
)
def test_money_is_stored_in_yuan_only_where_the_cell_says_its_unit(
    text: str,
    unit: str | None,
    value: str | None,
    status: str,
    stored_in: str,
    doubt: str | None,
) -> None:
    kept, stored, said = amount(read_value(text), unit)
    assert pa.scalar(kept.value, VALUE).as_py() == kept.value
    assert kept.value == (None if value is None else Decimal(value))
    assert (kept.status, stored, said) == (status, stored_in, doubt)
