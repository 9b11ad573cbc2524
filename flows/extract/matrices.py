"""The statutory tables of lines and columns that are on the shelf, all editions together.

In: the forms. Out: `Matrices`, which readings ask before they read: which editions print the
same cells, and which labels a row of any of them can have.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

from flows.extract.form import Form
from flows.extract.forms import forms_shaped
from flows.settings import FORMS

_CHINESE = range(0x4E00, 0xA000)


@dataclass(frozen=True, slots=True)
class Matrices:
    """The matrix forms by table code, those that print the same cells together, the largest first.

    `row_keys` are the keys of all labels that a row, or a group of rows, has in any of them,
    and `begun` whatever such a key begins with and goes on; `openings` are what the first label
    of a header can begin with, and `foreign` is a Chinese character that no label has.
    """

    editions: dict[str, list[list[Form]]]
    row_keys: frozenset[str]
    begun: frozenset[str]
    openings: frozenset[str]
    foreign: re.Pattern[str]


@cache
def matrices(directory: Path = FORMS) -> Matrices:
    """The matrix forms on the shelf."""
    editions: dict[str, list[list[Form]]] = {}
    keys: set[str] = set()
    for form in forms_shaped("matrix", directory):
        others = editions.setdefault(form.table_code, [])
        alike = next((alike for alike in others if alike[0].blocks == form.blocks), None)
        if alike is None:
            others.append([form])
        else:
            alike.append(form)
        keys.update(k for block in form.blocks for k in (*block.leaf_of, *block.passing))
    for others in editions.values():
        others.sort(key=lambda alike: alike[0].size, reverse=True)
    blocks = [block for form in forms_shaped("matrix", directory) for block in form.blocks]
    openings = frozenset(chain.from_iterable([block.openings for block in blocks]))
    heads = chain.from_iterable([labels for block in blocks for labels in block.header_labels])
    begun = frozenset(k[:size] for k in keys for size in range(len(k)))
    foreign = _none_of("".join([*keys, *openings, *heads]))
    return Matrices(editions, frozenset(keys), begun, openings, foreign)


def _none_of(letters: str) -> re.Pattern[str]:
    """A Chinese character that is none of some letters: the ranges between them."""
    codes = sorted({code for code in map(ord, letters) if code in _CHINESE})
    around = [_CHINESE.start - 1, *codes, _CHINESE.stop]
    between = [(a + 1, b - 1) for a, b in pairwise(around) if b - a > 1]
    return re.compile(f"[{''.join([f'{chr(a)}-{chr(b)}' for a, b in between])}]")
