"""The reading of text that lost its cells: labels found in running text, values between.

In: the lines of a text document. Out: a `Reading`, or None where the form does not occur.
Labels are found whatever spaces, line breaks or punctuation stand in them. What is printed
between a label and the next is split at its spaces; where fewer pieces than columns are
left, digits are glued, and only the one split that all identities of the table allow is
taken (`solver`). Numbers in front of a full stop are the next label's ordinal, not values.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, islice

from flows.extract.forms import Block, Form, Node
from flows.extract.header import Header, decode_header
from flows.extract.labels import split_ordinal
from flows.extract.numbers import read_value
from flows.extract.solver import Values, rows_adding_up, solve_blocks, solve_request, splits
from flows.extract.table import Column, Reading
from flows.normalise import Document, Piece, Script, aligned, blanked, part

_WORDS = re.compile(r"\w")
_NO_WORDS = re.compile(r"[\W_]+")
# What may follow a number in its cell; any other Chinese begins a new label.
_LABEL_BEGINS = re.compile(r"(?![万亿元件条项])[\u4e00-\u9fff]")
_ORDINAL = re.compile(r"(?:\d\s*[.、)]|\(|[一二三四五六七八九十]+\s*[、)])\s*$")
_PAGE_NUMBER = re.compile(r"(?<=\n)\s*[-—–]\s*\d{1,3}\s*[-—–]\s*(?=\n|$)")
_DIGITS = re.compile(r"\d+\Z")
# A remark in brackets belongs to the number before it: 22（其中修订16件）.
_REMARK = re.compile(r"(?<=\d)\((?![一二三四五六七八九十]+\))[^()\s\d][^()\n]{0,20}\)")
# 无 standing alone is a cell in which nothing is to be reported.
_ALONE = re.compile(r"(?<=\s)无(?=\s)")
_NUMERALS = "一二三四五六七八九十"
# What closes a label that ended in brackets or quotes.
_PUNCTUATION = re.compile(r"[\s)\]}“”\"’'：:、,。.;；》】]+")
_ORDINAL_ONLY = re.compile(r"[(]?[一二三四五六七八九十]+\s*[)、.]?\s*\Z")
# Behind the last row: a label without ordinal or punctuation, and its value.
_STRANGE_ROW = re.compile(
    r"(?![一二三四五六七八九十]+、|第)[\u4e00-\u9fff]{2,20}\s*[\d/—-]+(?![\d年月])"
)
_TOTAL = "total"
# A label of fewer characters may stand in another's.
_TELLING = 4
_NEAR = 80
_ORDINAL_LENGTH = 3
_SHOWN = 30


class FlatText:
    """The lines of a document as one text, with the way back to each printed character."""

    def __init__(self, document: Document) -> None:
        self._charset = document.charset
        self._pieces = [
            piece
            for piece in document.lines()
            if piece.locator.startswith("bytes=") and "\ufffd" not in piece.raw
        ]
        self._starts = [0, *accumulate(len(piece.raw) + 1 for piece in self._pieces)]
        printed = "\n".join(piece.raw for piece in self._pieces)
        self.text = blanked(_aligned_through(printed, document.script))
        self.compact = _NO_WORDS.sub("", self.text)
        self._places: list[int] | None = None

    def place(self, compact: int) -> int:
        """Where in the text a character of the compact text stands."""
        if self._places is None:
            self._places = [m.start() for m in _WORDS.finditer(self.text) if m[0] != "_"]
            self._places.append(len(self.text))
        return self._places[compact]

    def piece(self, start: int, end: int) -> Piece | None:
        """The printed piece between two characters; None where it runs over lines."""
        at = bisect_right(self._starts, start) - 1
        if end >= self._starts[at + 1]:
            return None
        before = self._starts[at]
        printed = part(self._pieces[at], start - before, end - before, self._charset)
        return printed._replace(text=self.text[start:end])


def _aligned_through(text: str, script: Script) -> str:
    """Text aligned as if it had no spaces: words broken over lines are words all the same."""
    if script == "hans":
        return aligned(text, script)
    letters = iter(aligned("".join(text.split()), script))
    return "".join(c if c.isspace() else next(letters) for c in text)


@dataclass(frozen=True, slots=True)
class _Label:
    """A label found in the compact text."""

    node: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: its code, its columns, and the chunks printed behind its label with their place."""

    code: str
    columns: list[Column]
    chunks: list[tuple[str, int]]

    def texts(self) -> list[str]:
        return [text for text, _ in self.chunks]

    def is_whole(self) -> bool:
        """Whether there is a chunk for every column."""
        return len(self.chunks) == len(self.columns)

    def is_glued(self) -> bool:
        """Whether there are fewer chunks than columns, and all of them digits."""
        fewer = 0 < len(self.chunks) < len(self.columns)
        return fewer and all(_DIGITS.match(text) for text in self.texts())


