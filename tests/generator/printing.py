"""How a number comes to stand in a cell: separators, widths, signs, units, remarks."""

import random
from dataclasses import dataclass
from decimal import Decimal

from tests.generator.data import load
from tests.generator.truth import Number, TruthCell

_WIDE = str.maketrans("0123456789,.+-", "０１２３４５６７８９，．＋－")


@dataclass(frozen=True, slots=True)
class Style:
    """What one document's typist does; rates are per cell."""

    thousands: bool = False
    full_width: bool = False
    unit_rate: float = 0.0
    remark_rate: float = 0.0
    blank_rate: float = 0.0
    placeholder_rate: float = 0.0
    minus: str = "-"
    plus: str = ""


def draw_style(rng: random.Random, noise: frozenset[str]) -> Style:
    """A style with the habits that the noise names."""
    return Style(
        thousands="thousands" in noise,
        full_width="full_width" in noise,
        unit_rate=rng.choice((0.05, 1.0)) if "units_in_cells" in noise else 0.0,
        remark_rate=0.04 if "remarks" in noise else 0.0,
        blank_rate=rng.choice((0.01, 0.1)) if "blank_cells" in noise else 0.0,
        placeholder_rate=rng.choice((0.02, 0.2)) if "placeholders" in noise else 0.0,
        minus=rng.choice("--－−"),
        plus=rng.choice(("", "", "+")),
    )


def print_cell(
    rng: random.Random,
    style: Style,
    value: Number,
    unit: str | None,
    *,
    money: str = "",
    signed: bool = False,
) -> TruthCell:
    """A cell of a table: printed in some style, or left blank.

    `money` is "cell" where the cell has to name the unit of an amount in yuan, or the unit
    (万元, 元) that its header or unit column names; `signed` numbers may carry a plus.
    """
    if rng.random() < style.blank_rate:
        return TruthCell(None, "blank", "", unit)
    if rng.random() < style.placeholder_rate:
        return TruthCell(None, "not_applicable", rng.choice(load("noise")["placeholders"]), unit)
    if money:
        return _amount(rng, style, value, money)
    sign = style.plus if signed and value > 0 else ""
    printed = sign + _digits(style, value)
    if unit and unit != "——" and rng.random() < style.unit_rate:
        printed += unit
    if value > 1 and rng.random() < style.remark_rate:
        printed += f"（其中修订{rng.randint(1, int(value))}件）"
    return TruthCell(value, "reported", printed, unit)


def _digits(style: Style, value: Number) -> str:
    kind = "d" if isinstance(value, int) else "f"
    text = format(value, f",{kind}" if style.thousands else kind)
    text = text.replace("-", style.minus)
    return text.translate(_WIDE) if style.full_width else text


def _amount(rng: random.Random, style: Style, value: Number, money: str) -> TruthCell:
    ten_thousands = (Decimal(value) / 10000).normalize()
    yuan = Decimal(value).normalize()
    if yuan % 1 and rng.random() < 0.5:
        yuan = yuan.quantize(Decimal("0.01"))
    if money == "万元" and rng.random() < 0.92:
        return TruthCell(value, "reported", _digits(style, ten_thousands), "元")
    if money == "元" and rng.random() < 0.92:
        return TruthCell(value, "reported", _digits(style, yuan), "元")
    wording = rng.choice(("元", "元", "万元", "万元", "万", ""))
    if money != "cell" and not wording:
        wording = money
    if not wording:
        # Nothing says whether these are yuan or ten thousands: kept as it stands.
        number = rng.choice((yuan, ten_thousands))
        return TruthCell(number, "reported", _digits(style, number), "unknown")
    number = yuan if wording == "元" else ten_thousands
    return TruthCell(value, "reported", _digits(style, number) + wording, "元")
