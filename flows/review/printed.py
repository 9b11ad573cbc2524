"""A statutory table as printed, cell by cell, with the places that fail marked.

In: the warehouse and the failures of a report. Out: rows of cells under the form's labels,
Chinese with English beside them; an identity written out with its numbers.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flows.review.labels import Label, labels
from flows.review.questions import rows_of
from flows.warehouse import Connection

_TABLES = """
    select report_key, table_no, table_code, form_edition, verdict, fault, evidence
    from fct_report_table where report_key in (select unnest($1)) order by table_no, table_code
"""
# Cells stand in the order of their keys: between the first and the last one asked for, few of a
# country's are read.
_CELLS = """
    select report_key, table_no, table_code, row_code, column_code, coalesce(raw_text, '')
    from stg_cell
    where
        report_key between list_min($1) and list_max($1)
        and report_key in (select unnest($1))
    order by row_no, column_no
"""
_PATHS = """
    select report_key, table_no, row_code, label_path
    from stg_indicator where report_key in (select unnest($1))
"""
# Cells that are not simply as printed: a failure points at them, or a steward at what they say.
_MARKS = """
    with places as (
        select distinct
            report_key, table_no, table_code, unnest(string_split(place, ', ')) as place
        from quality_result
        where report_key in (select unnest($1)) and outcome = 'fail' and place != ''
    )

    select
        cell.report_key, cell.table_no, cell.table_code,
        cell.row_code || '.' || cell.column_code as address,
        any_value(cell.value) as value,
        any_value(cell.unit) as unit,
        any_value(cell.value_status) as status,
        bool_or(cell.is_corrected) as is_corrected,
        bool_or(places.place is not null or cell.value_status = 'unreadable') as is_failing
    from stg_cell as cell
    left join places
        on
            cell.report_key = places.report_key
            and cell.table_no = places.table_no
            and cell.table_code = places.table_code
            and places.place in (
                cell.row_code, cell.column_code, cell.row_code || '.' || cell.column_code
            )
    where
        cell.report_key between list_min($1) and list_max($1)
        and cell.report_key in (select unnest($1))
        and (places.place is not null or cell.value_status = 'unreadable' or cell.is_corrected)
    group by cell.report_key, cell.table_no, cell.table_code, cell.row_code, cell.column_code
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """What there is to say of a cell beside its text: what was read, whether it fails."""

    address: str
    value: Decimal | None
    unit: str | None
    status: str
    is_corrected: bool
    is_failing: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row: its texts, and the marks of those that have one, by their place in it."""

    label: Label
    texts: list[str]
    marks: dict[int, Mark]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stand under the same columns."""

    columns: list[Label]
    rows: list[Row]


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
    # Millions of cells in a country: they come as plain rows, and those of a row together.
    cells: dict[tuple[str, int, str], dict[str, list[tuple[str, str]]]] = {}
    for key, table_no, code, row, column, text in connection.execute(_CELLS, [keys]).fetchall():
        cells.setdefault((key, table_no, code), {}).setdefault(row, []).append((column, text))
    paths = rows_of(connection, _PATHS, keys)
    marks = rows_of(connection, _MARKS, keys)
    return {
        key: [
            _printed(
                table,
                cells.get((key, table["table_no"], table["table_code"]), {}),
                _of(table, marks[key]),
                {p["row_code"]: p["label_path"] for p in paths[key] if _same_no(p, table)},
                names,
            )
            for table in tables
        ]
        for key, tables in rows_of(connection, _TABLES, keys).items()
    }


def _same_no(row: dict[str, Any], table: dict[str, Any]) -> bool:
    return bool(row["table_no"] == table["table_no"])


def _of(table: dict[str, Any], marks: list[dict[str, Any]]) -> dict[str, Mark]:
    """The marks of a table, by address."""
    return {
        one["address"]: Mark(**{name: one[name] for name in Mark.__slots__})
        for one in marks
        if _same_no(one, table) and one["table_code"] == table["table_code"]
    }


def _printed(
    table: dict[str, Any],
    cells: dict[str, list[tuple[str, str]]],
    marks: dict[str, Mark],
    paths: dict[str, str],
    names: dict[str, Label],
) -> Printed:
    return Printed(
        names[table["table_code"]],
        table["table_no"],
        table["form_edition"],
        table["verdict"],
        table["fault"],
        table["evidence"],
        _blocks(cells, marks, paths, names),
    )


def _blocks(
    cells: dict[str, list[tuple[str, str]]],
    marks: dict[str, Mark],
    paths: dict[str, str],
    names: dict[str, Label],
) -> list[Block]:
    """Rows under the same columns, in printed order."""
    blocks: list[Block] = []
    above: list[str] = []
    for code, row in cells.items():
        columns = [column for column, _ in row]
        if not blocks or above != columns:
            blocks.append(Block([_label(column, "", names) for column in columns], []))
            above = columns
        label = _label(code, paths.get(code, ""), names)
        marked = {
            at: marks[address]
            for at, address in enumerate(f"{code}.{column}" for column in columns if marks)
            if address in marks
        }
        blocks[-1].rows.append(Row(label, [text for _, text in row], marked))
    return blocks


def _label(code: str, path: str, names: dict[str, Label]) -> Label:
    return Label(code, path, "") if path else names.get(code, Label(code, code, ""))
