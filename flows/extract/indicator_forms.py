"""The forms that know rows of statistics tables, and what each calls them.

In: the forms on the shelf. Out: their rows in printed order with their paths, and all labels.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from flows.extract.form import Node
from flows.extract.forms import forms_shaped
from flows.extract.labels import split_ordinal


class KnownForm(NamedTuple):
    """A form's nodes in printed order, each with its path, and where in it each key stands."""

    edition: str
    nodes: list[tuple[Node, str]]
    places: dict[str, list[int]]


@cache
def known_forms() -> list[KnownForm]:
    """The forms that know rows of statistics tables."""
    found = []
    for form in forms_shaped("indicator_rows"):
        nodes = [one for block in form.blocks for one in _paths(block.rows, "")]
        places: dict[str, list[int]] = {}
        for place, (node, _) in enumerate(nodes):
            for k in node.keys:
                places.setdefault(k, []).append(place)
        found.append(KnownForm(form.edition, nodes, places))
    return found


@cache
def known_labels() -> frozenset[str]:
    """The keys of all labels of all statistics tables on the shelf."""
    return frozenset(key for form in known_forms() for key in form.places)


def _paths(nodes: tuple[Node, ...], above: str) -> Iterator[tuple[Node, str]]:
    """Nodes and those below them in printed order, each with its path."""
    for node in nodes:
        path = above + split_ordinal(node.label)[2]
        yield node, path
        yield from _paths(node.children, f"{path}/")
