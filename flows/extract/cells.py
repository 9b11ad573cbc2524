"""Readings to rows: each printed cell with its value, status, unit and place.

In: a `Table`, an `IndicatorTable` or tasks. Out: rows for the `cell`, `table` and
`finding` files.
"""

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain, repeat
from operator import itemgetter
from typing import NamedTuple

import pyarrow as pa

from flows.extract.amounts import amount, unit_of
from flows.extract.numbers import MONEY, Status, read_value, unit_of_header
from flows.extract.readings import Table
from flows.extract.schema import SCHEMAS, Cells, Row, tell_apart
from flows.extract.table import NOTHING, Address
from flows.normalise import Piece

# Value, unit and status of a cell, what is unsure about its unit, and what it says; of one
# without a number, up to what is printed.
_Understood = tuple[Decimal | None, str, Status, str | None, str]
# A cell that is not there, or was not told from others.
_UNPRINTED = (None, "", None)


class _Places(NamedTuple):
    """Where the cells of a table stand: in columns for Parquet, and as their lines begin.

    The lines are in order, each with the number of its cell.
    """

    addresses: list[Address]
    columns: dict[str, pa.Array]
    in_order: list[tuple[int, str]]


@lru_cache(maxsize=1024)
def _laid_out(rows: tuple[tuple[int, tuple[Address, ...]], ...]) -> _Places:
    """The places of some rows by their numbers: most tables of an edition have the same."""
    addresses = list(chain.from_iterable([row for _, row in rows]))
    tell_apart("cell", addresses)
    columns = {
        "row_code": [row for row, _ in addresses],
        "column_code": [column for _, column in addresses],
        "row_no": [row_no for row_no, row in rows for _ in row],
        "column_no": [number for _, row in rows for number in range(1, 1 + len(row))],
    }
    typed = {n: pa.array(c, SCHEMAS["cell"].field(n).type) for n, c in columns.items()}
    beginnings = [f"{row}\t{column}\t" for row, column in addresses]
    return _Places(addresses, typed, sorted(enumerate(beginnings), key=itemgetter(1)))


def values_sha256(lines: Iterable[str]) -> str:
    """What a table says, as one hash of a line a cell, in the order of their places."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def hashed_lines(cells: Cells) -> list[str]:
    """The lines that the cells of a table are hashed by."""
    names = ("row_code", "column_code", "value", "unit", "value_status", "raw_text")
    told = zip(*(cells.columns[name] for name in names), strict=True)
    return sorted(f"{row}\t{column}\t{said(*rest)}" for row, column, *rest in told)


def said(value: object, unit: object, status: object, printed: object) -> str:
    """What a cell says: `1,234` in one capture and `1234` in another are the same.

    A text stands for itself, however and wherever printed.
    """
    if isinstance(value, Decimal):
        return f"{value.normalize():f} {unit}"
    return f"{status} {printed or ''}"


def cell_columns(table: Table) -> tuple[Cells, list[str], list[Row]]:
    """The cells of a matrix table, column by column, as lines, and findings about their units.

    Raises:
        SharedKey: two stand in one place.
    """
    form, rows = table.form, table.reading.rows
    places = _laid_out(tuple([(row.row_no, row.addresses) for row in rows]))
    pieces = [
        _UNPRINTED if piece is None or piece is NOTHING else piece
        for piece in chain.from_iterable([row.pieces for row in rows])
    ]
    raws, texts, locators = zip(*pieces, strict=True)
    understood = map(
        _understood,
        texts,
        chain.from_iterable([row.columns.units for row in rows]),
        chain.from_iterable([row.columns.headers for row in rows]),
        chain.from_iterable([repeat(row.status, len(row.columns)) for row in rows]),
    )
    values, units, statuses, doubts, says = zip(*understood, strict=True)
    place: Row = {
        "table_no": form.table_no,
        "table_code": form.table_code,
        "form_edition": form.edition,
    }
    each: dict[str, Sequence[object]] = {
        "value": values,
        "unit": units,
        "value_status": statuses,
        "raw_text": raws,
        "fragment": locators,
    }
    # A number says itself, whatever else stands in its cell, and nearly all cells are numbers.
    if statuses.count("reported") < len(statuses):
        printed = zip(says, values, raws, strict=True)
        says = tuple([s if value is not None else s + (raw or "") for s, value, raw in printed])
    lines = [place + says[at] for at, place in places.in_order]
    found = _doubts(places, doubts, locators) if any(doubts) else []
    return Cells(place, places.columns | each), lines, found


def _doubts(places: _Places, doubts: Sequence[str | None], locators: Sequence[str]) -> list[Row]:
    """A finding for each cell whose unit is unsure."""
    return [
        finding("unit_incomplete", f"{row}.{column}", doubt, Piece("", "", locator))
        for (row, column), doubt, locator in zip(places.addresses, doubts, locators, strict=True)
        if doubt
    ]


@lru_cache(maxsize=65_536)
def _understood(text: str, unit: str | None, header: str, status: Status) -> _Understood:
    """What stands in a cell, by its text; `header` may name the unit of money.

    `status` is that of a number in its row, and where a row is unreadable that of all.
    """
    if status == "unreadable":
        return None, unit_of(unit), status, None, said(None, unit, status, None)
    value = read_value(text)
    if unit == MONEY and value.unit is None:
        value = value._replace(unit=unit_of_header(header))
    stored, stored_unit, doubt = amount(value, unit)
    if stored.status == "reported":
        stored = stored._replace(status=status)
    says = said(stored.value, stored_unit, stored.status, None)
    return stored.value, stored_unit, stored.status, doubt, says


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
