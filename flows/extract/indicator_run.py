"""Statistics tables as a run of labels, units and values.

In: the pieces of a document in reading order. Out: one `IndicatorTable` a header found. A
row ends where the next label begins; its values are counted behind the label, and where
their number does not fit the columns the row has none. A unit column whose cells were lost
leaves the unit unknown; it never lends the number its place, for a unit is a word.
"""

import re
from dataclasses import replace
from itertools import takewhile

from flows.extract.form import Form, Node
from flows.extract.indicator_forms import known_labels
from flows.extract.indicator_table import (
    VALUE_COLUMNS,
    IndicatorTable,
    PrintedRow,
    counted,
    read_header,
    table_of,
    unit_at,
)
from flows.extract.labels import key, split_ordinal
from flows.extract.numbers import (
    are_two_amounts,
    is_glued_row,
    is_unit,
    is_value,
    is_value_and_a_label,
    is_value_and_more,
    may_be_odd_value,
)
from flows.normalise import Piece, joined

_LONGEST_LABEL = 60
# A label comes in at most so many pieces, or in more where a form knows it: set letter by letter.
_LABEL_PIECES, _LETTERS = 5, 30
# Words with a colon in them are the page's (浏览次数:1), but for 其中: that opens a label.
_COLON = re.compile(r"(?<!其中):")


def tables_in_run(tokens: list[Piece], form: Form) -> list[IndicatorTable]:
    """Every statistics table of a run, where one has a row with values.

    A header without rows is a table whose rows were not found, and has one that cannot be read.
    """
    header = form.blocks[0].header
    tables = []
    at = 0
    while at < len(tokens):
        found = read_header(tokens, at, header)
        if found is None:
            at += 1
            continue
        columns, size = found
        rows, end = _rows(tokens, at + size, columns, header)
        while rows and read_header(tokens, end, header) == found:
            # The same header with nothing between: the table goes on behind a page break.
            more, end = _rows(tokens, end + size, columns, header)
            rows += more
        if not rows and not read_header(tokens, end, header):
            rows = [PrintedRow(tokens[at], None, None)]
        if any(row.values != {} for row in rows):
            title = tokens[at - 1].text if at else ""
            tables.append(table_of(form, title, columns, rows))
        at = max(end, at + 1)
    return tables if any(table.has_values() for table in tables) else []


def _rows(
    tokens: list[Piece], at: int, columns: list[str], header: Node
) -> tuple[list[PrintedRow], int]:
    """The rows behind a header, up to where the next header or running text begins.

    A heading among them has a unit or a dash and no value, or stands before a row. Where
    rows have units, a text without one is no row.
    """
    rows: list[PrintedRow] = []
    while at < len(tokens):
        found = _row_at(tokens, at, columns, header)
        if found is None:
            beside = _beside_rows(tokens, at, rows, columns, header)
            if beside is None:
                break
            rows.append(beside)
            at += 1
            continue
        row, end = found
        if row.unit is None and row.values and any(map(_has_unit, rows)):
            break
        lost = _lost_its_number(tokens, end, row, columns, header)
        rows.append(replace(row, values=None) if lost else row)
        at = end
    is_cut = _is_cut if any(map(_has_unit, rows)) else _goes_on_below
    if rows and is_cut(tokens, at, columns, header):
        rows.append(PrintedRow(tokens[at], None, None))
    return rows, at


def _beside_rows(
    tokens: list[Piece], at: int, rows: list[PrintedRow], columns: list[str], header: Node
) -> PrintedRow | None:
    """What stands behind rows and is none: a number not understood, a blank row, a heading."""
    token, behind = tokens[at], tokens[at + 1 : at + 2]
    if rows and not rows[-1].values and may_be_odd_value(token.text):
        return PrintedRow(token, None, None)
    if read_header(tokens, at, header):
        return None
    if rows and _goes_on(token, rows[-1].label):
        return PrintedRow(token, None, {})
    leads = _row_at(tokens, at + 1, columns, header) or any(
        may_be_odd_value(one.text) for one in behind
    )
    return PrintedRow(token, None, {}) if leads and not is_value(token.text) else None


def _lost_its_number(
    tokens: list[Piece], at: int, row: PrintedRow, columns: list[str], header: Node
) -> bool:
    """Whether a last row is no blank one, for its number and the page below it are one piece."""
    if not row.unit or row.values != {} or at == len(tokens):
        return False
    text = tokens[at].text
    is_more = is_value_and_more(text) and not _row_at(tokens, at, columns, header)
    return is_more or is_value_and_a_label(text) or are_two_amounts(text)


