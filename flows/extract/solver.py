"""Glued digits: the one way to split them that every identity of the table allows.

In: for each row the values its digits could be. Out: the only joint choice that satisfies
all identities of the table, or None where there is no such choice or more than one. The
identities are those the form itself prints (国办公开办函〔2019〕60号, 〔2021〕30号, table 3:
每行六类申请人之和等于总计, 第一项加第二项之和等于第三项加第四项之和; table 4: block totals).
"""

from collections.abc import Iterator
from functools import cache
from itertools import accumulate, islice, pairwise, product

Values = tuple[int, ...]
# Beyond so many possibilities a row or a table is left unread rather than searched.
_ROW_LIMIT = 2_000
_STATE_LIMIT = 60_000
_INTAKE = ("received", "carried_in")
_WITNESS = "concluded_total"
_CARRIED_OUT = "carried_out"


def splits(chunks: list[str], size: int) -> Iterator[Values]:
    """Every way to read chunks of digits as so many whole numbers without leading zeros."""
    digits, borders = _glued(chunks)
    return _cut(digits, 0, len(digits), borders, size, None)


def rows_adding_up(chunks: list[str], size: int, total: int) -> list[Values] | None:
    """The splits of a row whose other columns add up to the column of the total.

    None where there are more than can be searched.
    """
    digits, borders = _glued(chunks)
    if total == size - 1:
        ways = _with_total_last(digits, borders, size)
    else:
        ways = (v for v in splits(chunks, size) if sum(v) == 2 * v[total])
    found = list(islice(ways, _ROW_LIMIT + 1))
    return found if len(found) <= _ROW_LIMIT else None


def _glued(chunks: list[str]) -> tuple[str, frozenset[int]]:
    """All digits in one, and the places that no number may run over."""
    ends = accumulate(len(chunk) for chunk in chunks)
    return "".join(chunks), frozenset(ends)


def _with_total_last(digits: str, borders: frozenset[int], size: int) -> Iterator[Values]:
    """Splits whose last number is the sum of the others: the total is tried first."""
    for start in range(len(digits) - 1, size - 2, -1):
        if any(start < border < len(digits) for border in borders):
            return
        if digits[start] == "0" and start < len(digits) - 1:
            continue
        total = int(digits[start:])
        for values in _cut(digits, 0, start, borders, size - 1, total):
            yield (*values, total)


def _cut(
    digits: str, start: int, end: int, borders: frozenset[int], size: int, sums_to: int | None
) -> Iterator[Values]:
    """Splits of a stretch of digits; where a sum is given, only those that make it."""
    if size == 0:
        if start == end and not sums_to:
            yield ()
        return
    if size == 1:
        value = _number(digits, start, end, borders)
        if value is not None and sums_to in (None, value):
            yield (value,)
        return
    longest = 1 if digits[start : start + 1] == "0" else end - start - size + 1
    for length in range(1, longest + 1):
        stop = start + length
        value = int(digits[start:stop])
        rest = None if sums_to is None else sums_to - value
        if rest is not None and rest < 0:
            return
        if rest is None or rest in _sums_of(end - stop, size - 1):
            for tail in _cut(digits, stop, end, borders, size - 1, rest):
                yield (value, *tail)
        if stop in borders:
            return


def _number(digits: str, start: int, end: int, borders: frozenset[int]) -> int | None:
    """The one number that a stretch of digits is, or None where it is none or several."""
    if start == end or (digits[start] == "0" and end - start > 1):
        return None
    return None if any(start < border < end for border in borders) else int(digits[start:end])


@cache
def _sums_of(digits: int, size: int) -> range:
    """What so many numbers of so many digits in all can add up to."""
    longest = -(-digits // size)
    least = 0 if longest < 2 else 10 ** (longest - 1)
    return range(least, size * 10 ** max(digits - size + 1, 0))


def solve_request(rows: dict[str, list[Values]]) -> dict[str, Values] | None:
    """The one choice for table 3; each row's values already add up across."""
    if not {*_INTAKE, _WITNESS, _CARRIED_OUT} <= rows.keys() or not all(rows.values()):
        return None
    ends = [
        dict(zip((*_INTAKE, _WITNESS, _CARRIED_OUT), choice, strict=True))
        for choice in product(*(rows[line] for line in (*_INTAKE, _WITNESS, _CARRIED_OUT)))
        if _balances(*choice)
    ]
    lines = [line for line in rows if line not in (*_INTAKE, _WITNESS, _CARRIED_OUT)]
    totals = {end[_WITNESS] for end in ends}
    sums = _sums(lines, rows, totals)
    if sums is None:
        return None
    ways = [(end, way) for end in ends for way in sums.get(end[_WITNESS], [])]
    if len(ways) != 1:
        return None
    end, way = ways[0]
    return end | dict(zip(lines, way, strict=True))


def _balances(received: Values, carried_in: Values, concluded: Values, out: Values) -> bool:
    columns = zip(received, carried_in, concluded, out, strict=True)
    return all(a + b == c + d for a, b, c, d in columns)


def _sums(
    lines: list[str], rows: dict[str, list[Values]], totals: set[Values]
) -> dict[Values, list[tuple[Values, ...]]] | None:
    """For each total the ways the outcome lines make it, at most two; None: too many."""
    if not totals:
        return {}
    most = tuple(map(max, zip(*totals, strict=True)))
    ways: dict[Values, list[tuple[Values, ...]]] = {tuple(0 for _ in most): [()]}
    for line in lines:
        longer: dict[Values, list[tuple[Values, ...]]] = {}
        for so_far, chosen in ways.items():
            for values in rows[line]:
                summed = tuple(a + b for a, b in zip(so_far, values, strict=True))
                if all(a <= b for a, b in zip(summed, most, strict=True)):
                    kept = longer.setdefault(summed, [])
                    kept += [(*way, values) for way in chosen][: 2 - len(kept)]
        if len(longer) > _STATE_LIMIT:
            return None
        ways = longer
    return {total: ways.get(total, []) for total in totals}


def solve_blocks(chunks: list[str], blocks: list[tuple[int, int]]) -> Values | None:
    """The one choice for a single row of blocks, given their sizes and their totals' places."""
    digits = "".join(chunks)
    borders = {len("".join(chunks[:count])) for count in range(1, len(chunks))}
    ways: dict[int, list[Values]] = {0: [()]}
    for size, total in blocks:
        longer: dict[int, list[Values]] = {}
        for start, chosen in ways.items():
            for end in range(start + size, len(digits) + 1):
                inside = sorted(border for border in borders if start < border < end)
                edges = [start, *inside, end]
                block = [digits[a:b] for a, b in pairwise(edges)]
                for values in rows_adding_up(block, size, total) or ():
                    kept = longer.setdefault(end, [])
                    kept += [way + values for way in chosen][: 2 - len(kept)]
        ways = longer
    found = ways.get(len(digits), [])
    return found[0] if len(found) == 1 else None
