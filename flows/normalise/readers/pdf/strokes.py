"""What is drawn on a page, as level and upright strokes: the raw material of ruled tables.

A stroke is a stroked straight line, a side of a stroked rectangle, a filled rectangle so thin
that it looks like a line, or a side of what is filled between two rectangles, one in the other:
word processors and browsers draw their borders in all these ways.
Left out: what has the colour of the paper, slanting lines, curves, and filled areas (the
shading behind a cell says nothing about its borders).
"""

import ctypes
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from pypdfium2 import raw as pdfium

from flows.normalise.document import Refused
from flows.normalise.readers.pdf.glyphs import turned
from flows.normalise.readers.pdf.sheets import Sheet

# A page with the densest table has some 500 path points; drawings have more, reports not.
_MOST_POINTS = 50_000
_DEEPEST = 8
# A border is at most this thick, and out of level by at most this, in points.
_THICK = 3.5
_LEVEL = 0.7
# Paper is white, or so nearly white that nobody sees a line on it.
_PAPER = 248

_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
_Box = tuple[float, float, float, float]
_UPRIGHT: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Stroke(NamedTuple):
    """A line at `at` from `low` to `high`: at a height if level, else at a distance."""

    level: bool
    at: float
    low: float
    high: float


def strokes(sheet: Sheet) -> list[Stroke]:
    """The strokes of a page, turned as its text is.

    Raises:
        Refused: the page holds more drawing than any report does.
    """
    found: list[Stroke] = []
    points = 0
    for path, matrix in _paths(sheet.page.raw, _UPRIGHT, 0):
        points += pdfium.FPDFPath_CountSegments(path)
        if points > _MOST_POINTS:
            raise Refused(f"a PDF whose page {sheet.number} is a drawing, not a report")
        found += _strokes_of(path, matrix, sheet.turn)
    return found


def _paths(parent: Any, matrix: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
    """Every path on a page, those inside drawings that are placed as one included."""
    count, get = (
        (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
        if depth
        else (pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
    )
    for index in range(max(0, count(parent))):
        item = get(parent, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield item, _after(_matrix(item), matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _paths(item, _after(_matrix(item), matrix), depth + 1)


def _matrix(item: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _after(first: _Matrix, then: _Matrix) -> _Matrix:
    """The matrix that does the one and then the other."""
    if then is _UPRIGHT:
        return first
    a, b, c, d, e, f = first
    a2, b2, c2, d2, e2, f2 = then
    return (
        a * a2 + b * c2, a * b2 + b * d2,
        c * a2 + d * c2, c * b2 + d * d2,
        e * a2 + f * c2 + e2, e * b2 + f * d2 + f2,
    )  # fmt: skip


def _strokes_of(path: Any, matrix: _Matrix, turn: int) -> Iterator[Stroke]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    stroked = stroke.value and _seen(path, pdfium.FPDFPageObj_GetStrokeColor)
    filled = fill.value and _seen(path, pdfium.FPDFPageObj_GetFillColor)
    if not stroked and not filled:
        return
    outlines = [outline for outline in _outlines(path, matrix, turn) if len(outline) > 1]
    if filled and _is_frame(outlines):
        yield from _sides(outlines[0])
        return
    for outline in outlines:
        thin = _thin(outline)
        yield from thin
        if stroked and not thin:
            yield from _sides(outline)


def _seen(path: Any, colour_of: Any) -> bool:
    """Whether a colour shows on paper."""
    colour = [ctypes.c_uint() for _ in range(4)]
    if not colour_of(path, *colour):
        return True
    *paint, alpha = (part.value for part in colour)
    return alpha > 0 and min(paint) < _PAPER


def _outlines(path: Any, matrix: _Matrix, turn: int) -> Iterator[list[_Point]]:
    """The corners of each part of a path; a part that bends is left out."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[_Point] = []
    bends = False
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if not bends:
                yield corners
            corners, bends = [], False
        bends = bends or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        px, py = x.value, y.value
        corners.append(turned(a * px + c * py + e, b * px + d * py + f, turn))
        if pdfium.FPDFPathSegment_GetClose(segment):
            corners.append(corners[0])
    if not bends:
        yield corners


def _is_frame(outlines: list[list[_Point]]) -> bool:
    """Whether of two outlines one surrounds the other as near as a border is thick."""
    if len(outlines) != 2:
        return False
    (left, low, right, high), (left2, low2, right2, high2) = map(_box, outlines)
    apart = (left2 - left, low2 - low, right - right2, high - high2)
    return max(map(abs, apart)) <= _THICK and (min(apart) >= 0 or max(apart) <= 0)


def _box(outline: list[_Point]) -> _Box:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return min(xs), min(ys), max(xs), max(ys)


def _thin(outline: list[_Point]) -> list[Stroke]:
    """The stroke that a whole outline looks like, if it is thin.

    A dot is both a level and an upright one: dotted borders are rows of such dots.
    """
    left, low, right, top = _box(outline)
    wide, high = right - left, top - low
    level = Stroke(True, (low + top) / 2, left, right)
    upright = Stroke(False, (left + right) / 2, low, top)
    if max(wide, high) <= _THICK:
        return [level, upright]
    if min(wide, high) > _THICK:
        return []
    return [level] if wide > high else [upright]


def _sides(outline: list[_Point]) -> Iterator[Stroke]:
    """The straight stretches of an outline that are level or upright."""
    yield from (side for a, b in pairwise(outline) if (side := _side(a, b)))


def _side(a: _Point, b: _Point) -> Stroke | None:
    """One straight stretch of an outline, if it is level or upright."""
    wide, high = math.fabs(a[0] - b[0]), math.fabs(a[1] - b[1])
    if high <= _LEVEL < wide:
        return Stroke(True, (a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0]))
    if wide <= _LEVEL < high:
        return Stroke(False, (a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1]))
    return None
