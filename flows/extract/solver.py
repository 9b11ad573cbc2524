"""Glued digits: the one way to split them that every identity of the table allows.

In: for each row the values its digits could be. Out: the only joint choice that satisfies
all identities of the table, or None where there is no such choice or more than one. The
identities are those the form itself prints (国办公开办函〔2019〕60号, 〔2021〕30号, table 3:
每行六类申请人之和等于总计, 第一项加第二项之和等于第三项加第四项之和; table 4: block totals).
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, islice, pairwise, product

Values = tuple[int, ...]
# Beyond so many possibilities a row or a table is left unread rather than searched.
_ROW_LIMIT = 2_000
_STATE_LIMIT = 60_000
_INTAKE = ("received", "carried_in")
_WITNESS = "concluded_total"
_CARRIED_OUT = "carried_out"


@lru_cache(maxsize=8_192)
def rows_adding_up(chunks: tuple[str, ...], size: int, total: int) -> tuple[Values, ...] | None:
    """The ways to read chunks of digits as a row of whole numbers that adds up.

    No number has a leading zero or runs over chunks, and all others make up the column of the
    total. None where there are more ways than can be searched.
    """
    digits, borders = _glued(chunks)
    found = tuple(islice(_around_total(digits, borders, size, total), _ROW_LIMIT + 1))
    return found if len(found) <= _ROW_LIMIT else None


def _glued(chunks: tuple[str, ...]) -> tuple[str, frozenset[int]]:
    """All digits in one, and the places that no number may run over."""
    ends = accumulate(len(chunk) for chunk in chunks)
    return "".join(chunks), frozenset(ends)


def _around_total(digits: str, borders: frozenset[int], size: int, total: int) -> Iterator[Values]:
    """Splits with the sum of all others in one column: its digits are tried first.

    What stands before and behind them is then one stretch, with a border where they were.
    """
    for start, end in _places(len(digits), size, total):
        value = _number(digits, start, end, borders)
        rest = digits[:start] + digits[end:]
        # However they are cut, numbers and their sum leave the same remainder by nine.
        if value is None or (value - int(rest)) % 9:
            continue
        around = {border if border <= start else border - (end - start) for border in borders}
        for others in _cut(rest, frozenset(around | {start}), size - 1, value):
            if sum(len(str(number)) for number in others[:total]) == start:
                yield (*others[:total], value, *others[total:])


def _places(digits: int, size: int, total: int) -> Iterator[tuple[int, int]]:
    """Where the total may stand: no shorter than any other number, and all have a digit."""
    behind = size - 1 - total
    longest = min((digits - size + 2 + len(str(size))) // 2, digits - size + 1)
    for length in range(-(-digits // size), longest + 1):
        first = total if behind else digits - length
        last = digits - length - behind if total else 0
        for start in range(first, last + 1):
            yield start, start + length


def _cut(digits: str, borders: frozenset[int], size: int, sums_to: int) -> Iterator[Values]:
    """Splits of all digits into numbers that make a sum."""
    end = len(digits)
    # No number is longer than their sum, so that the last begins in its last digits.
    first = max(end - len(str(sums_to)), 0)
    lasts = [_number(digits, start, end, borders) for start in range(first, end)]
    tails = [None] * first + lasts
    return _split([*map(int, digits)], 0, tails, borders, size, sums_to)


def _split(
    digits: list[int],
    start: int,
    tails: list[int | None],
    borders: frozenset[int],
    size: int,
    sums_to: int,
) -> Iterator[Values]:
    """Splits of the digits from a place on; `tails` are the numbers that the last can be."""
    if size == 1:
        if tails[start] == sums_to:
            yield (sums_to,)
        return
    end = len(digits)
    value = 0
    for stop in range(start + 1, end - size + 2):
        value = 10 * value + digits[stop - 1]
        rest = sums_to - value
        if rest < 0:
            return
        if size == 2:
            if tails[stop] == rest:
                yield (value, rest)
        elif rest in _sums_of(end - stop, size - 1):
            for tail in _split(digits, stop, tails, borders, size - 1, rest):
                yield (value, *tail)
        if stop in borders or not value:
            return


def _number(digits: str, start: int, end: int, borders: frozenset[int]) -> int | None:
    """The one number that a stretch of digits is, or None where it is none or several."""
    if start == end or (digits[start] == "0" and end - start > 1):
        return None
    return int(digits[start:end]) if borders.isdisjoint(range(start + 1, end)) else None


@cache
def _sums_of(digits: int, size: int) -> range:
    """What so many numbers of so many digits in all can add up to.

    Least where all are about as long, most where all but one are a digit.
    """
    length, longer = divmod(digits, size)
    shortest = 10 ** (length - 1) if length > 1 else 0
    least = longer * 10**length + (size - longer) * shortest
    return range(least, 10 ** max(digits - size + 1, 0) + 9 * (size - 1))


def solve_request(rows: dict[str, Sequence[Values]]) -> dict[str, Values] | None:
    """The one choice for table 3; each row's values already add up across."""
    if not {*_INTAKE, _WITNESS, _CARRIED_OUT} <= rows.keys() or not all(rows.values()):
        return None
    ends = [
        dict(zip((*_INTAKE, _WITNESS, _CARRIED_OUT), choice, strict=True))
        for choice in product(*(rows[line] for line in (*_INTAKE, _WITNESS, _CARRIED_OUT)))
        if _balances(*choice)
    ]
    lines = [line for line in rows if line not in (*_INTAKE, _WITNESS, _CARRIED_OUT)]
    # Those of one way first, as rows of noughts are: they multiply nothing.
    lines.sort(key=lambda line: len(rows[line]))
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
    lines: list[str], rows: dict[str, Sequence[Values]], totals: set[Values]
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
    digits, borders = _glued(tuple(chunks))
    ways: dict[int, list[Values]] = {0: [()]}
    left = sum(size for size, _ in blocks)
    for size, total in blocks:
        left -= size
        longer: dict[int, list[Values]] = {}
        for start, chosen in ways.items():
            for end in range(start + size, len(digits) - left + 1):
                inside = sorted(border for border in borders if start < border < end)
                edges = [start, *inside, end]
                block = tuple([digits[a:b] for a, b in pairwise(edges)])
                for values in rows_adding_up(block, size, total) or ():
                    kept = longer.setdefault(end, [])
                    kept += [way + values for way in chosen][: 2 - len(kept)]
        ways = longer
    found = ways.get(len(digits), [])
    return found[0] if len(found) == 1 else None
