"""Which glued tables can be read at all: those whose digits have exactly one solution.

Written against what is printed, without a reader: the printed cells of each row are run
together and every way to cut them into as many numbers is tried under the identities of the
notices (国办公开办函〔2019〕60号, 〔2021〕30号: applicants make the total of a line, outcomes the
concluded total, received and carried in what is concluded and carried out; table 4: four
results make a total). Where no identity covers a row, a blank cell is a way too: it leaves no
trace. Tables of no known form (local statistics) and of texts (tasks) are left out.
"""

import re
from collections.abc import Iterator
from itertools import product

from tests.generator import Sample, TruthCell

_NUMBER = r"(?:0|[1-9]\d*)"
_UNIT = "[件项条个次]?"
_COUNT = re.compile(rf"{_NUMBER}{_UNIT}\Z")
_CHANGE = re.compile(rf"[+\-−－]?{_NUMBER}{_UNIT}\Z")
_MONEY = re.compile(rf"{_NUMBER}(?:\.\d+)?(?:万元|元|万)?\Z")
_SINGLE_COLUMN = ("national",)
_ENDS = ("received", "carried_in", "concluded_total", "carried_out")
# A table with more possibilities is taken for one that has several.
_STATES = 200_000

Row = dict[str, str]  # printed text by column, in printed order
Way = tuple[int, ...]


def solvable(sample: Sample) -> frozenset[str]:
    """The tables of a glued document whose printed digits have exactly one solution."""
    codes = {key[0] for key in sample.truth} - sample.must_quarantine
    return frozenset(code for code in codes if _is_solvable(sample, code))


def considered(sample: Sample) -> frozenset[str]:
    """The tables of a glued document that a form knows."""
    known = {"disclosure", "request", "review"}
    if sample.form != "local":
        known.add("indicator")
    return frozenset({key[0] for key in sample.truth} & known - sample.must_quarantine)


def _is_solvable(sample: Sample, code: str) -> bool:
    rows: dict[str, Row] = {}
    for (table, row, column), cell in sample.truth.items():
        if table == code:
            rows.setdefault(row, {})[column] = _printed(cell)
    if code == "request":
        return _request(rows)
    if code == "review":
        return _review(list(rows.values()))
    if code == "disclosure":
        return all(_one_way("".join(row.values()), list(row)) for row in rows.values())
    return code == "indicator" and sample.form in _SINGLE_COLUMN


def _printed(cell: TruthCell) -> str:
    return cell.printed.replace(" ", "")


def _one_way(text: str, columns: list[str]) -> bool:
    """Whether a row of table 2 makes numbers in one way alone, and no column is blank."""
    return [len(way) for way in _cuts(text, columns)] == [len(columns)]


def _cuts(text: str, columns: list[str]) -> Iterator[tuple[str, ...]]:
    if not columns:
        if not text:
            yield ()
        return
    grammar = _MONEY if columns[0].endswith("amount") else _COUNT
    grammar = _CHANGE if columns[0] == "change" else grammar
    for end in range(1, len(text) + 1):
        if grammar.match(text[:end]):
            for rest in _cuts(text[end:], columns[1:]):
                yield (text[:end], *rest)
    yield from _cuts(text, columns[1:])


def _numbers(text: str, count: int, most: int) -> Iterator[Way]:
    """The ways to cut a text into so many counts that make no more than `most`."""
    if count == 0:
        if not text:
            yield ()
        return
    # The longest of the numbers has its share of the characters at least, a unit aside.
    longest = -(-len(text) // count) - len("件")
    if len(text) < count or (longest > 1 and 10 ** (longest - 1) > most):
        return
    for end in range(1, len(text) - count + 2):
        number = _count(text, 0, end)
        if number is None:
            continue
        if number > most:
            return
        for rest in _numbers(text[end:], count - 1, most - number):
            yield (number, *rest)


def _count(text: str, start: int, end: int) -> int | None:
    """The count that a stretch of a text is; None where it is none or its unit is cut off."""
    if not _COUNT.match(text[start:end]) or text[end : end + 1] in tuple("件项条个次"):
        return None
    return int(re.sub(r"\D", "", text[start:end]))


def _lines(text: str, before: int, behind: int) -> Iterator[Way]:
    """The ways to cut a line whose total stands behind some columns and before others."""
    for start in range(before, len(text) - behind) if before else (0,):
        for end in range(start + 1, len(text) - behind + 1) if behind else (len(text),):
            total = _count(text, start, end)
            if total is None:
                continue
            for one in _numbers(text[:start], before, total):
                left = total - sum(one)
                for other in _numbers(text[end:], behind, left):
                    if sum(other) == left:
                        yield (*one, total, *other)


def _request(rows: dict[str, Row]) -> bool:
    """Table 3: whether one choice of all lines satisfies every identity."""
    if not rows.keys() >= set(_ENDS):
        return False
    ways: dict[str, list[Way]] = {}
    for line, row in rows.items():
        at = list(row).index("total")
        ways[line] = list(_lines("".join(row.values()), at, len(row) - at - 1))
    ends = [
        concluded
        for received, carried_in, concluded, out in product(*(ways[line] for line in _ENDS))
        if all(
            a + b == c + d for a, b, c, d in zip(received, carried_in, concluded, out, strict=True)
        )
    ]
    if not ends:
        return False
    sums: dict[Way, int] = {(0,) * len(ends[0]): 1}
    most = tuple(map(max, zip(*ends, strict=True)))
    for line in rows.keys() - set(_ENDS):
        longer: dict[Way, int] = {}
        for so_far, count in sums.items():
            for way in ways[line]:
                summed = tuple(a + b for a, b in zip(so_far, way, strict=True))
                if all(a <= b for a, b in zip(summed, most, strict=True)):
                    longer[summed] = longer.get(summed, 0) + count
        sums = longer
        if len(sums) > _STATES:
            return False
    return sum(sums.get(concluded, 0) for concluded in ends) == 1


def _review(channels: list[Row]) -> bool:
    """Table 4: whether its one row has one cut into blocks with their totals."""
    text = "".join(printed for row in channels for printed in row.values())
    starts = {0: 1}
    for row in channels:
        at = list(row).index("total")
        longer: dict[int, int] = {}
        for start, count in starts.items():
            for end in range(start + len(row), len(text) + 1):
                found = sum(1 for _ in _lines(text[start:end], at, len(row) - at - 1))
                if found:
                    longer[end] = longer.get(end, 0) + count * found
        starts = longer
    return starts.get(len(text), 0) == 1
