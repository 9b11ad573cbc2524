"""What a statutory form is: tables of blocks, a block of a header and the rows under it.

Both are trees of labels, each leaf with the code that its cells carry.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Shape = Literal["matrix", "indicators", "indicator_rows", "tasks"]


@dataclass(frozen=True, slots=True)
class Node:
    """A header or a row label: a leaf with a code, or a group with children.

    What headers are read by is kept ready: its children by key, and every beginning of such
    a key that is not all of it.

    A group may have a code too: the channel of a review result names the cell's row. Of a
    legacy indicator, `sums` says that its children make it up, `subset` that it counts only
    some of what its parent counts, `series` which later line means the same.
    """

    code: str | None
    label: str
    keys: frozenset[str]
    children: tuple["Node", ...]
    unit: str | None
    signed: bool
    sums: bool = False
    subset: bool = False
    series: str | None = None
    comparability: str = "none"
    known: dict[str, "Node"] = field(init=False, compare=False, repr=False)
    begun: frozenset[str] = field(init=False, compare=False, repr=False)
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        known = {k: child for child in reversed(self.children) for k in child.keys}
        object.__setattr__(self, "known", known)
        object.__setattr__(self, "begun", frozenset(k[:n] for k in known for n in range(len(k))))
        object.__setattr__(self, "_hash", hash((self.code, self.label, self.keys, self.children)))

    def __hash__(self) -> int:
        """Made once, for headers are looked up by it for every table."""
        return self._hash

    def all(self) -> Iterator["Node"]:
        """The node and every node below it, in printed order."""
        yield self
        for child in self.children:
            yield from child.all()

    def leaves(self) -> Iterator["Node"]:
        """The leaves below, or the node itself."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def groups(self) -> Iterator["Node"]:
        """The node and every node below that has children."""
        if self.children:
            yield self
            for child in self.children:
                yield from child.groups()


@dataclass(frozen=True, slots=True)
class Block:
    """A header and the rows under it; `rows` is empty where a row has no label.

    What readings ask for again and again is kept ready: the labelled data rows in printed
    order, how many labels stand over each by its code, and the rows by key; the leaf columns;
    the keys of labels that head several rows and carry no values; all keys that pass by without
    values; the beginnings that a header's first label can have; the keys of each label of a
    header, the letters that none can do without, and a pattern of all labels, the longest first;
    and all keys that begin something else than a row.
    """

    corner: frozenset[str]
    header: Node
    rows: tuple[Node, ...]
    row_leaves: tuple[Node, ...]
    levels: dict[str, int]
    leaf_of: dict[str, Node]
    leaves: tuple[Node, ...]
    group_keys: frozenset[str]
    passing: frozenset[str]
    openings: frozenset[str]
    header_labels: tuple[frozenset[str], ...]
    header_letters: str
    header_key: re.Pattern[str]
    borders: frozenset[str]

    @property
    def width(self) -> int:
        """The number of leaf columns."""
        return len(self.leaves)

    @property
    def columns(self) -> tuple[Node, ...]:
        """The top labels of the header."""
        return self.header.children


@dataclass(frozen=True, slots=True)
class Form:
    """One statutory table in one edition.

    `row_codes` are those of every row that a complete table prints: its lines, or the
    channels of a table whose rows have no label. `row_keys` are the keys of each labelled
    row, `size` is the number of cells of a complete table, and `width` that of its longest row.
    No report on a year before `since` can be in it, for the notice came later.
    """

    edition: str
    notice: str
    table_no: int
    table_code: str
    shape: Shape
    blocks: tuple[Block, ...]
    row_codes: tuple[str, ...]
    row_keys: tuple[frozenset[str], ...]
    size: int
    width: int
    since: int | None

    def came_after(self, year: int | None) -> bool:
        """Whether no report on a year can be in this form."""
        return year is not None and self.since is not None and year < self.since