def _is_cut(tokens: list[Piece], at: int, columns: list[str], header: Node) -> bool:
    """Whether a unit and its numbers stand near behind the end: rows whose label was not found."""
    size = len(counted(columns))
    if any(is_glued_row(token.text) for token in tokens[at : at + _LABEL_PIECES]):
        return True
    for near in range(at, min(at + _LABEL_PIECES, len(tokens) - size)):
        if read_header(tokens, near, header):
            return False
        text, *values = (token.text for token in tokens[near : near + size + 1])
        if is_unit(text) and not is_value(text) and all(map(is_value, values)):
            return True
    return False


def _goes_on_below(tokens: list[Piece], at: int, columns: list[str], header: Node) -> bool:
    """Whether the end is words no longer than a label, and behind them a number for each column."""
    size = len(counted(columns))
    near = tokens[at : at + _LETTERS]
    words = list(takewhile(lambda token: not is_value(token.text), near))
    if not words or size < 2 or sum(len(word.text) for word in words) > _LONGEST_LABEL:
        return False
    if any(read_header(tokens, at + place, header) for place in range(len(words))):
        return False
    behind = tokens[at + len(words) : at + len(words) + size + 1]
    are_values = [is_value(token.text) for token in behind]
    return are_values[:size] == [True] * size and not any(are_values[size:])


def _has_unit(row: PrintedRow) -> bool:
    """Whether a row has a unit, which a dash is not."""
    return row.unit is not None and not is_value(row.unit)


def _goes_on(token: Piece, before: Piece) -> bool:
    """Whether a text without a value goes on numbering the rows: its cells are blank."""
    level = split_ordinal(token.text)[1]
    numbered = level in ("item", "point") and level == split_ordinal(before.text)[1]
    return numbered and len(token.text) <= _LONGEST_LABEL // 2


def _row_at(
    tokens: list[Piece], at: int, columns: list[str], header: Node
) -> tuple[PrintedRow, int] | None:
    """The row whose label begins at a token, and where it ends."""
    label, behind = _label_at(tokens, at, columns, header)
    if label is None:
        return None
    unit, size = unit_at(tokens, behind)
    if unit is not None and "unit" not in columns and is_value(unit):
        # Where the header has no units, a dash is a number that is not there.
        unit, size = None, 0
    behind += size
    last = behind
    while last < len(tokens) and is_value(tokens[last].text):
        last += 1
    if last == behind and unit is None:
        return None
    values = _values(tokens[behind:last], counted(columns))
    return PrintedRow(label, unit, values, last - behind), last


def _label_at(
    tokens: list[Piece], at: int, columns: list[str], header: Node
) -> tuple[Piece | None, int]:
    """A label, also one broken into pieces by spaces, and the token behind it.

    A piece with an ordinal of its own begins another label, as one does that is a label by
    itself; an ordinal alone does not end one, and a unit begins none.
    """
    printed = ""
    for size in range(_LETTERS):
        if at + size >= len(tokens):
            break
        text = tokens[at + size].text
        if is_value(text) or unit_at(tokens, at + size)[1]:
            break
        if may_be_odd_value(text):
            return None, at
        among, level, _ = split_ordinal(text)
        # A narrow cell may break 其中 itself.
        is_broken = among and not split_ordinal(printed)[0] and split_ordinal(printed + text)[0]
        if key(printed) and (among or level) and not is_broken:
            return None, at
        too_long = len(printed) + len(text) > _LONGEST_LABEL
        if too_long or read_header(tokens, at + size, header):
            return None, at
        printed += text
    else:
        size = _LETTERS
    if size > _LABEL_PIECES and key(printed) not in known_labels():
        return None, at
    last = key(tokens[at + size - 1].text) if size > 1 else ""
    if last in known_labels() and key(printed) not in known_labels():
        return None, at
    if not key(printed) or _COLON.search(printed.replace(" ", "")):
        return None, at
    label = joined(tokens[at : at + size])
    return Piece(label.text, label.text, label.locator), at + size


def _values(printed: list[Piece], columns: list[str]) -> dict[str, Piece | None] | None:
    if not printed:
        return {}
    if len(printed) != len(columns):
        return None
    pairs = zip(columns, printed, strict=True)
    return {code: piece for code, piece in pairs if code in VALUE_COLUMNS}
