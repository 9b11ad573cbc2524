"""The statutory tables of lines and columns that are on the shelf, all editions together.

In: the forms. Out: `Matrices`, which readings ask before they read: which editions print the
same cells, and which labels a row of any of them can have.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from flows.extract.form import Block, Form
from flows.extract.forms import forms_shaped
from flows.settings import FORMS

_CHINESE = range(0x4E00, 0xA000)


@dataclass(frozen=True, slots=True)
class Matrices:
    """The matrix forms by table code, those that print the same cells together, the largest first.

    `row_keys` are the keys of all labels that a row, or a group of rows, has in any of them,
    and `begun` whatever such a key begins with and goes on; `foreign` is a Chinese character that
    no label of a row or a header has.
    """

    editions: dict[str, list[list[Form]]]
    row_keys: frozenset[str]
    begun: frozenset[str]
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
    begun = frozenset(k[:size] for k in keys for size in range(len(k)))
    tops = {k for f in forms_shaped("matrix", directory) for b in f.blocks for k in _of_header(b)}
    for others in editions.values():
        others.sort(key=lambda alike: alike[0].size, reverse=True)
    return Matrices(editions, frozenset(keys), begun, _none_of("".join(keys | tops)))


def _of_header(block: Block) -> Iterator[str]:
    """The keys of a header's labels, and what its first may begin with."""
    yield from block.openings
    for labels in block.header_labels:
        yield from labels


def _none_of(letters: str) -> re.Pattern[str]:
    """A Chinese character that is none of some letters: the ranges between them."""
    codes = sorted({code for code in map(ord, letters) if code in _CHINESE})
    around = [_CHINESE.start - 1, *codes, _CHINESE.stop]
    between = [(a + 1, b - 1) for a, b in pairwise(around) if b - a > 1]
    return re.compile(f"[{''.join([f'{chr(a)}-{chr(b)}' for a, b in between])}]")
