"""Readings to rows: each printed cell with its value, status, unit and place.

In: a `Table`, an `IndicatorTable` or tasks. Out: rows for the `cell`, `table` and
`finding` files. Money is stored in yuan and only where the cell says which unit it is in
(a bare 万 is 万元, flagged; no unit at all is `unknown`, flagged); a count printed with a
unit of money is unreadable.
"""

import hashlib
from decimal import Decimal
from functools import lru_cache
from itertools import repeat

from flows.extract.numbers import (
    MONEY,
    MONEY_UNITS,
    Value,
    in_yuan,
    read_value,
    unit_of_header,
)
from flows.extract.readings import Table
from flows.extract.schema import Columns, Row, is_storable
from flows.extract.table import NOTHING, PrintedRow
from flows.normalise import Piece

_BARE = {"万": "万元"}
# A value in the unit it is stored in, that unit, and what is unsure about it.
_Stored = tuple[Value, str, str | None]


def values_sha256(cells: Columns) -> str:
    """What a table says, as one hash: places and values, however and wherever printed.

    `1,234` in one capture and `1234` in another are the same; text stands for itself.
    """
    columns = ("row_code", "column_code", "value", "unit", "value_status", "raw_text")
    # Nearly every value is a whole number, which is in its plainest form already.
    numbers = map(str, cells["value"])
    said = zip(numbers, *(cells[name] for name in columns), strict=True)
    lines = [
        f"{row}\t{column}\t{number} {unit}"
        if number.isdecimal()
        else f"{row}\t{column}\t{_said(value, unit, status, raw)}"
        for number, row, column, value, unit, status, raw in said
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _said(value: object, unit: object, status: object, raw: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f} {unit}"
    return f"{status} {raw or ''}"


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


def cell_columns(table: Table) -> tuple[Columns, list[Row]]:
    """The cells of a matrix table, column by column, and findings about their units."""
    form, rows = table.form, table.reading.rows
    places = [address for row in rows for address in row.addresses]
    pieces = [piece if piece is not None else NOTHING for row in rows for piece in row.pieces]
    values = [value for row in rows for value in _values(row)]
    columns: Columns = {
        "table_no": [form.table_no] * len(places),
        "table_code": [form.table_code] * len(places),
        "form_edition": [form.edition] * len(places),
        "row_code": [code for code, _ in places],
        "column_code": [code for _, code in places],
        "value": [value.value for value, _, _ in values],
        "unit": ["元" if unit == MONEY else unit for _, unit, _ in values],
        "value_status": [value.status for value, _, _ in values],
        "raw_text": [None if piece is NOTHING else piece.raw for piece in pieces],
        "row_no": [row.row_no for row in rows for _ in row.columns],
        "column_no": [number for row in rows for number in range(1, 1 + len(row.columns))],
        "fragment": [None if piece is NOTHING else piece.locator for piece in pieces],
    }
    findings = [
        finding("unit_incomplete", ".".join(place), doubt, piece)
        for place, piece, (_, _, doubt) in zip(places, pieces, values, strict=True)
        if doubt
    ]
    return columns, findings


def _values(row: PrintedRow) -> list[_Stored]:
    """What stands in the cells of a row."""
    units = [column.node.unit for column in row.columns]
    if not row.readable:
        return [(Value(None, "unreadable"), unit or "unknown", None) for unit in units]
    headers = [column.header.text if column.node.unit == MONEY else "" for column in row.columns]
    texts = [piece.text if piece else "" for piece in row.pieces]
    return list(map(_understood, texts, units, headers, repeat(row.inferred)))


@lru_cache(maxsize=65_536)
def _understood(text: str, unit: str | None, header: str, inferred: bool) -> _Stored:
    """The same of a readable cell by its text; `header` may name the unit of money."""
    value = read_value(text)
    if unit == MONEY and value.unit is None:
        value = value._replace(unit=unit_of_header(header))
    stored, stored_unit, doubt = amount(value, unit)
    if inferred and stored.status == "reported":
        stored = stored._replace(status="inferred")
    return stored, stored_unit, doubt


def table_findings(table: Table) -> list[Row]:
    """What a reading could not place, and what it placed by order alone."""
    reading = table.reading
    return [
        *(finding("row_missing", code, code, None) for code in reading.rows_missing()),
        *(finding("row_repeated", code, code, None) for code in reading.twice),
        *(finding("label_unknown", p.text, p.text, p) for p in reading.unknown),
        *(finding("header_cut_short", p.text, p.text, p) for p in reading.header_by_order),
        *(finding("header_torn", p.text, p.text, p) for p in reading.header_torn),
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
        # A label that runs over lines has no one place.
        "fragment": (piece.locator or None) if piece else None,
    }
