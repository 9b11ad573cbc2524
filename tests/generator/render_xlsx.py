"""XLSX: prose in the first column, tables with merged cells, numbers typed as numbers."""

import io
import random
import re
import zipfile

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.generator.page import Line, Page
from tests.generator.render_docx import zipped
from tests.generator.sheets import Sheet, lattice

_PLAIN = re.compile(r"-?(0|[1-9]\d{0,8})(\.\d{0,3}[1-9])?")
_STAMP = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_LINE = Side(style="thin")


def render_xlsx(page: Page, rng: random.Random) -> bytes:
    """A page as a workbook, all on one sheet or a sheet a table."""
    book = Workbook()
    board = book.active
    board.title = "年报"
    apart = rng.random() < 0.4
    typed = rng.random() < 0.7
    top = 1
    for number, block in enumerate(page.blocks):
        if isinstance(block, Line):
            board.cell(top, 1, block.text)
            top += 1
            continue
        if apart:
            board, top = book.create_sheet(f"表{number}"), 1
        _write(board, block, top, typed=typed)
        top += len(block.rows) + 1
    buffer = io.BytesIO()
    book.save(buffer)
    return _timeless(buffer.getvalue())


def _write(board: Worksheet, sheet: Sheet, top: int, *, typed: bool) -> None:
    border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    for y, places in enumerate(lattice(sheet)):
        for x, place in enumerate(places):
            if place is None or place[1:] != (y, x):
                continue
            slot = place[0]
            cell = board.cell(top + y, x + 1, _typed(slot.text) if typed else slot.text or None)
            cell.border = border
            if isinstance(cell.value, str):
                cell.data_type = "s"
            if slot.rows > 1 or slot.columns > 1:
                board.merge_cells(
                    start_row=top + y,
                    start_column=x + 1,
                    end_row=top + y + slot.rows - 1,
                    end_column=x + slot.columns,
                )


def _typed(text: str) -> str | int | float | None:
    if _PLAIN.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text or None


def _timeless(content: bytes) -> bytes:
    """The same workbook without the time of saving."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    parts[core] = _STAMP.sub(rb"\g<1>2024-01-31T00:00:00Z", parts[core])
    created = re.compile(rb"(<dcterms:created[^>]*>)[^<]*")
    parts[core] = created.sub(rb"\g<1>2024-01-31T00:00:00Z", parts[core])
    return zipped(parts)