def read_flat(flat: FlatText, form: Form) -> Reading | None:
    """Read one form's table out of running text."""
    reading = Reading(form)
    rows: list[_Row] = []
    for block in form.blocks:
        found = _find_header(flat, block)
        if found is not None:
            header, at = found
            reading.header_by_order += header.by_order
            rows += _rows(flat, header, at, block, reading)
    if not rows:
        return None
    solved = _solve(form.table_code, rows)
    for number, row in enumerate(rows, 1):
        _place(flat, row, number, solved.get(row.code), reading)
    return reading


def _find_header(flat: FlatText, block: Block) -> tuple[Header, int] | None:
    """The first header of a block in the compact text, and where it ends."""
    size = sum(1 for column in block.columns for _ in column.all())
    tops = (k for k in block.header.known if k in flat.compact)
    starts = {m.start() for k in tops for m in re.finditer(k, flat.compact)}
    for start in sorted(starts):
        labels: list[Piece] = []
        end = start
        while len(labels) < size:
            label = next((k for k in block.header_keys if flat.compact.startswith(k, end)), None)
            if label is None:
                break
            labels.append(Piece(label, label, ""))
            end += len(label)
        behind = flat.compact[:start]
        cornered = not block.corner or any(behind.endswith(k) for k in block.corner)
        whole = cornered and len(labels) == size
        header = decode_header(labels, 0, block) if whole else None
        if header is not None and not header.by_order and _has_row(flat, end, block):
            return header, end
    return None


def _has_row(flat: FlatText, at: int, block: Block) -> bool:
    """Whether a label of the block stands close behind its header, and not another block's."""
    if not block.rows:
        return True
    near = flat.compact[at : at + _NEAR]
    keys = [k for leaf in block.row_leaves() for k in leaf.keys]
    return any(0 <= near.find(k) <= _ORDINAL_LENGTH for k in keys)


def _rows(flat: FlatText, header: Header, at: int, block: Block, reading: Reading) -> list[_Row]:
    """The rows under a header; a label that no form knows between them goes on record."""
    if not block.rows:
        chunks, _ = _chunks(flat, at, len(flat.compact))
        return [_Row("", header.columns, chunks)]
    labels = _labels(flat, at, block)
    last = labels[-1].end if labels else at
    borders = sorted({label.start for label in labels} | _borders(flat, at, last, block))
    rows = []
    for label in labels:
        following = next((border for border in borders if border >= label.end), None)
        end = len(flat.compact) if following is None else following
        chunks, stray = _chunks(flat, label.end, end)
        rows.append(_Row(label.node.code or "", header.columns, chunks))
        if stray and (following is not None or _STRANGE_ROW.match(stray)):
            reading.unknown.append(Piece(stray, stray, ""))
    return rows


def _labels(flat: FlatText, at: int, block: Block) -> list[_Label]:
    """Each row's label, at its first place behind the header.

    A label too short to stand for itself (其他, 总计) must have its ordinal before it and a
    value behind it.
    """
    found: list[_Label] = []
    for leaf in block.row_leaves():
        places = [
            (start, -len(k))
            for k in leaf.keys
            if (start := _label_start(flat, at, k, leaf.label)) >= 0
        ]
        if places:
            start, size = min(places)
            found.append(_Label(leaf, start, start - size))
    return sorted(found, key=lambda label: label.start)


def _label_start(flat: FlatText, at: int, label: str, statutory: str) -> int:
    if len(label) >= _TELLING or split_ordinal(statutory)[1] is None:
        return flat.compact.find(label, at)
    match = re.compile(rf"(?<=[{_NUMERALS}\d]){label}(?=\d|[{_NUMERALS}]|$)").search(
        flat.compact, at
    )
    return match.start() if match else -1


