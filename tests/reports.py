"""Small whole reports in the 2019 form, one cell a line or as pipe rows, to be broken."""

from flows.extract.form import Form, Node
from flows.extract.forms import forms

APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service")
APPLICANTS = (*APPLICANTS, "other_organization")

Cells = dict[tuple[str, str], str]


def form(table_code: str, edition: str = "2019") -> Form:
    return next(f for f in forms() if f.table_code == table_code and f.edition == edition)


def request_cells() -> Cells:
    """A table 3 whose every identity holds: 12 received, 3 carried in, 14 concluded."""
    counted = {
        "received": [10, 1, 0, 0, 1, 0],
        "carried_in": [3, 0, 0, 0, 0, 0],
        "granted": [7, 1, 0, 0, 0, 0],
        "unavailable_not_held": [4, 0, 0, 0, 1, 0],
        "other": [1, 0, 0, 0, 0, 0],
        "concluded_total": [12, 1, 0, 0, 1, 0],
        "carried_out": [1, 0, 0, 0, 0, 0],
    }
    return {
        (line, column): str(value)
        for line in form("request").row_codes
        for values in [counted.get(line, [0] * 6)]
        for column, value in zip((*APPLICANTS, "total"), [*values, sum(values)], strict=True)
    }


def review_cells() -> Cells:
    channels = ("reconsideration", "litigation_direct", "litigation_after_review")
    results = dict(zip(("upheld", "corrected", "other", "pending", "total"), "21036", strict=True))
    return {(channel, result): value for channel in channels for result, value in results.items()}


def disclosure_cells() -> Cells:
    printed = {"procurement_amount": "25.5万元", "change": "-2"}
    return {
        (row.code or "", column.code or ""): printed.get(column.code or "", "3")
        for block in form("disclosure").blocks
        for row in block.row_leaves
        for column in block.columns
    }


def report(
    tables: dict[str, Cells],
    *,
    agency: str = "上海市杨浦区人民政府",
    year: int = 2020,
    edition: str = "2019",
    prose: str = "",
    tail: tuple[str, ...] = ("六、其他需要报告的事项", "无。"),
    pipes: bool = False,
) -> str:
    """A report in plain text; a cell given as '' leaves its line out, or its pipe cell blank.

    `prose` stands under the first heading; `edition` is that of the forms.
    """
    lines = [
        # 人民政府 and 政府信息公开 share their 政府.
        f"{year}年{agency.removesuffix('政府')}政府信息公开工作年度报告",
        f"本年度报告中所列数据的统计期限自{year}年1月1日起至12月31日止。",
        "一、总体情况",
        *filter(None, [prose]),
    ]
    for code, cells in tables.items():
        lines.append(f"{code}情况")
        lines += (_pipe_rows if pipes else _cell_lines)(form(code, edition), cells)
    return "\n".join([*lines, *tail]) + "\n"


def changed(cells: Cells, **changes: str) -> Cells:
    """Cells with some changed, each named line__column."""
    places = {tuple(place.split("__")): value for place, value in changes.items()}
    assert places.keys() <= cells.keys()
    return cells | places


def without(cells: Cells, line: str) -> Cells:
    """Cells without a line."""
    return {place: value for place, value in cells.items() if place[0] != line}


def _levels(nodes: tuple[Node, ...]) -> list[str]:
    below = tuple(child for node in nodes for child in node.children)
    return [node.label for node in nodes] + (_levels(below) if below else [])


def _leaves(nodes: tuple[Node, ...], channel: str = "") -> list[tuple[str, str]]:
    found = []
    for node in nodes:
        if node.children:
            found += _leaves(node.children, node.code or channel)
        else:
            found.append((channel, node.code or ""))
    return found


def _rows(whole: Form, cells: Cells) -> list[list[str]]:
    rows = []
    for block in whole.blocks:
        columns = _leaves(block.columns)
        rows.append(_levels(block.columns))
        for leaf in block.row_leaves:
            values = [cells.get((channel or leaf.code or "", code)) for channel, code in columns]
            if any(value is not None for value in values):
                rows.append([leaf.label, *(value or "" for value in values)])
        if not block.rows:
            rows.append([cells.get(address, "") for address in columns])
    return rows


def _cell_lines(whole: Form, cells: Cells) -> list[str]:
    return [cell for row in _rows(whole, cells) for cell in row if cell]


def _pipe_rows(whole: Form, cells: Cells) -> list[str]:
    return [" | ".join(row) + " |" for row in _rows(whole, cells)]
