"""Tables to rows: what each kind of table adds to the Parquet files.

In: a table as read. Out: its cells, its findings and the one row that sums it up, appended to
the rows of its document.
"""

from collections.abc import Iterable

from flows.extract.amounts import amount, unit_of
from flows.extract.cells import (
    Cells,
    cell_columns,
    finding,
    hashed_lines,
    table_findings,
    values_sha256,
)
from flows.extract.forms import Form
from flows.extract.indicator_table import IndicatorTable
from flows.extract.numbers import MONEY, MONEY_UNITS, read_value, unit_in
from flows.extract.outline import Indicator, outline, rest_missing
from flows.extract.readings import Table
from flows.extract.schema import Extraction, Row, extend, no_rows_of
from flows.extract.tasks import Task, lead_agencies, read_deadline


def _add_table(rows: Extraction, summary: Row, cells: Cells, lines: Iterable[str]) -> None:
    for column, values in cells.items():
        rows["cell"][column] += values
    extend(rows["table"], [summary | {"values_sha256": values_sha256(lines)}])


def add_matrix(rows: Extraction, table: Table, year: int | None) -> None:
    """Add a statutory table of lines and columns of a report on a year."""
    cells, lines, findings = cell_columns(table)
    form = table.form
    place: Row = {"table_no": form.table_no, "table_code": form.table_code}
    if form.came_after(year):
        findings.append(finding("form_too_late", str(year), form.notice, None))
    extend(rows["finding"], (place | found for found in (*findings, *table_findings(table))))
    summary: Row = {
        "form_edition": form.edition,
        "table_title": None,
        "readings": table.readings,
        "evidence": table.evidence,
        "rows_expected": len(table.form.row_codes),
        "rows_missing": len(table.reading.rows_missing()),
    }
    _add_table(rows, place | summary, cells, lines)


def add_indicators(rows: Extraction, number: int, table: IndicatorTable) -> None:
    """Add a statistics table, numbered in printed order."""
    place: Row = {"table_no": number, "table_code": "indicator"}
    indicators = outline(table)
    edition = next((one.edition for one in indicators if one.edition), table.form.edition)
    printed: list[Row] = []
    known: list[Row] = []
    seen: set[str] = set()
    for row_no, one in enumerate(indicators, 1):
        if not one.label:
            # Numbers that lost their label are nobody's.
            note = finding("row_incomplete", str(row_no), f"row {row_no}", one.row.label)
            extend(rows["finding"], [place | note])
            continue
        if not seen.isdisjoint((one.code, one.path)):
            note = finding("row_repeated", one.path, one.path, one.row.label)
            extend(rows["finding"], [place | note])
            continue
        seen |= {one.code, one.path}
        known.append(place | _indicator(one, table.title))
        in_row: Row = place | {"form_edition": edition, "row_no": row_no}
        printed += [in_row | cell for cell in _indicator_cells(one, table.columns)]
    extend(rows["indicator"], known)
    missing = rest_missing(indicators)
    for label in missing:
        extend(rows["finding"], [place | finding("row_missing", label, label, None)])
    if table.evidence == "differ":
        extend(rows["finding"], [place | finding("readings_differ", "", "", None)])
    summary: Row = {
        "form_edition": edition,
        "table_title": table.title,
        "readings": table.readings,
        "evidence": table.evidence,
        "rows_expected": len(indicators) + len(missing),
        "rows_missing": len(missing),
    }
    cells = no_rows_of("cell")
    extend(cells, printed)
    _add_table(rows, place | summary, cells, hashed_lines(cells))


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


def _indicator_cells(one: Indicator, columns: list[str]) -> Iterable[Row]:
    printed_unit = unit_in(one.row.unit) if one.row.unit else None
    code = one.code
    for column_no, column in enumerate(columns, 1):
        piece = (one.row.values or {}).get(column)
        read = read_value(piece.text if piece else "")
        if printed_unit in MONEY_UNITS:
            read = read._replace(unit=read.unit or printed_unit)
            value, unit, _ = amount(read, MONEY)
        else:
            value, unit, _ = amount(read, printed_unit)
        yield {
            "row_code": code,
            "column_code": column,
            "value": value.value,
            "unit": unit,
            "value_status": value.status if one.row.values is not None else "unreadable",
            "raw_text": piece.raw if piece else None,
            "column_no": column_no,
            "fragment": piece.locator if piece else None,
        }


def add_tasks(rows: Extraction, form: Form, tasks: list[Task], year: int | None) -> None:
    """Add the tasks of a work plan for a year."""
    place: Row = {"table_no": form.table_no, "table_code": form.table_code}
    cells = no_rows_of("cell")
    for task in tasks:
        if task.cells is None:
            note = finding("row_incomplete", str(task.task_no), f"task {task.task_no}", None)
            extend(rows["finding"], [place | note])
            continue
        number: Row = place | {"task_no": task.task_no}
        extend(cells, (place | cell for cell in _task_cells(form, task)))
        extend(rows["task"], [number | _task(task, year)])
        extend(rows["task_agency"], (number | agency for agency in _task_agencies(task)))
    summary: Row = {
        "form_edition": form.edition,
        "table_title": None,
        "readings": 1,
        "evidence": "single",
        "rows_expected": len(tasks),
        "rows_missing": 0,
    }
    _add_table(rows, place | summary, cells, hashed_lines(cells))


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


def _task_cells(form: Form, task: Task) -> Iterable[Row]:
    assert task.cells is not None
    for column_no, (column, piece) in enumerate(task.cells.items(), 1):
        yield {
            "form_edition": form.edition,
            "row_code": str(task.task_no),
            "column_code": column,
            "value": None,
            "unit": None,
            "value_status": "reported",
            "raw_text": piece.raw,
            "row_no": task.task_no,
            "column_no": column_no,
            "fragment": piece.locator,
        }
