"""A table as it is laid out: rows of slots with spans, before any file format.

Each slot stands in the row where it begins, as in HTML. Values are looked up by key, so the
same builder draws the filled and the blank form.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tests.generator.truth import Key

Look = Callable[[Key], str]
Label = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Slot:
    """A printed cell; `key` is set where it holds a value."""

    text: str
    rows: int = 1
    columns: int = 1
    key: Key | None = None
    role: str = "label"  # caption, header, label, value


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: `header` counts the rows that a page break repeats.

    `broken_off` where the copy ends within its last row, which nobody has filled up then.
    """

    table_code: str
    rows: tuple[tuple[Slot, ...], ...]
    width: int
    header: int
    broken_off: bool = False

    def pads(self, at: int) -> int:
        """How many cells a row is short of the table's width."""
        short = max(0, self.width - len(self.rows[at]))
        return 0 if self.broken_off and at == len(self.rows) - 1 else short

    def printed_keys(self) -> list[Key]:
        """The keys of the values, in printed order."""
        return [slot.key for row in self.rows for slot in row if slot.key]


@dataclass(frozen=True, slots=True)
class Node:
    """A row or a column of a form: a leaf has a code, a group has parts."""

    label: str
    code: str | None = None
    parts: tuple["Node", ...] = ()
    printed: tuple[str, ...] | None = None  # the values of a row that no form knows

    def leaves(self) -> Iterator["Node"]:
        """The leaves below, this one if it is one."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


def nodes_of(spec: list) -> tuple[Node, ...]:
    """Nodes from the form file: [code, label] is a leaf, [label, [...]] a group."""
    return tuple(
        Node(second, first) if isinstance(second, str) else Node(first, None, nodes_of(second))
        for first, second in spec
    )


def permuted(rng: random.Random, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The same nodes in another order, group by group."""
    mixed = [replace(node, parts=permuted(rng, node.parts)) for node in nodes]
    rng.shuffle(mixed)
    return tuple(mixed)


def lattice(sheet: Sheet) -> list[list[tuple[Slot, int, int] | None]]:
    """Every place of the grid: the slot that covers it and where that slot begins."""
    grid: list[list[tuple[Slot, int, int] | None]] = [[None] * sheet.width for _ in sheet.rows]
    for at, row in enumerate(sheet.rows):
        column = 0
        for slot in row:
            while column < sheet.width and grid[at][column] is not None:
                column += 1
            for y in range(at, min(at + slot.rows, len(grid))):
                for x in range(column, min(column + slot.columns, sheet.width)):
                    grid[y][x] = (slot, at, column)
            column += slot.columns
    return grid


def cut(sheet: Sheet, at: int, *, repeat_header: bool, repeat_label: bool) -> tuple[Sheet, Sheet]:
    """A table broken in two by a page: spans end at the break and begin anew behind it."""
    rows: list[list[Slot]] = [[] for _ in sheet.rows]
    for y, places in enumerate(lattice(sheet)):
        for x, place in enumerate(places):
            if place is None or place[2] != x or y not in (place[1], max(at, place[1])):
                continue
            slot, top, _ = place
            bottom = top + slot.rows
            if y < at:
                rows[y].append(replace(slot, rows=min(bottom, at) - y))
            else:
                text = slot.text if top >= at or repeat_label else ""
                rows[y].append(replace(slot, text=text, rows=bottom - y))
    head = sheet.rows[: sheet.header] if repeat_header else ()
    first = replace(sheet, rows=tuple(map(tuple, rows[:at])))
    rest = (*head, *map(tuple, rows[at:]))
    return first, replace(sheet, rows=rest, header=len(head))


def halved(sheet: Sheet, at: int, texts: Callable[[Slot, int], tuple[str, str]]) -> Sheet:
    """A table with one row drawn as two, as where a page ends within it.

    `texts` says of a slot and its column what stands in either half; what reaches down from
    above reaches on, and a row in which something begins that does is left whole.
    """
    places = [p for p in dict.fromkeys(lattice(sheet)[at]) if p]
    if any(slot.rows > 1 for slot, top, _ in places if top == at):
        return sheet
    rows = [list(row) for row in sheet.rows]
    for slot, top, _ in places:
        if top < at:
            rows[top] = [replace(s, rows=s.rows + 1) if s is slot else s for s in rows[top]]
    own = [(slot, texts(slot, column)) for slot, top, column in places if top == at]
    if not any(upper and lower for _, (upper, lower) in own):
        return sheet
    upper, lower = ([replace(slot, text=text[half]) for slot, text in own] for half in (0, 1))
    return replace(sheet, rows=tuple(map(tuple, [*rows[:at], upper, lower, *rows[at + 1 :]])))


def ragged(sheet: Sheet, *, keep_empty: bool) -> Sheet:
    """Header cells that lost their rowspan, with or without an empty cell below them."""
    rows = [list(row) for row in sheet.rows]
    grid = lattice(sheet)
    for y in range(1, sheet.header):
        places = dict.fromkeys(place for place in grid[y] if place)
        rows[y] = []
        for slot, top, _ in places:
            corner = top == 0
            if top == y:
                rows[y].append(slot if corner else replace(slot, rows=1))
            elif not corner and keep_empty:
                rows[y] += [Slot("", role="header")] * slot.columns
    return replace(sheet, rows=tuple(map(tuple, rows)))
