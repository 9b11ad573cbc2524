"""How a workbook prints a stored number: `1234.0` as `1,234`, `45292` as `2024-01-01`.

In: the style part of a package. Out: for a style and a stored number the text that the
sheet shows. A number in a format that is not understood is printed as General prints it,
a date as year-month-day, and a negative number always with a minus.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from lxml import etree

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

# Formats known by number and written in no file; of a date only that it is one matters.
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_BUILT_IN |= {37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00"}
_BUILT_IN |= dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 59)), "y")
_GENERAL = "General"

_NOT_PRINTED = re.compile(r"\[[^\]]*\]|_.|\*.")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_LITERAL = r'(?:"[^"]*"|\\.|[ ()¥￥$])*'
_NUMBER = re.compile(
    rf"({_LITERAL})(?P<comma>#,##|#*)0(?:\.(?P<decimals>0+))?(?P<percent>%?)({_LITERAL})\Z"
)


class Formats:
    """The number formats of a workbook, by style."""

    def __init__(self, styles: etree._Element | None, first_day: datetime) -> None:
        self._first_day = first_day
        self._by_style: list[str] = []
        if styles is None:
            return
        written = {
            one.get("numFmtId"): one.get("formatCode", "") for one in styles.iter(f"{S}numFmt")
        }
        for style in styles.iterfind(f"{S}cellXfs/{S}xf"):
            number = style.get("numFmtId", "0")
            known = _BUILT_IN.get(int(number), _GENERAL) if number.isdecimal() else _GENERAL
            self._by_style.append(written.get(number, known))

    def print(self, stored: str, style: str) -> str:
        """A stored number as a style prints it."""
        known = style.isdecimal() and int(style) < len(self._by_style)
        written = self._by_style[int(style)] if known else _GENERAL
        shown = _NOT_PRINTED.sub("", written.split(";")[0])
        try:
            # Excel keeps fifteen digits; what a file has beyond them is binary noise.
            number = Decimal(f"{float(stored):.15g}")
            match = _NUMBER.match(shown)
            if not number.is_finite():
                return stored
            if match:
                return _print(number, match)
            if _DATE.search(_QUOTED.sub("", shown)):
                return self._day(number)
            return format(number.normalize(), "f")
        except (InvalidOperation, OverflowError, ValueError):
            return stored

    def _day(self, number: Decimal) -> str:
        moment = self._first_day + timedelta(days=float(number))
        return moment.isoformat(" ", "minutes") if number % 1 else f"{moment:%Y-%m-%d}"


def _print(number: Decimal, shown: re.Match[str]) -> str:
    if shown["percent"]:
        number *= 100
    unit = Decimal(1).scaleb(-len(shown["decimals"] or ""))
    rounded = number.quantize(unit, ROUND_HALF_UP)
    digits = format(abs(rounded), ",f" if "," in shown["comma"] else "f")
    before, after = (_QUOTED.sub(r"\1\2", shown[part]) for part in (1, 5))
    return f"{before}{'-' * (rounded < 0)}{digits}{shown['percent']}{after}"
