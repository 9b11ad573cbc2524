"""Excel workbooks (.xlsx): each visible sheet's used range as a grid.

In: the bytes of a package. Out: a grid for every sheet that is shown and not empty, merged
ranges as spans, each cell as the sheet prints it (`formats`), blank cells blank. A formula
whose value was never stored stands there as a formula, since blank would say too little.
Refused: damaged packages, and a sheet so large that it is no report.

A locator is `xlsx=<sheet>!<cell>` (`xlsx=Sheet1!B3`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from posixpath import join, normpath

from lxml import etree

from flows.normalise.clean import clean
from flows.normalise.document import Cell, Document, Grid, Piece, Refused
from flows.normalise.readers.formats import Formats, S
from flows.normalise.readers.numbering import whole
from flows.normalise.readers.package import Package
from flows.normalise.script import script_of

_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})\Z")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MOST_CELLS = 200_000

# The day before the first, counted as Excel does: 1900 had a 29 February, or so Lotus held.
_FIRST_DAYS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}

Place = tuple[int, int]
_APART = ("vertAlign", "strike")


@dataclass(slots=True)
class _Sheet:
    """A sheet as printed: texts and merged ranges by row and column from 1."""

    name: str
    texts: dict[Place, str] = field(default_factory=dict)
    merged: dict[Place, Place] = field(default_factory=dict)

    def used(self) -> tuple[Place, Place] | None:
        """The first and the last place of the used range, None where nothing is written.

        A row of blanks below the last text belongs to it: a table may end in one.
        """
        written = [place for place, text in self.texts.items() if text]
        if not written:
            return None
        rows, columns = zip(*written, strict=True)
        below = max(rows) + 1
        last = below if any(row == below for row, _ in self.texts) else max(rows)
        return (min(rows), min(columns)), (last, max(columns))


def read(content: bytes) -> Document:
    """Read a workbook.

    Raises:
        Refused: the package is damaged, or a sheet is larger than any report.
    """
    sheets = list(_sheets(content))
    script = script_of("".join(text for sheet in sheets for text in sheet.texts.values()))
    grids = []
    for sheet in sheets:
        cells = tuple(
            Cell(Piece(raw, clean(raw, script), f"xlsx={sheet.name}!{address}"), *place)
            for raw, address, place in _cells(sheet)
        )
        if cells:
            grids.append(Grid.of_cells(cells))
    return Document(tuple(grids), "utf-8", script, "grid" if grids else "lines", 0)


def at(where: str, content: bytes) -> str:
    """The text as printed in a cell; a cell that was never written to is blank.

    Raises:
        ValueError: there is no such sheet or cell.
    """
    name, _, address = where.rpartition("!")
    place = _place(address)
    for sheet in _sheets(content):
        if sheet.name == name and place:
            return sheet.texts.get(place, "")
    raise ValueError(f"no such cell in the workbook: {where}")


def _cells(sheet: _Sheet) -> Iterator[tuple[str, str, tuple[int, int, int, int]]]:
    """Text, address, and row, column and spans from 0 of the cells of the used range."""
    used = sheet.used()
    if not used:
        return
    (top, left), (bottom, right) = used
    if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
        raise Refused(f"sheet {sheet.name} reaches from row {top} to {bottom}: no report")
    covered: set[Place] = set()
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) in covered:
                continue
            last_row, last_column = sheet.merged.get((row, column), (row, column))
            rows = range(row, min(last_row, bottom) + 1)
            columns = range(column, min(last_column, right) + 1)
            covered.update((below, beside) for below in rows for beside in columns)
            text = sheet.texts.get((row, column), "")
            spans = (row - top, column - left, len(rows), len(columns))
            yield text, f"{_letters(column)}{row}", spans


def _sheets(content: bytes) -> Iterator[_Sheet]:
    package = Package(content)
    workbook = package.tree("xl/workbook.xml")
    links = package.tree("xl/_rels/workbook.xml.rels")
    if workbook is None or links is None:
        raise Refused("the Excel package holds no workbook")
    parts = {link.get("Id"): link.get("Target", "") for link in links.iter(f"{_REL}Relationship")}
    strings = package.tree("xl/sharedStrings.xml")
    shared = [] if strings is None else [_string(one) for one in strings.iter(f"{S}si")]
    since_1904 = any(
        one.get("date1904") in ("1", "true") for one in workbook.iter(f"{S}workbookPr")
    )
    formats = Formats(package.tree("xl/styles.xml"), _FIRST_DAYS[since_1904])
    for entry in workbook.iter(f"{S}sheet"):
        part = normpath(join("/xl", parts.get(entry.get(_ID), ""))).lstrip("/")
        root = package.tree(part)
        if root is not None and entry.get("state", "visible") == "visible":
            sheet = _Sheet(entry.get("name", ""))
            sheet.texts.update(_texts(root, shared, formats))
            sheet.merged.update(_merged(root))
            yield sheet


def _texts(
    root: etree._Element, shared: list[str], formats: Formats
) -> Iterator[tuple[Place, str]]:
    row, column = 0, 0
    for element in root.iter(f"{S}row", f"{S}c"):
        # An address may be left out where a row or cell follows the one before it.
        if element.tag == f"{S}row":
            row, column = whole(element.get("r"), row + 1), 0
            continue
        row, column = _place(element.get("r", "")) or (row, column + 1)
        yield (row, column), _text(element, shared, formats).strip()


def _text(cell: etree._Element, shared: list[str], formats: Formats) -> str:
    kind, stored = cell.get("t", "n"), cell.findtext(f"{S}v", "")
    if kind == "inlineStr":
        return "".join(map(_string, cell.iter(f"{S}is")))
    if not stored:
        formula = cell.findtext(f"{S}f", "")
        return f"={formula}" if formula and kind != "str" else ""
    if kind == "s":
        if whole(stored, len(shared)) >= len(shared):
            raise Refused("a cell refers to a text that the workbook does not hold")
        return shared[int(stored)]
    if kind == "b":
        return "TRUE" if stored == "1" else "FALSE"
    return formats.print(stored, cell.get("s", "0")) if kind == "n" else _unescape(stored)


def _string(element: etree._Element) -> str:
    """The runs of a string, without the readings of its characters.

    A run that is raised or struck out is set off: it is no part of the number beside it.
    """
    plain = [text.text or "" for text in element.iterfind(f"{S}t")]
    for run in element.iterfind(f"{S}r"):
        edge = " " if any(run.find(f"{S}rPr/{S}{name}") is not None for name in _APART) else ""
        plain += [edge, *(text.text or "" for text in run.iterfind(f"{S}t")), edge]
    return _unescape("".join(plain))


def _unescape(text: str) -> str:
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.replace("\r\n", "\n")


def _merged(root: etree._Element) -> Iterator[tuple[Place, Place]]:
    for element in root.iter(f"{S}mergeCell"):
        first, _, last = element.get("ref", "").partition(":")
        if (start := _place(first)) and (end := _place(last)):
            yield start, end


def _place(address: str) -> Place | None:
    match = _ADDRESS.match(address)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
