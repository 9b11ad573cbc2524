"""What an indicator stands under, by the ordinals and the 其中 of the labels around it.

In: the printed rows of a statistics table. Out: an `Indicator` a row, with its path, its
parent and its role. A form that knows most of the labels lends codes, roles and units;
whatever it does not know keeps its own path.
"""

import hashlib
import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from weakref import ref

import yaml

from flows.extract.form import Node
from flows.extract.indicator_forms import KnownForm, known_forms
from flows.extract.indicator_table import IndicatorTable, PrintedRow
from flows.extract.labels import key, split_ordinal
from flows.settings import FORMS

# Space within a label sets it right on the page and says nothing.
_SPACE = re.compile(r"\s+")
# No publisher's label has these: they are of LaTeX, of rows with pipes, of borders, of pages (2/3).
_MARKUP = re.compile(r"[|\\&~^$<>{}]|--|==|\d/\d")
_RANKS = {"chapter": 0, "section": 1, "item": 2, "point": 3}
# A form is a table's own when it names so many of its rows, and at least so many.
_SHARE, _LEAST = 0.5, 5
# So many rows may be left out at the end of a form.
_LEFT_OUT = 4


@dataclass
class Indicator:
    """A row in its place: the printed row, what it stands under, what a form calls it.

    It holds what stands under it, and is held by that weakly: no table waits for the collector.
    """

    row: PrintedRow
    label: str
    level: str | None
    above: "ref[Indicator] | None" = None
    known: Node | None = None
    edition: str = ""
    known_path: str = ""
    path: str = ""
    code: str = ""
    children: list["Indicator"] = field(default_factory=list)

    @property
    def parent(self) -> "Indicator | None":
        """What it stands under."""
        return self.above() if self.above else None

    def role(self) -> str:
        """`total` of a breakdown that sums up, `leaf`, or `subset` of what it stands under."""
        parts = [child for child in self.children if not child.is_subset()]
        if self.known is not None and self.known.code:
            return "total" if self.known.sums and parts else self._minor_role()
        if parts and _sums_up(parts):
            return "total"
        return self._minor_role()

    def _minor_role(self) -> str:
        return "subset" if self.is_subset() else "leaf"

    def is_subset(self) -> bool:
        """Whether it counts some of what its parent counts, and is no part of a sum."""
        if self.known is not None and self.known.code:
            return self.known.subset
        if self.parent is None or self.parent.row.values == {}:
            return False
        if self.parent.known is not None and self.parent.known.sums:
            return False
        return not _sums_up(self.parent.children)


@cache
def _partitions(directory: Path = FORMS) -> tuple[re.Pattern[str], ...]:
    """Patterns of breakdowns whose parts make up the whole, from the form files."""
    documents = (yaml.safe_load(p.read_text("utf-8")) for p in sorted(directory.glob("*.yml")))
    entries = [e for document in documents for e in document.get("partitions", ())]
    return tuple(re.compile(entry["members"]) for entry in entries)


def _sums_up(parts: list[Indicator]) -> bool:
    """Whether every part belongs to one known partition; overlapping parts never sum up."""
    return len(parts) > 1 and any(
        all(pattern.search(part.label) for part in parts) for pattern in _partitions()
    )


def outline(table: IndicatorTable) -> list[Indicator]:
    """The rows of a table, each in its place."""
    rows: list[Indicator] = []
    stack: list[Indicator] = []
    groups: list[tuple[Indicator, str | None]] = []
    for printed in table.rows:
        among, level, label = split_ordinal(printed.label.text)
        row = Indicator(printed, _SPACE.sub("", label), level)
        parent = _parent(rows, stack, groups, among=among, level=level)
        if parent is not None:
            row.above = ref(parent)
            parent.children.append(row)
        rows.append(row)
        if level and not groups:
            stack.append(row)
    _recognise(rows)
    _name(rows)
    _doubt(rows)
    return rows


