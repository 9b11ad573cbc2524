"""A statutory table as printed, cell by cell, with the places that fail marked.

In: the warehouse and the failures of a report. Out: rows of cells under the form's labels,
Chinese with English beside them; an identity written out with its numbers.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from flows.review.questions import rows_of
from flows.warehouse import Connection, rows

_TABLES = """
    select report_key, table_no, table_code, form_edition, verdict, fault, evidence
    from fct_report_table where report_key in (select unnest($1)) order by table_no, table_code
"""
_CELLS = """
    select
        cell.report_key, cell.table_no, cell.table_code, cell.row_code, cell.column_code,
        cell.row_no, cell.column_no, cell.value, cell.unit,
        cell.value_status, cell.raw_text, cell.is_corrected, cell.locator,
        coalesce(indicator.label_path, '') as label_path
    from stg_cell as cell
    left join stg_indicator as indicator
        on
            cell.report_key = indicator.report_key
            and cell.table_no = indicator.table_no
            and cell.row_code = indicator.row_code
    where cell.report_key in (select unnest($1))
    order by cell.row_no, cell.column_no
"""
_PLACES = """
    select distinct
        report_key, table_no, table_code, unnest(string_split(place, ', ')) as place
    from quality_result
    where report_key in (select unnest($1)) and outcome = 'fail' and place != ''
"""
_LABELS = """
    select applicant_code as code, name_zh as zh, name_en as en from dim_applicant
    union all select line_code, name_zh, name_en from dim_request_line
    union all select item_code, name_zh, name_en from dim_disclosure_item
    union all select measure_code, name_zh, name_en from dim_measure
    union all select distinct channel_code, channel_zh, channel_en from dim_review_result
    union all select distinct result_code, result_zh, result_en from dim_review_result
"""


@dataclass(frozen=True, slots=True)
class Label:
    """What a row, a column or a word of the gate is called."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell: its text, what was read there, whether a failure points at it."""

    address: str
    raw_text: str
    value: Decimal | None
    unit: str | None
    status: str
    is_corrected: bool
    is_failing: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stand under the same columns."""

    columns: list[Label]
    rows: list[tuple[Label, list[Cell]]]


@dataclass(frozen=True, slots=True)
class Printed:
    """A statutory table of a report, block by block."""

    name: Label
    table_no: int
    form_edition: str
    verdict: str
    fault: str | None
    evidence: str
    blocks: list[Block]


def identity(failure: dict[str, Any]) -> str:
    """A rule's two sides as an equation: `2 + 3 = 5 ✓`, `10 + 1 ≠ 0`, `2 + 0 = 2 ≠ 1 = 1 + 0`.

    Empty where the rule compares words or has nothing to compare.
    """
    if failure["outcome"] == "not_assessable":
        return ""
    left, _, total = str(failure["expected"] or "").rpartition(" = ")
    parts, _, printed = str(failure["observed"] or "").rpartition(" = ")
    if not left:
        return ""
    passes = failure["outcome"] == "pass"
    if passes:
        return f"{left} = {total}{f' = {parts}' if parts else ''} ✓"
    return f"{left} = {total} ≠ {printed} = {parts}" if parts else f"{left} ≠ {printed}"


def printed_tables(connection: Connection, keys: list[str]) -> dict[str, list[Printed]]:
    """The statutory tables of some reports, in order, with what fails in them marked."""
    names = labels(connection)
    cells = rows_of(connection, _CELLS, keys)
    places = rows_of(connection, _PLACES, keys)
    return {
        key: [_printed(table, cells[key], places[key], names) for table in tables]
        for key, tables in rows_of(connection, _TABLES, keys).items()
    }


def _printed(
    table: dict[str, Any],
    cells: list[dict[str, Any]],
    places: list[dict[str, Any]],
    names: dict[str, Label],
) -> Printed:
    which = (table["table_no"], table["table_code"])
    mine = [cell for cell in cells if (cell["table_no"], cell["table_code"]) == which]
    failing = {p["place"] for p in places if (p["table_no"], p["table_code"]) == which}
    return Printed(
        names[table["table_code"]],
        table["table_no"],
        table["form_edition"],
        table["verdict"],
        table["fault"],
        table["evidence"],
        _blocks(mine, failing, names),
    )


def labels(connection: Connection) -> dict[str, Label]:
    """Every code that has a name, with its Chinese and English name."""
    known = {code: Label(code, *pair) for code, pair in _more_labels().items()}
    return known | {row["code"]: Label(**row) for row in rows(connection, _LABELS)}


@cache
def _more_labels() -> dict[str, list[str]]:
    text = Path(__file__).with_name("labels.yml").read_text("utf-8")
    return dict(yaml.safe_load(text))


def _blocks(cells: list[dict[str, Any]], failing: set[str], names: dict[str, Label]) -> list[Block]:
    """Cells in printed order, gathered to rows, and rows under the same columns to blocks."""
    by_row: dict[str, list[dict[str, Any]]] = {}
    for cell in cells:
        by_row.setdefault(cell["row_code"], []).append(cell)
    blocks: list[Block] = []
    for code, row in by_row.items():
        columns = [_label(cell["column_code"], "", names) for cell in row]
        if not blocks or blocks[-1].columns != columns:
            blocks.append(Block(columns, []))
        label = _label(code, row[0]["label_path"], names)
        blocks[-1].rows.append((label, [_cell(cell, failing) for cell in row]))
    return blocks


def _label(code: str, path: str, names: dict[str, Label]) -> Label:
    return Label(code, path, "") if path else names.get(code, Label(code, code, ""))


def _cell(cell: dict[str, Any], failing: set[str]) -> Cell:
    address = f"{cell['row_code']}.{cell['column_code']}"
    return Cell(
        address,
        cell["raw_text"] or "",
        cell["value"],
        cell["unit"],
        cell["value_status"],
        cell["is_corrected"],
        cell["value_status"] == "unreadable"
        or not failing.isdisjoint((address, cell["row_code"], cell["column_code"])),
    )
