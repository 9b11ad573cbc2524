"""Which GB/T 2260 division a body's name begins with.

A name that several divisions bear (鼓楼区) and nothing narrows down is nobody's.
"""

from functools import cache

from flows.stage.divisions import NO_PLACE, level_of, valid_in

# What follows a province's short name when it is the beginning of another name (吉林市).
_LEVELS = tuple("市区县州盟旗")
_SHORT = ("省", "市", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "特别行政区")


@cache
def _named(year: int | None) -> dict[str, dict[str, list[str]]]:
    """Codes by level and name; a province also by its name without 省 or 市."""
    index: dict[str, dict[str, list[str]]] = {
        "province": {},
        "prefecture": {},
        "county": {},
    }
    for code, name in valid_in(year).items():
        if name in NO_PLACE:
            continue
        level = level_of(code)
        index[level].setdefault(name, []).append(code)
        if level == "province":
            short = next((name.removesuffix(s) for s in _SHORT if name.endswith(s)), name)
            index[level].setdefault(short, []).append(code)
    return index


def split_region(name: str, year: int | None) -> tuple[str | None, str] | None:
    """The code of the division that a name begins with, and the rest of the name.

    The code is None where the name begins with no division at all; the answer is None where
    it begins with a county that several divisions have (鼓楼区).
    """
    code: str | None = None
    rest = name
    for level in ("province", "prefecture", "county"):
        found = _longest(rest, _named(year)[level], code)
        if found is None:
            continue
        codes, printed = found
        if level == "province" and _goes_on(name, printed, year):
            continue
        if len(codes) == 1:
            code, rest = codes[0], rest[len(printed) :]
        elif level == "county":
            return None
    return code, rest


def _goes_on(name: str, province: str, year: int | None) -> bool:
    """Whether a province's short name begins another name: 吉林市, 海南州, 河南蒙古族自治县."""
    if province.endswith(_SHORT):
        return False
    lower = (_longest(name, _named(year)[level], None) for level in ("prefecture", "county"))
    return name[len(province) :].startswith(_LEVELS) or any(lower)


def _longest(
    name: str, named: dict[str, list[str]], within: str | None
) -> tuple[list[str], str] | None:
    stem = "" if within is None else within[: 2 if within.endswith("0000") else 4]
    for size in range(min(len(name), 16), 1, -1):
        codes = [code for code in named.get(name[:size], ()) if code.startswith(stem)]
        if codes:
            return codes, name[:size]
    return None
