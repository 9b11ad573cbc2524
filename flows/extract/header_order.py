"""What the lines of a header tell of the order of its columns, where all that is left is lines.

In: for each label of a header, level by level as printed, its first line and its last. Out: whether
columns stand as their labels do. Text flows from line to line, and keeps an order; but what stands
at one height on a page comes as one line, and then a label that reaches over two rows stands below
the group beside it, and one in the middle of its cell below those that fill theirs.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from flows.extract.form import Block, Node
from flows.extract.header import Header

Lines = tuple[int, int]


def told_by_lines(lines: Sequence[Lines], block: Block) -> Literal["order", "group", "nothing"]:
    """Whether labels are in the order of columns, or a group and those beside it by their heights.

    Or no order is told, of columns without a group: it is theirs only where it is the form's, and
    a line was wrapped between two labels.
    """
    mixed = _mixed([first for first, _ in lines], block)
    if not mixed or _flow(lines):
        return "order"
    has_groups = (any(node.children for node in level) for level in mixed)
    return "group" if all(has_groups) else "nothing"


def _mixed(lines: Sequence[int], block: Block) -> list[list[Node]]:
    """The levels whose labels share lines and need several."""
    found: list[list[Node]] = []
    at = 0
    level = list(block.columns)
    while level:
        here = lines[at : at + len(level)]
        if 1 < len(set(here)) < len(here):
            found.append(level)
        at += len(level)
        level = [child for node in level for child in node.children]
    return found


def _flow(lines: Sequence[Lines]) -> bool:
    """Whether a label goes on in the next line, and another stands beside a part of it."""
    on = Counter(line for pair in lines for line in set(pair))
    return any(first < last and max(on[first], on[last]) > 1 for first, last in lines)


def is_as_the_form(header: Header, block: Block) -> bool:
    """Whether columns stand in the order of the form."""
    return all(one.node is leaf for one, leaf in zip(header.columns, block.leaves, strict=True))
