"""The statutory forms, read from `flows/forms/*.yml` once a process.

A form is data: tables of blocks, a block has a tree of column headers and a tree of rows,
each leaf with the code its cells carry. A form that a future notice brings is a new file
there and no new code. Editions are matched table by table, never by year: real reports mix
them (洪泽区 2023: table 2 in the 2021 form, table 3 in the 2019 form).
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from flows.extract.form import Block, Form, Node, Shape
from flows.extract.labels import key
from flows.settings import FORMS


def _keys(entry: dict[str, Any]) -> frozenset[str]:
    return frozenset(key(label) for label in [entry["label"], *entry.get("also", ())])


_FIELDS = {"code", "label", "also", "rows", "unit", "signed"}
_FIELDS |= {"sums", "subset", "series", "comparability"}


def _node(entry: dict[str, Any]) -> Node:
    if unknown := entry.keys() - _FIELDS:
        raise ValueError(f"form entry {entry['label']}: unknown field {sorted(unknown)}")
    children = tuple(_node(child) for child in entry.get("rows", ()))
    return Node(
        entry.get("code"),
        entry["label"],
        _keys(entry),
        children,
        entry.get("unit"),
        entry.get("signed", False),
        entry.get("sums", False),
        entry.get("subset", False),
        entry.get("series"),
        entry.get("comparability", "none"),
    )


@cache
def _same(header: Node) -> Node:
    """The first of all headers that are alike, so that what is known of one is known of all."""
    return header


def _block(entry: dict[str, Any]) -> Block:
    corner = [*entry.get("corner", ()), *filter(None, [entry.get("caption")])]
    keys = frozenset(key(label) for label in corner)
    columns = tuple(_node(column) for column in entry["columns"])
    header = _same(Node(None, "", frozenset(), columns, None, False))
    labels = tuple(node.keys for node in header.all() if node is not header)
    header_keys = frozenset(k for label in labels for k in label)
    rows = tuple(_node(row) for row in entry.get("rows", ()))
    row_leaves = tuple(leaf for row in rows for leaf in row.leaves())
    groups = frozenset(k for row in rows for group in row.groups() for k in group.keys)
    return Block(
        keys,
        header,
        rows,
        row_leaves,
        dict(_levels(rows)),
        {k: leaf for leaf in row_leaves for k in leaf.keys},
        tuple(header.leaves()),
        groups,
        keys | groups,
        frozenset(k[:n] for k in header.known for n in range(2, len(k) + 1)),
        labels,
        "".join(sorted(set().union(*map(_shared, labels)))),
        re.compile("|".join(sorted(header_keys, key=lambda k: (-len(k), k)))),
        keys | groups | header_keys,
    )


def _shared(keys: frozenset[str]) -> set[str]:
    """The letters that all of some keys have."""
    first, *others = map(set, keys)
    return first.intersection(*others)


def _levels(nodes: tuple[Node, ...], level: int = 0) -> Iterator[tuple[str, int]]:
    for node in nodes:
        if not node.children:
            yield node.code or "", level
        yield from _levels(node.children, level + 1)


def _row_codes(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    lines = [leaf.code for block in blocks for leaf in block.row_leaves]
    columns = (column for block in blocks for column in block.columns)
    channels = [group.code for column in columns for group in column.groups()]
    return tuple(code for code in (lines or channels) if code)


def _size(block: Block) -> int:
    return block.width * max(1, len(block.row_leaves))


def _forms(path: Path) -> Iterator[Form]:
    document = yaml.safe_load(path.read_text("utf-8"))
    for table in document.get("tables", ()):
        blocks = tuple(_block(block) for block in table["blocks"])
        yield Form(
            document["edition"],
            document["notice"],
            table["table_no"],
            table["table_code"],
            table.get("shape", "matrix"),
            blocks,
            _row_codes(blocks),
            tuple(leaf.keys for block in blocks for leaf in block.row_leaves),
            sum(map(_size, blocks)),
            max(block.width for block in blocks),
            document.get("since"),
        )


@cache
def forms(directory: Path = FORMS) -> tuple[Form, ...]:
    """Every form on the shelf, by file name; a file that is no form is an error."""
    return tuple(form for path in sorted(directory.glob("*.yml")) for form in _forms(path))


def forms_shaped(shape: Shape, directory: Path = FORMS) -> list[Form]:
    """The forms of one shape."""
    return [form for form in forms(directory) if form.shape == shape]
