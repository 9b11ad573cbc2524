"""Tables to files: Parquet as it is, CSV and XLSX as Excel opens them with Chinese intact.

In: the warehouse and a table of the dictionary. Out: one file (a sheet, in XLSX). Text is
text: nothing a page prints becomes a formula.
"""

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from flows.warehouse import Connection, Table, dictionary

# What leaves the house: the star and its marts. What staging and the gate keep stays inside.
_EXPORTED = ("dim_", "bridge_", "fct_", "mart_")
_BOM = "\ufeff".encode()
_ROWS_OF_A_SHEET = 1_048_575
_BATCH = 10_000
_LONGEST_CELL = 32_767


class TooLong(ValueError):
    """A table has more rows than a sheet holds."""


def exported() -> list[Table]:
    """The tables of the package, in the order of the dictionary."""
    return [table for table in dictionary() if table.name.startswith(_EXPORTED)]


def _columns(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _select(table: Table) -> str:
    order = ", ".join(f'"{name}"' for name in table.key)
    return f"select {_columns(table)} from {table.name} order by {order}"


def _parquet(connection: Connection, folder: Path) -> dict[str, Path]:
    files = {table.name: folder / f"{table.name}.parquet" for table in exported()}
    for table in exported():
        connection.execute(
            f"copy ({_select(table)}) to '{files[table.name]}' (format parquet, compression zstd)"
        )
    return files


def _csv(connection: Connection, folder: Path) -> dict[str, Path]:
    files = {table.name: folder / f"{table.name}.csv" for table in exported()}
    for table in exported():
        plain = folder / f".{table.name}.plain"
        connection.execute(f"copy ({_select(table)}) to '{plain}' (format csv, header)")
        # Excel takes a CSV for the system's charset unless it begins with a mark.
        with plain.open("rb") as source, files[table.name].open("wb") as target:
            target.write(_BOM)
            shutil.copyfileobj(source, target)
        plain.unlink()
    return files


def _xlsx(connection: Connection, folder: Path) -> dict[str, Path]:
    path = folder / "xxgk.xlsx"
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options | {"remove_timezone": True}) as book:
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        formats = {"date": day, "timestamp": moment}
        _dictionary_sheet(book.add_worksheet("dictionary"), bold)
        for table in exported():
            sheet = book.add_worksheet(table.name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, [column.name for column in table.columns], bold)
            _fill(sheet, connection, table, [formats.get(c.type) for c in table.columns])
    return dict.fromkeys((table.name for table in exported()), path)


def _dictionary_sheet(sheet: Any, bold: Any) -> None:
    header = ["table", "grain", "column", "type", "中文", "meaning", "refers to", "key"]
    sheet.write_row(0, 0, header, bold)
    lines = (
        [
            table.name,
            table.grain,
            column.name,
            column.type,
            column.zh,
            column.en,
            column.references or "",
            "key" if column.name in table.key else "",
        ]
        for table in exported()
        for column in table.columns
    )
    for number, line in enumerate(lines, 1):
        sheet.write_row(number, 0, line)


def _fill(sheet: Any, connection: Connection, table: Table, formats: list[Any]) -> None:
    cursor = connection.execute(_select(table))
    number = 0
    while batch := cursor.fetchmany(_BATCH):
        if number + len(batch) > _ROWS_OF_A_SHEET:
            raise TooLong(
                f"{table.name} has more rows than a sheet holds ({_ROWS_OF_A_SHEET}); "
                "export it as csv or parquet"
            )
        for row in batch:
            number += 1
            for place, (value, form) in enumerate(zip(row, formats, strict=True)):
                if value is not None:
                    sheet.write(number, place, _plain(value), form)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value[:_LONGEST_CELL] if isinstance(value, str) else value


FORMATS: dict[str, Callable[[Connection, Path], dict[str, Path]]] = {
    "parquet": _parquet,
    "csv": _csv,
    "xlsx": _xlsx,
}
