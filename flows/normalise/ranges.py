"""Ranges of bytes as locators of plain text: `bytes=<start>-<end>`, the end not included.

In: the places of printed characters in the bytes of a snapshot. Out: fragments. Hundreds of them
are printed a document: the numbers of most are printed once a process.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

BYTES = "bytes="
_MOST = 1 << 14
_NUMBERS = [str(number) for number in range(_MOST)]
_AS_PRINTED = np.array(_NUMBERS, object)


def byte_ranges(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> list[str]:
    """The ranges from some bytes to before others, all of them in ascending order."""
    printed = zip(_printed(starts), _printed(ends), strict=True)
    return [f"bytes={start}-{end}" for start, end in printed]


def _printed(places: NDArray[np.int64]) -> list[str]:
    if places.size and places[-1] < _MOST:
        known: list[str] = _AS_PRINTED.take(places).tolist()
        return known
    return list(map(str, places.tolist()))


def range_between(places: NDArray[np.int64]) -> Callable[[int, int], str]:
    """What prints the range from one of some ascending places to before another, by number."""
    at = places.data
    if places[-1] < _MOST:
        return lambda start, end: f"bytes={_NUMBERS[at[start]]}-{_NUMBERS[at[end]]}"
    return lambda start, end: f"bytes={at[start]}-{at[end]}"
