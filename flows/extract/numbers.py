"""What stands in a value cell: a number, a blank, a placeholder, or something unreadable.

In: the text of a cell, half-width and Simplified. Out: `Value`. A blank is never zero, and
a text that is not wholly understood is unreadable, never half read (`22（其中修订16件）` is 22
with a remark, `22/55` is unreadable). No count begins with a nought: `05` is two cells that
lost the line between them.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import yaml

# The unit that a form gives a column of amounts; which one they are in, the page has to say.
MONEY = "money"
MONEY_UNITS = frozenset(("元", "千元", "万元", "亿元", "万"))
Status = Literal["reported", "inferred", "blank", "not_applicable", "unreadable"]

_FACTS = yaml.safe_load(Path(__file__).with_name("numbers.yml").read_text("utf-8"))
_PLACEHOLDERS = frozenset(_FACTS["placeholders"])
_DASHES: str = _FACTS["dashes"]
_UNITS = frozenset(_FACTS["units"])
# With brackets around it, and a space behind each letter.
_LONGEST_UNIT = 2 * (2 + max(map(len, _UNITS)))
_SIGNS = frozenset("+-−")
_VALUES = frozenset(("reported", "not_applicable"))
_SCALES: dict[str, int] = _FACTS["yuan"]
_PRINTED_UNIT = "千元|万元|亿元|元|万|件|条|项|次|篇|个|人次|人|宗|份|起|部"
# What is shorter with a unit behind it may be any word: 附件.
_SHORTEST_LABEL = 4
# A number with its unit and a remark; anything longer is running text.
_LONGEST = 80
_NUMBER = re.compile(
    r"(?P<sign>[+\-−]?)\s*"
    r"(?P<digits>[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?P<fraction>\.[0-9]+)?"
    rf"\s*(?:(?P<unit>{_PRINTED_UNIT})|[(\[](?P<aside>{_PRINTED_UNIT})[)\]])?"
    r"\s*(?P<remark>[(\[][^()\[\]]*[)\]])?"
)
# What is left of a number that was broken behind its first digits: .2168, ,345.
_REST = re.compile(rf"[.,]\d[\d.,]*\s*(?:{_PRINTED_UNIT})?\Z")
# 57.3178 三、收到和处理, 12行政处罚; no ordinal has space or a letter behind it, but dates have.
_AND_MORE = re.compile(r"[-+−]?\d[\d,.]*(?<!\.)\s+(?!年)|\d+(?=[\u4e00-\u9fff])(?![年月日])")
# 3(三)申请答复数, 6其中: no label has a number before its ordinal.
_AND_A_LABEL = re.compile(r"\d+(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|其\s*中)")
# What stands where a number should and is none that is understood: 约10, 5*, '5, (5), 〇, 十二.
_ODD = re.compile(
    r"[\W_]{0,3}[约近超逾达至共]{0,2}\s*"
    r"(?:[零〇]|\d(?!\d?\s*[.、)](?!\d))(?!\d{3}(?:\s*年|[-.]\d))(?!\d?\s*[年月日]|\d*/\d))"
    r"|[一二两三四五六七八九十百千]+(?:\Z|(?=\d|\s+[\d零〇一二两三四五六七八九十]))"
    r"|\(\d+\)\Z|[Oo]+\Z|\ufffc"
)
# No number has so many letters behind it.
_WORDS = re.compile(r"[\u4e00-\u9fff]{3}")
# Two amounts in one have two points, 89.931.5万元, as dates have.
_TWO_AMOUNTS = re.compile(r"(?!(?:19|20)\d\d\.\d{1,2}\.\d{1,2}(?!\d))[\d,]+\.\d+\.\d+\D*\Z")


class Value(NamedTuple):
    """A value cell as understood; `unit` is the one printed in the cell, if any."""

    value: Decimal | None
    status: Status
    unit: str | None = None
    remark: str | None = None


@lru_cache(maxsize=65_536)
def read_value(text: str) -> Value:
    """Read one value cell."""
    stripped = text.strip()
    if not stripped:
        return Value(None, "blank")
    if _is_placeholder(stripped):
        return Value(None, "not_applicable")
    if stripped.isascii() and stripped.isdecimal() and (stripped[0] != "0" or stripped == "0"):
        return Value(Decimal(stripped), "reported")  # Nearly every cell.
    match = _NUMBER.fullmatch(stripped)
    if match is None:
        return Value(None, "unreadable")
    sign = "-" if match["sign"] in ("-", "−") else ""
    digits = match["digits"].replace(",", "")
    number = Decimal(sign + digits + (match["fraction"] or ""))
    return Value(number, "reported", match["unit"] or match["aside"], match["remark"])


def is_value(text: str) -> bool:
    """Whether a text could stand in a value cell: a number, digits, a placeholder.

    What is left of a broken number is none, but stands where the others do.
    """
    return _is_value(text) if len(text) <= _LONGEST else text.strip().isdecimal()


@lru_cache(maxsize=65_536)
def _is_value(text: str) -> bool:
    stripped = text.strip()
    if _is_placeholder(stripped):
        return True
    if _REST.match(stripped):
        return True
    if not stripped[:1].isdecimal() and stripped[:1] not in _SIGNS:
        return False
    return stripped.isdecimal() or read_value(text).status in _VALUES


def is_value_and_more(text: str) -> bool:
    """Whether a text may be the number of a cell with what follows the table glued to it."""
    return _AND_MORE.match(text) is not None


def is_value_and_a_label(text: str) -> bool:
    """Whether a text is the number of a row with the label of the next one glued to it."""
    return _AND_A_LABEL.match(text) is not None


def begins_oddly(text: str) -> bool:
    """Whether a text begins with what may be a number, printed in a way nobody understands."""
    return _ODD.match(text) is not None


def may_be_odd_value(text: str) -> bool:
    """Whether a text may be such a number, and nothing else."""
    is_short = len(text) <= _LONGEST and not _WORDS.search(text)
    return is_short and begins_oddly(text) and not is_value(text)


def are_two_amounts(text: str) -> bool:
    """Whether a text is two amounts without the space between them."""
    return _TWO_AMOUNTS.match(text) is not None


def is_glued_row(text: str) -> bool:
    """Whether a text is a label, its unit and its numbers in one piece: 行政诉讼数件00."""
    label = text.rstrip("0123456789.,")
    is_long = len(label) > _SHORTEST_LABEL
    return is_long and text[-1:].isdecimal() and any(map(label.endswith, _UNITS))


def _is_placeholder(stripped: str) -> bool:
    """Whether a text says that there is no figure: 无, a stroke, dashes."""
    return stripped in _PLACEHOLDERS or _are_dashes(stripped)


def _are_dashes(stripped: str) -> bool:
    return stripped != "" and not stripped.strip(_DASHES)


def is_unit(text: str) -> bool:
    """Whether a text is nothing but a unit of count or money, or the dash for none."""
    return unit_in(text) is not None


def may_begin_unit(text: str) -> bool:
    """Whether a text may be a unit, or the first piece of one: a quick look, for most are none."""
    is_short = len(text) <= _LONGEST_UNIT and not text.isdecimal()
    return is_short or text[:1] in _DASHES


@lru_cache(maxsize=4096)
def unit_in(text: str) -> str | None:
    """The unit that a text is, without brackets around it or the space that fills its cell."""
    printed = "".join(unicodedata.normalize("NFKC", text).split())
    within = printed[1:-1] if printed[:1] == "(" and printed[-1:] == ")" else printed
    is_dash = within == "—" or (len(within) > 1 and _are_dashes(within))
    return within if within in _UNITS or is_dash else None


def unit_of_header(text: str) -> str | None:
    """The unit of money that a column header puts its cells in: 本年收费金额(单位:万元)."""
    printed = re.sub(r"\s", "", text)
    named = [unit for unit in _SCALES if re.search(rf"(?<![千万亿]){unit}", printed)]
    return named[0] if len(named) == 1 else None


def in_yuan(value: Decimal, unit: str) -> Decimal:
    """An amount in yuan, exact; `unit` is one of 元, 千元, 万元, 亿元."""
    return value * _SCALES[unit]