def _borders(flat: FlatText, at: int, last: int, block: Block) -> set[int]:
    """Where group labels, corners and repeated headers begin between the rows."""
    headers = {k for column in block.columns for n in column.all() for k in n.keys}
    keys = block.passing | headers
    return {
        match.start()
        for k in keys
        if len(k) >= _TELLING or k in block.group_keys()
        for match in re.finditer(k, flat.compact[:last])
        if match.start() >= at
    }


def _chunks(flat: FlatText, start: int, end: int) -> tuple[list[tuple[str, int]], str]:
    """The chunks between two places of the compact text, and the first words among them."""
    first = flat.place(start - 1) + 1
    segment = _PAGE_NUMBER.sub(lambda m: " " * len(m[0]), flat.text[first : flat.place(end)])
    masked = _ALONE.sub("#", _REMARK.sub(lambda m: "#" * len(m[0]), segment))
    words = _LABEL_BEGINS.search(masked)
    values = segment[: words.start()] if words else segment
    stray = segment[words.start() :].strip() if words else ""
    values = _ORDINAL.sub("", values)
    lead = _PUNCTUATION.match(values)
    skipped = lead.end() if lead else 0
    chunks = [(m[0], first + skipped + m.start()) for m in re.finditer(r"\S+", values[skipped:])]
    return chunks, "" if _ORDINAL_ONLY.match(stray) else stray[:_SHOWN]


def _solve(table_code: str, rows: list[_Row]) -> dict[str, Values]:
    """Values of glued rows that the identities of their table determine, by row."""
    if not any(row.is_glued() for row in rows):
        return {}
    if table_code == "request":
        return _solve_request(rows)
    solved = {}
    for row in rows:
        if row.is_glued() and not row.code and _in_blocks(row.columns):
            values = solve_blocks(row.texts(), [5] * (len(row.columns) // 5))
        else:
            values = _only_way(row)
        if values is not None:
            solved[row.code] = values
    return solved


def _solve_request(rows: list[_Row]) -> dict[str, Values]:
    candidates: dict[str, list[Values]] = {}
    for row in rows:
        total = next((i for i, c in enumerate(row.columns) if c.code == _TOTAL), -1)
        numbers = [read_value(text).value for text in row.texts()]
        if row.is_glued():
            candidates[row.code] = rows_adding_up(row.texts(), len(row.columns), total) or []
        elif row.is_whole() and all(n is not None and n == int(n) for n in numbers):
            candidates[row.code] = [tuple(int(n) for n in numbers if n is not None)]
        else:
            return {}
    return solve_request(candidates) or {}


def _in_blocks(columns: list[Column]) -> bool:
    return len(columns) % 5 == 0 and all(c.code == _TOTAL for c in columns[4::5])


def _only_way(row: _Row) -> Values | None:
    """A row that no identity covers is sure only where its digits split in one way at all.

    Also with fewer numbers than columns: a blank among glued cells leaves no trace.
    """
    if not row.is_glued():
        return None
    sizes = range(1, len(row.columns) + 1)
    ways = [values for size in sizes for values in islice(splits(row.texts(), size), 2)]
    return ways[0] if len(ways) == 1 and len(ways[0]) == len(row.columns) else None


def _place(flat: FlatText, row: _Row, number: int, solved: Values | None, reading: Reading) -> None:
    pieces: list[Piece | None]
    if row.is_glued() and solved is not None:
        pieces = _cut(flat, row, solved)
    elif row.is_whole():
        pieces = [flat.piece(at, at + len(text)) for text, at in row.chunks]
    else:
        pieces = [None] * len(row.columns)
    readable = all(pieces) or not row.chunks
    inferred = row.is_glued()
    reading.add(row.code, number, row.columns, pieces, readable=readable, inferred=inferred)


def _cut(flat: FlatText, row: _Row, values: Values) -> list[Piece | None]:
    """The digits of a glued row, cut into the values found for it."""
    pieces: list[Piece | None] = []
    rest = list(row.chunks)
    for value in values:
        text, at = rest.pop(0)
        size = len(str(value))
        pieces.append(flat.piece(at, at + size))
        if len(text) > size:
            rest.insert(0, (text[size:], at + size))
    return pieces
