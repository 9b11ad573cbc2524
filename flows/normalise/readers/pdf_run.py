"""The second reading of a table: its words in row order, found without the ruled lines.

Rows are told by the numbers that share a baseline, and labels by where they stand to the
left of them: what a person does with a table whose borders did not print. Nothing here
knows of strokes or cells.
"""

import re
from collections.abc import Iterable, Iterator

from flows.normalise.clean import clean
from flows.normalise.pdf_glyphs import Glyph
from flows.normalise.readers.pdf_words import Line, lines, words

# Lines of one wrapped label follow each other closer than this, in their own size.
_LEADING = 1.7
_NUMBER = re.compile(r"[-+−]?\d[\d,.]*(?:%|万|元|万元|件|项|条)?\Z|[-—–/]+\Z|无\Z")


def run(glyphs: Iterable[Glyph]) -> Iterator[Line]:
    """The words of a table in the order of a reader who sees no ruled lines.

    Row by row: the words of the row's label, outer labels first and wrapped ones line by
    line, then the row's numbers left to right. Lines without numbers that are no part
    of a label (headers) stand at their own height.
    """
    rows = [list(words(line)) for line in lines(glyphs)]
    numbered = [row for row in rows if any(_is_number(word) for word in row)]
    labels: dict[int, list[list[Line]]] = {}
    bands: list[tuple[float, list[Line]]] = []
    for row in rows:
        if row in numbered:
            continue
        at = _nearest(row, numbered)
        if at is None:
            bands.append((row[0].middle, row))
        else:
            labels.setdefault(at, []).append(row)
    for at, row in enumerate(numbered):
        own, loose = _wrapped(row, labels.get(at, []))
        bands += [(line[0].middle, line) for line in loose]
        bands.append((row[0].middle, _band(row, own)))
    for _, band in sorted(bands, key=lambda band: -band[0]):
        yield from band


def _is_number(word: Line) -> bool:
    return bool(_NUMBER.match(clean(word.raw, "hans")))


def _first_number(row: list[Line]) -> Line:
    return next(word for word in row if _is_number(word))


def _nearest(row: list[Line], numbered: list[list[Line]]) -> int | None:
    """Which row of numbers a line is nearest to, if it stands wholly to their left."""
    far = [abs(_first_number(other).middle - row[0].middle) for other in numbered]
    if not far:
        return None
    at = far.index(min(far))
    return at if row[-1].right <= _first_number(numbered[at]).left else None


def _wrapped(
    row: list[Line], near: list[list[Line]]
) -> tuple[list[list[Line]], list[list[Line]]]:
    """The lines that follow on each other from a row outwards, and those too far off."""
    own, loose = [], []
    middle = _first_number(row).middle
    reached = {True: middle, False: middle}
    for line in sorted(near, key=lambda line: abs(line[0].middle - middle)):
        above = line[0].middle > middle
        if abs(line[0].middle - reached[above]) <= _LEADING * line[0].em:
            reached[above] = line[0].middle
            own.append(line)
        else:
            loose.append(line)
    return own, loose


def _band(row: list[Line], own: list[list[Line]]) -> list[Line]:
    """Labels column by column from the left, then everything from the first number on."""
    first = row.index(_first_number(row))
    columns: list[list[Line]] = []
    labels = [*row[:first], *(word for line in own for word in line)]
    for word in sorted(labels, key=lambda word: word.left):
        if columns and word.left < max(other.right for other in columns[-1]):
            columns[-1].append(word)
        else:
            columns.append([word])
    for column in columns:
        column.sort(key=lambda word: (-word.base, word.left))
    return [word for column in columns for word in column] + row[first:]
