"""Readings to rows: each printed cell with its value, status, unit and locator.

In: a `Table`, an `IndicatorTable` or tasks. Out: rows for the `cell`, `table` and
`finding` files. Money is stored in yuan and only where the cell says which unit it is in
(a bare 万 is 万元, flagged; no unit at all is `unknown`, flagged); a count printed with a
unit of money is unreadable.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from flows.extract.numbers import (
    MONEY,
    MONEY_UNITS,
    Value,
    in_yuan,
    read_value,
    unit_of_header,
)
from flows.extract.schema import Row, is_storable
from flows.extract.table import NOTHING, Column, PrintedRow
from flows.extract.tables import Table
from flows.normalise import Piece

_BARE = {"万": "万元"}


def values_sha256(cells: Iterable[Row]) -> str:
    """What a table says, as one hash: places and values, however and wherever printed.

    `1,234` in one capture and `1234` in another are the same; text stands for itself.
    """
    lines = sorted(f"{c['row_code']}\t{c['column_code']}\t{_said(c)}" for c in cells)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _said(cell: Row) -> str:
    value = cell["value"]
    if isinstance(value, Decimal):
        printed = str(value)
        # Nearly every value is a whole number, which is in its plainest form already.
        plain = printed if printed.isdecimal() else f"{value.normalize():f}"
        return f"{plain} {cell['unit']}"
    return f"{cell['value_status']} {cell['raw_text'] or ''}"


def amount(value: Value, unit: str | None) -> tuple[Value, str, str | None]:
    """A value in the unit it is stored in, that unit, and what is unsure about it.

    `unit` is the form's: a unit of count, or `money`. A number that the warehouse could not
    hold to its last digit is unreadable.
    """
    kept, stored, doubt = _in_unit(value, unit)
    if kept.value is not None and not is_storable(kept.value):
        return Value(None, "unreadable"), stored, None
    return kept, stored, doubt


def _in_unit(value: Value, unit: str | None) -> tuple[Value, str, str | None]:
    printed = value.unit
    if value.value is None:
        return value, "元" if unit == MONEY else (unit or "unknown"), None
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


def cell_rows(table: Table) -> tuple[list[Row], list[Row]]:
    """The cells of a matrix table, and findings about their units."""
    form = table.form
    rows: list[Row] = []
    findings: list[Row] = []
    for row in table.reading.rows:
        cells = zip(row.addresses, row.columns, row.pieces, strict=True)
        for column_no, ((row_code, column_code), column, printed) in enumerate(cells, 1):
            value, stored, doubt = _value(row, column, printed)
            piece = printed if printed != NOTHING else None
            rows.append(
                {
                    "table_no": form.table_no,
                    "table_code": form.table_code,
                    "form_edition": form.edition,
                    "row_code": row_code,
                    "column_code": column_code,
                    "value": value.value,
                    "unit": "元" if stored == MONEY else stored,
                    "value_status": value.status,
                    "raw_text": piece.raw if piece else None,
                    "row_no": row.row_no,
                    "column_no": column_no,
                    "locator": piece.locator if piece else None,
                }
            )
            if doubt:
                place = f"{row_code}.{column_code}"
                findings.append(finding("unit_incomplete", place, doubt, piece))
    return rows, findings


def _value(row: PrintedRow, column: Column, piece: Piece | None) -> tuple[Value, str, str | None]:
    """What stands in a cell, the unit it is stored in, and what is unsure about it."""
    unit = column.node.unit
    if not row.readable:
        return Value(None, "unreadable"), unit or "unknown", None
    header = column.header.text if unit == MONEY else ""
    return _understood(piece.text if piece else "", unit, header, row.inferred)


@lru_cache(maxsize=65_536)
def _understood(
    text: str, unit: str | None, header: str, inferred: bool
) -> tuple[Value, str, str | None]:
    """The same of a readable cell by its text; `header` may name the unit of money."""
    value = read_value(text)
    if unit == MONEY and value.unit is None:
        value = replace(value, unit=unit_of_header(header))
    stored, stored_unit, doubt = amount(value, unit)
    if inferred and stored.status == "reported":
        stored = replace(stored, status="inferred")
    return stored, stored_unit, doubt


def table_findings(table: Table) -> list[Row]:
    """What a reading could not place, and what it placed by order alone."""
    reading = table.reading
    return [
        *(finding("row_missing", code, code, None) for code in reading.rows_missing()),
        *(finding("row_repeated", code, code, None) for code in reading.twice),
        *(finding("label_unknown", p.text, p.text, p) for p in reading.unknown),
        *(finding("header_cut_short", p.text, p.text, p) for p in reading.header_by_order),
        *(
            finding("readings_differ", f"{row}.{column}", other, None)
            for (row, column), other in sorted(table.differing)
        ),
    ]


def finding(code: str, place: str, detail: str, piece: Piece | None) -> Row:
    """One observation about a table or a document, for the structure rules to judge."""
    return {
        "finding_code": code,
        "place": place,
        "detail": detail,
        "locator": piece.locator if piece else None,
    }
