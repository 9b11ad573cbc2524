"""Tables to rows: what each kind of table adds to the Parquet files.

In: a table as read. Out: its cells, its findings and the one row that sums it up, appended to
the rows of its document.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from flows.extract.amounts import amount, unit_of
from flows.extract.cells import (
    cell_columns,
    finding,
    hashed_lines,
    table_findings,
    values_sha256,
)
from flows.extract.form import Form
from flows.extract.indicator_table import IndicatorTable
from flows.extract.numbers import MONEY, MONEY_UNITS, Status, read_value, unit_in
from flows.extract.outline import Indicator, outline, rest_missing
from flows.extract.readings import Table
from flows.extract.schema import Cells, Extraction, Row, tell_apart
from flows.extract.tasks import Task, lead_agencies, read_deadline


class _Cell(NamedTuple):
    """A cell of a statistics table or a work plan, as a row of the `cell` file."""

    row_code: str
    column_code: str
    value: Decimal | None
    unit: str | None
    value_status: Status
    raw_text: str | None
    row_no: int
    column_no: int
    fragment: str | None


def _add_table(extraction: Extraction, summary: Row, cells: Cells, lines: Iterable[str]) -> None:
    extraction.cells.append(cells)
    extraction.add("table", [summary | {"values_sha256": values_sha256(lines)}])


def add_matrix(extraction: Extraction, table: Table, year: int | None) -> None:
    """Add a statutory table of lines and columns of a report on a year."""
    cells, lines, findings = cell_columns(table)
    form = table.form
    place: Row = {"table_no": form.table_no, "table_code": form.table_code}
    if form.came_after(year):
        findings.append(finding("form_too_late", str(year), form.notice, None))
    extraction.add("finding", (place | found for found in (*findings, *table_findings(table))))
    summary: Row = {
        "form_edition": form.edition,
        "table_title": None,
        "readings": table.readings,
        "evidence": table.evidence,
        "rows_expected": len(table.form.row_codes),
        "rows_missing": len(table.reading.rows_missing()),
    }
    _add_table(extraction, place | summary, cells, lines)


def add_indicators(extraction: Extraction, number: int, table: IndicatorTable) -> None:
    """Add a statistics table, numbered in printed order."""
    place: Row = {"table_no": number, "table_code": "indicator"}
    indicators = outline(table)
    edition = next((one.edition for one in indicators if one.edition), table.form.edition)
    printed: list[_Cell] = []
    known: list[Row] = []
    seen: set[str] = set()
    for row_no, one in enumerate(indicators, 1):
        if not one.label:
            # Numbers that lost their label are nobody's.
            note = finding("row_incomplete", str(row_no), f"row {row_no}", one.row.label)
            extraction.add("finding", [place | note])
            continue
        if one.code in seen or one.path in seen:
            note = finding("row_repeated", one.path, one.path, one.row.label)
            extraction.add("finding", [place | note])
            continue
        seen |= {one.code, one.path}
        known.append(place | _indicator(one, table.title))
        printed += _indicator_cells(one, row_no, table.columns)
    extraction.add("indicator", known)
    missing = rest_missing(indicators)
    for label in missing:
        extraction.add("finding", [place | finding("row_missing", label, label, None)])
    if table.evidence == "differ":
        extraction.add("finding", [place | finding("readings_differ", "", "", None)])
    summary: Row = {
        "form_edition": edition,
        "table_title": table.title,
        "readings": table.readings,
        "evidence": table.evidence,
        "rows_expected": len(indicators) + len(missing),
        "rows_missing": len(missing),
    }
    cells = _in_columns(place | {"form_edition": edition}, printed)
    _add_table(extraction, place | summary, cells, hashed_lines(cells))


def _in_columns(place: Row, cells: list[_Cell]) -> Cells:
    """The cells of a table column by column; `place` is what all of them say.

    Raises:
        SharedKey: two stand in one place.
    """
    tell_apart("cell", [(cell.row_code, cell.column_code) for cell in cells])
    columns = zip(*cells, strict=True) if cells else repeat(())
    return Cells(place, dict(zip(_Cell._fields, columns, strict=False)))


def _indicator(one: Indicator, section: str) -> Row:
    unit = one.row.unit or (one.known.unit if one.known else None)
    return {
        "row_code": one.code,
        "parent_code": one.parent.code if one.parent else None,
        "label_path": one.path,
        "section": section,
        "unit": unit_of(unit),
        "role": one.role(),
        "series_code": one.known.series if one.known else None,
        "comparability": one.known.comparability if one.known else "none",
    }


def _indicator_cells(one: Indicator, row_no: int, columns: list[str]) -> Iterator[_Cell]:
    printed_unit = unit_in(one.row.unit) if one.row.unit else None
    values = one.row.values
    for column_no, column in enumerate(columns, 1):
        piece = values.get(column) if values else None
        value, unit, status = _stored(piece.text if piece else "", printed_unit)
        yield _Cell(
            one.code,
            column,
            value,
            unit,
            status if values is not None else "unreadable",
            piece.raw if piece else None,
            row_no,
            column_no,
            piece.locator if piece else None,
        )


@lru_cache(maxsize=65_536)
def _stored(text: str, printed_unit: str | None) -> tuple[Decimal | None, str, Status]:
    """Value, unit and status of a cell in a row that prints its unit."""
    read = read_value(text)
    unit = printed_unit
    if printed_unit in MONEY_UNITS:
        read, unit = read._replace(unit=read.unit or printed_unit), MONEY
    value, stored_unit, _ = amount(read, unit)
    return value.value, stored_unit, value.status


def add_tasks(extraction: Extraction, form: Form, tasks: list[Task], year: int | None) -> None:
    """Add the tasks of a work plan for a year."""
    place: Row = {"table_no": form.table_no, "table_code": form.table_code}
    printed: list[_Cell] = []
    for task in tasks:
        if task.cells is None:
            note = finding("row_incomplete", str(task.task_no), f"task {task.task_no}", None)
            extraction.add("finding", [place | note])
            continue
        number: Row = place | {"task_no": task.task_no}
        printed += _task_cells(task)
        extraction.add("task", [number | _task(task, year)])
        extraction.add("task_agency", (number | agency for agency in _task_agencies(task)))
    summary: Row = {
        "form_edition": form.edition,
        "table_title": None,
        "readings": 1,
        "evidence": "single",
        "rows_expected": len(tasks),
        "rows_missing": 0,
    }
    cells = _in_columns(place | {"form_edition": form.edition}, printed)
    _add_table(extraction, place | summary, cells, hashed_lines(cells))


def _task(task: Task, year: int | None) -> Row:
    assert task.cells is not None
    deadline = task.cells["deadline"].text
    kind, last_day = read_deadline(deadline, year)
    return {
        "task": task.cells["task"].text,
        "deadline_text": deadline,
        "deadline_kind": kind,
        "deadline_date": last_day,
        "fragment": task.cells["task"].locator,
    }


def _task_agencies(task: Task) -> Iterable[Row]:
    assert task.cells is not None
    lead = task.cells["lead_agencies"]
    for agency_no, agency in enumerate(lead_agencies(lead.text), 1):
        yield {
            "agency_no": agency_no,
            "agency_text": agency.printed,
            "is_open_ended": agency.open_ended,
            "fragment": lead.locator,
        }


def _task_cells(task: Task) -> Iterator[_Cell]:
    assert task.cells is not None
    row_code = str(task.task_no)
    for column_no, (column, (raw, _, locator)) in enumerate(task.cells.items(), 1):
        yield _Cell(row_code, column, None, None, "reported", raw, task.task_no, column_no, locator)
