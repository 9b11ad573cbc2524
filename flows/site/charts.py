"""Charts as SVG in the page: drawn here, so that the page asks no one for a script.

In: the warehouse, `charts.yml` and `sql/charts/`. Out: for each chart its picture, the SQL to
copy, and the rows behind it for who would rather read them.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert
import yaml

from flows.settings import SQL, Paths
from flows.site import pages
from flows.site.memory import Memory, fingerprint
from flows.warehouse import Connection, rows

_FONT = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, WenQuanYi Zen Hei, sans-serif"
_WIDTH = 640
_HEIGHT = 280
_ROW = 22


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its titles, its picture, its SQL, and the rows behind it."""

    chart_id: str
    zh: str
    en: str
    svg: str
    sql: str
    data: list[dict[str, Any]]


@cache
def _facts() -> dict[str, Any]:
    text = Path(__file__).with_name("charts.yml").read_text("utf-8")
    return dict(yaml.safe_load(text))


def charts(connection: Connection) -> list[Chart]:
    """Every chart that the warehouse has rows for."""
    return [_drawn(*one) for one in _asked(connection)]


def write_charts(connection: Connection, where: Paths, memory: Memory) -> None:
    """Draw the charts, if what they show has changed."""
    asked = _asked(connection)
    for page in memory.changed({"charts.html": fingerprint(asked)}):
        drawn = [_drawn(*one) for one in asked]
        pages.write(where.site / page, "charts.html.j2", root="", charts=drawn)


Asked = tuple[dict[str, Any], str, list[dict[str, Any]]]


def _asked(connection: Connection) -> list[Asked]:
    """Each chart as it is described, its SQL, and the rows that answers with; none without."""
    found = []
    for one in _facts()["charts"]:
        sql = (SQL / "charts" / f"{one['id']}.sql").read_text("utf-8")
        if answer := rows(connection, sql):
            found.append((one, sql, answer))
    return found


def _drawn(one: dict[str, Any], sql: str, found: list[dict[str, Any]]) -> Chart:
    zh, en = one["title"]
    return Chart(one["id"], zh, en, _svg(one, found), sql, found)


def _svg(one: dict[str, Any], found: list[dict[str, Any]]) -> str:
    """The picture, in the grammar of Vega-Lite."""
    names = _facts()["names"]
    y, colour = one["y"], one["color"]
    is_map = one["mark"] == "rect"
    field = colour["field"]
    values = [
        {name: _plain(value) for name, value in row.items()}
        | {field: names.get(row[field], _plain(row[field]))}
        for row in found
    ]
    described = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": values},
        "width": _WIDTH,
        "height": _ROW * len({row[y["field"]] for row in found}) if is_map else _HEIGHT,
        "mark": {"type": one["mark"], "point": True} if one["mark"] == "line" else one["mark"],
        "encoding": {
            "x": {
                "field": one["x"],
                "type": "ordinal",
                "title": "年度 year",
                "axis": {"labelAngle": 0},
            },
            "y": {
                "field": y["field"],
                "type": "nominal" if is_map else "quantitative",
                "title": y["title"],
                "axis": _format(y),
                "stack": y.get("stack", one["mark"] == "bar"),
            },
            "color": {
                "field": field,
                "type": "quantitative" if is_map else "nominal",
                "title": colour["title"],
                "legend": {"orient": "top"} | _format(colour),
                "scale": {"scheme": "tealblues", "domain": [0, 1]} if is_map else {},
            },
        },
        "config": {"font": _FONT, "background": "transparent", "view": {"stroke": None}},
    }
    return str(vl_convert.vegalite_to_svg(described))


def _format(described: dict[str, Any]) -> dict[str, Any]:
    return {"format": described["format"]} if "format" in described else {}


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
