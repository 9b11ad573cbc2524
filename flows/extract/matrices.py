"""The statutory tables of lines and columns that are on the shelf, all editions together.

In: the forms. Out: `Matrices`, which readings ask before they read: which editions print the
same cells, and which labels a row of any of them can have.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.extract.form import Form
from flows.extract.forms import forms_shaped
from flows.settings import FORMS


@dataclass(frozen=True, slots=True)
class Matrices:
    """The matrix forms by table code, those that print the same cells together.

    `row_keys` are the keys of all labels that a row, or a group of rows, has in any of them,
    and `begun` whatever such a key begins with and goes on.
    """

    editions: dict[str, list[list[Form]]]
    row_keys: frozenset[str]
    begun: frozenset[str]


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
    return Matrices(editions, frozenset(keys), begun)
