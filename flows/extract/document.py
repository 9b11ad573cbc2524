"""One snapshot's bytes in, all that it says out, as rows for the Parquet files.

Refuses nothing: a snapshot that no reader takes yields one `document` row with the reason.
"""

import hashlib
from collections.abc import Iterable
from itertools import chain
from operator import attrgetter, itemgetter

from flows.extract.filled import unfilled
from flows.extract.flat_text import FlatText
from flows.extract.forms import forms_shaped
from flows.extract.metadata import Metadata, read_metadata
from flows.extract.numbers import read_value
from flows.extract.prose import read_figures
from flows.extract.readings import Table
from flows.extract.report_titles import encloses_report
from flows.extract.rows import add_indicators, add_matrix, add_tasks
from flows.extract.schema import KEYS, Extraction, Row, SharedKey, tell_apart
from flows.extract.statistics import joined_grids, read_statistics
from flows.extract.table import NOTHING, PrintedRow
from flows.extract.tables import read_tables
from flows.extract.tasks import read_spaced_tasks, read_tasks
from flows.extract.wording import wording
from flows.normalise import Document, Piece, Refused, media_type, read_as, words

# A last line shorter than this is a signature, a date or page chrome, not broken prose.
_SHORTEST_BROKEN_LINE = 30
_STOPS = "。;!?"
_SHOWN = 24
_PLACE = attrgetter("place")
# Types whose tables would be somebody's figures; the others print tables as examples.
_WITH_FIGURES = frozenset(("annual_report", "monthly_statistics"))


def extract(content: bytes) -> Extraction:
    """Everything that one snapshot says."""
    kind = media_type(content)
    try:
        document = read_as(kind, content)
    except Refused as refused:
        return refusal(content, str(refused))
    try:
        extraction = _read(document, kind)
    except SharedKey as shared:
        return refusal(content, str(shared))
    return _keyed(content, extraction)


def refusal(content: bytes, reason: str) -> Extraction:
    """A snapshot that was not read, and why."""
    row: Row = {
        "media_type": media_type(content),
        "refusal": reason,
        "document_type": "other",
        "title": "",
        "scope": "unknown",
        "is_encyclopedia": False,
        "announces_tables": False,
        "damage": 0,
    }
    return _keyed(content, Extraction({"document": [row]}, []))


def _keyed(content: bytes, extraction: Extraction) -> Extraction:
    """The rows and cells with their content hash."""
    sha256 = hashlib.sha256(content).hexdigest()
    for row in (*chain.from_iterable(extraction.rows.values()), *map(_PLACE, extraction.cells)):
        row["content_sha256"] = sha256
    return extraction


def _read(document: Document, kind: str) -> Extraction:
    document = unfilled(document)
    metadata = read_metadata(document)
    flat = FlatText(document)
    has_figures = _may_have_figures(metadata)
    tables = read_tables(document, flat, metadata.report_year) if has_figures else []
    statistics = read_statistics(document, flat) if has_figures and not tables else []
    document_type = _document_type(metadata, tables, bool(statistics))
    row = _document_row(document, kind, metadata, document_type)
    extraction = Extraction({"document": [row]}, [])
    if document_type in _WITH_FIGURES:
        # Tables without a single number are a form that nobody filled in.
        for table in tables if _is_filled(tables) else ():
            add_matrix(extraction, table, metadata.report_year)
        for number, indicators in enumerate(statistics, 1):
            add_indicators(extraction, number, indicators)
        extraction.add("figure", _figures(document))
    for form in forms_shaped("tasks") if document_type == "work_plan" else ():
        tasks = read_tasks(document.run(), form, joined_grids(document))
        if tasks := tasks or read_spaced_tasks(list(words(document)), form):
            add_tasks(extraction, form, tasks, metadata.report_year)
    for name, rows in extraction.rows.items():
        if name in KEYS:
            tell_apart(name, list(map(itemgetter(*KEYS[name]), rows)))
    return extraction


def _may_have_figures(metadata: Metadata) -> bool:
    """Whether a document can be one with figures of its own, whatever its tables hold."""
    kind = metadata.document_type
    encloses = kind == "notice" and encloses_report(metadata.title)
    return encloses or kind == "other" or kind in _WITH_FIGURES


def _is_filled(tables: list[Table]) -> bool:
    """Whether any cell of any table holds a number, or something that could not be read."""
    rows = (row for table in tables for row in table.reading.rows)
    return any(_is_filled_cell(row, piece) for row in rows for piece in row.pieces)


def _is_filled_cell(row: PrintedRow, piece: Piece | None) -> bool:
    if piece is None or not row.readable:
        return piece != NOTHING and not row.readable
    return read_value(piece.text).value is not None


def _document_type(metadata: Metadata, tables: list[Table], statistics: bool) -> str:
    """The type its title names, corrected by what the tables hold.

    A notice that encloses the report is the report, once its tables are filled.
    A form without a single number, of no named body or year, is the blank form; a table
    with numbers is part of an annual report, whatever its title (工作总结) or without one, but
    for drafts and explanations of a report.
    """
    filled = _is_filled(tables)
    named = metadata.report_year is not None and metadata.agency is not None
    if metadata.document_type == "notice" and (filled or statistics):
        return "annual_report"
    if metadata.document_type in ("annual_report", "other") and tables and not filled and not named:
        return "blank_form"
    if metadata.document_type == "other" and filled and not metadata.is_about_one:
        return "annual_report"
    return metadata.document_type


def _figures(document: Document) -> Iterable[Row]:
    for number, figure in enumerate(read_figures(document), 1):
        yield {
            "figure_no": number,
            "figure_code": figure.code,
            "value": figure.value,
            "unit": figure.unit,
            "scope": figure.scope,
            "sentence": figure.sentence,
            "fragment": figure.piece.locator,
        }


def _document_row(document: Document, kind: str, metadata: Metadata, document_type: str) -> Row:
    start, end = metadata.period or (None, None)
    return {
        "media_type": kind,
        "charset": document.charset,
        "script": document.script,
        "layout": document.layout,
        "damage": document.damage,
        "document_type": document_type,
        "title": metadata.title,
        "agency_text": metadata.agency,
        "report_year": metadata.report_year,
        "index_number": metadata.index_number,
        "document_number": metadata.document_number,
        "published_date": metadata.published_date,
        "period_start": start,
        "period_end": end,
        "contact": metadata.contact,
        "scope": metadata.scope,
        "scope_sentence": metadata.scope_sentence,
        "is_encyclopedia": metadata.is_encyclopedia,
        "announces_tables": _announces_tables(document),
        "cut_off_text": _cut_off(document),
    }


def _announces_tables(document: Document) -> bool:
    sign = wording().announces_tables_sign
    lines = document.text.split("\n") if sign in document.text else ()
    return any(wording().announces_tables.search(line) for line in lines if sign in line)


def _cut_off(document: Document) -> str | None:
    """The last words of a document that breaks off within a sentence."""
    last = document.lines[-1].text if document.lines else ""
    if len(last) < _SHORTEST_BROKEN_LINE:
        return None
    behind = last[1 + max(map(last.rfind, _STOPS)) :]
    return last[-_SHOWN:] if wording().broken_off.fullmatch(behind) else None
