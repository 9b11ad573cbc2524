"""What a number is stored as: the unit, and amounts of money in yuan.

In: a `Value` and the unit that its form gives it. Out: the value in the unit it is stored in. Money
is stored in yuan and only where the cell says which unit it is in (a bare 万 is 万元, flagged;
no unit at all is `unknown`, flagged); a count printed with a unit of money is unreadable.
"""

from flows.extract.numbers import MONEY, MONEY_UNITS, Value, in_yuan
from flows.extract.schema import is_storable

_BARE = {"万": "万元"}
# A value in the unit it is stored in, that unit, and what is unsure about it.
_Stored = tuple[Value, str, str | None]


def amount(value: Value, unit: str | None) -> _Stored:
    """A value in the unit it is stored in, that unit, and what is unsure about it.

    `unit` is the form's: a unit of count, or `money`. A number that the warehouse could not
    hold to its last digit is unreadable.
    """
    kept, stored, doubt = _in_unit(value, unit)
    if kept.value is not None and not is_storable(kept.value):
        return Value(None, "unreadable"), stored, None
    return kept, stored, doubt


def _in_unit(value: Value, unit: str | None) -> _Stored:
    printed = value.unit
    if value.value is None:
        return value, unit_of(unit), None
    if unit != MONEY:
        kept = Value(None, "unreadable") if printed in MONEY_UNITS else value
        return kept, unit or printed or "unknown", None
    if printed is None:
        return value, "unknown", "no unit printed"
    if printed not in MONEY_UNITS:
        return Value(None, "unreadable"), "unknown", None
    yuan = in_yuan(value.value, _BARE.get(printed, printed))
    doubt = f"unit printed as a bare {printed}" if printed in _BARE else None
    return Value(yuan, value.status, "元", value.remark), "元", doubt


def unit_of(unit: str | None) -> str:
    """The unit that the cells of a column are stored in."""
    return "元" if unit == MONEY else unit or "unknown"