def _parent(
    rows: list[Indicator],
    stack: list[Indicator],
    groups: list[tuple[Indicator, str | None]],
    *,
    among: bool,
    level: str | None,
) -> Indicator | None:
    """What the next row stands under; keeps the open 其中 groups and the stack of ordinals."""
    if among and rows:
        if not groups or groups[-1][1] != level:
            groups.append((rows[-1], level))
        return groups[-1][0]
    while groups:
        head, style = groups[-1]
        if level == style and (level is not None or head.level is not None):
            return head
        groups.pop()
    if level is None:
        stack.clear()
        return None
    while stack and _RANKS[stack[-1].level or "chapter"] >= _RANKS[level]:
        stack.pop()
    return stack[-1] if stack else None


def _recognise(rows: list[Indicator]) -> None:
    """Let the form that knows most of the rows, and most of what it prints, name them."""
    best: list[tuple[Indicator, Node, str]] = []
    edition = ""
    for form in known_forms():
        matched = _match(rows, form)
        if len(matched) > len(best):
            best, edition = matched, form.edition
    if len(best) >= _LEAST and len(best) >= _SHARE * len(rows):
        for row, node, path in best:
            row.known, row.edition, row.known_path = node, edition, path


def _name(rows: list[Indicator]) -> None:
    """Give each row its path, the labels from the outermost down joined by `/`, and its code.

    A row that a form knows goes by the form's own labels and code, however it was printed; the
    code of any other is made of its path.
    """
    for row in rows:
        printed = f"{row.parent.path}/{row.label}" if row.parent else row.label
        row.path = row.known_path or printed
        if row.known is not None and row.known.code:
            row.code = f"{row.edition}.{row.known.code}"
        else:
            row.code = "local_" + hashlib.sha256(row.path.encode()).hexdigest()[:12]


def _doubt(rows: list[Indicator]) -> None:
    """Take the numbers of rows whose labels cannot be told: cut short, or full of a page's markup.

    A label is cut short where a bracket stays open, or the table's form has a longer one that
    no row has and that begins or ends so.
    """
    form = _form_of(rows)
    found = {id(row.known) for row in rows}
    nodes = (node for node, _ in form.nodes if id(node) not in found) if form else ()
    lost = {k for node in nodes for k in node.keys}
    for row in (row for row in rows if row.row.filled):
        k = "" if row.known else key(row.label)
        is_cut = k != "" and any(other.startswith(k) or other.endswith(k) for other in lost)
        if is_cut or _MARKUP.search(row.label) or row.label.count("(") > row.label.count(")"):
            row.row = replace(row.row, values=None)


def _form_of(rows: list[Indicator]) -> KnownForm | None:
    """The form that names the rows of a table."""
    edition = next((row.edition for row in rows if row.edition), None)
    return next((form for form in known_forms() if form.edition == edition), None)


def rest_missing(rows: list[Indicator]) -> list[str]:
    """Labels of a known form behind the last row that was found, where they are many.

    A table that stops within the form was cut off or not read to its end; that a publisher
    left out a row here and there is no reason for doubt.
    """
    form = _form_of(rows)
    if form is None:
        return []
    known = {id(row.known) for row in rows if row.known is not None}
    nodes = [node for node, _ in form.nodes if node.code]
    last = max(place for place, node in enumerate(nodes) if id(node) in known)
    rest = [node.label for node in nodes[last + 1 :]]
    return rest if len(rest) > _LEFT_OUT else []


def _match(rows: list[Indicator], form: KnownForm) -> list[tuple[Indicator, Node, str]]:
    """Rows and the form's nodes in printed order; a label that repeats is told by its place."""
    matched = []
    at = 0
    for row in rows:
        later = [place for place in form.places.get(key(row.label), ()) if place >= at]
        if later:
            matched.append((row, *form.nodes[later[0]]))
            at = later[0] + 1
    return matched
