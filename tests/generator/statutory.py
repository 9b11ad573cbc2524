"""The three statutory tables as sheets, whole or mistreated as the noise says."""

import random
from collections.abc import Iterator
from dataclasses import replace

from tests.generator.data import load
from tests.generator.sheets import Label, Look, Node, Sheet, Slot, nodes_of, permuted
from tests.generator.truth import Truth

_LABEL_COLUMNS = 3


class Shaper:
    """Builds the sheets of one document; holds what they have in common."""

    def __init__(self, truth: Truth, rng: random.Random, look: Look, label: Label) -> None:
        self.truth, self.rng, self.look, self.label = truth, rng, look, label
        self.noise = truth.noise

    def _values(self, table: str, row: Node, columns: list[str], span: int = 1) -> list[Slot]:
        if row.printed is not None:
            return [Slot(text, columns=span, role="value") for text in row.printed]
        keys = [(table, str(row.code), column) for column in columns]
        return [Slot(self.look(k), columns=span, key=k, role="value") for k in keys]

    def _standing(self, table: str, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        """The rows that are printed: lost ones gone, strangers let in."""
        kept: list[Node] = []
        for node in nodes:
            if node.parts:
                parts = self._standing(table, node.parts)
                kept += [replace(node, parts=parts)] if parts else []
            elif (table, node.code) not in self.truth.absent:
                kept.append(node)
            for row in self.truth.strangers:
                if (row.table_code, row.after) == (table, node.code):
                    kept.append(Node(row.label, "stranger", (), row.printed))
        return tuple(kept)

    # Table 2

    def disclosure(self) -> Sheet:
        """One block a clause, each with its own header."""
        blocks = list(load("forms")["disclosure"][self.truth.editions["disclosure"]])
        if "permuted_rows" in self.noise:
            self.rng.shuffle(blocks)
        rows: list[list[Slot]] = []
        for block in blocks:
            rows += self._block(block)
        return Sheet("disclosure", tuple(map(tuple, rows)), 4, 0)

    def _block(self, block: dict) -> Iterator[list[Slot]]:
        columns = [(code, label) for code, label, _ in block["columns"]]
        items = self._standing("disclosure", nodes_of(block["rows"]))
        if "permuted_columns" in self.noise:
            self.rng.shuffle(columns)
        if "permuted_rows" in self.noise:
            items = permuted(self.rng, items)
        if not items:
            return
        span = 3 if len(columns) == 1 else 1
        yield [Slot(self.label(block["caption"]), columns=4, role="caption")]
        pad = [Slot("", role="header")] * (3 - span * len(columns))
        heads = [Slot(self._head(text), columns=span, role="header") for _, text in columns]
        yield [Slot(self.label("信息内容"), role="header"), *heads, *pad]
        for item in items:
            values = self._values("disclosure", item, [code for code, _ in columns], span)
            yield [Slot(self.label(item.label)), *values, *pad]

    def _head(self, text: str) -> str:
        short = load("noise")["cut_headers"]
        # Cut short, two headers read the same: only in their own order are they told apart.
        if "cut_headers" in self.noise and "permuted_columns" not in self.noise:
            text = short.get(text, text)
        return self.label(text)

    # Table 3

    def request(self) -> Sheet:
        """Three header rows, three label columns, seven value columns."""
        forms = load("forms")
        edition = self.truth.editions["request"]
        columns = nodes_of(forms["request_columns"])
        lines = self._standing("request", nodes_of(forms["request"][edition]))
        if "permuted_columns" in self.noise:
            columns = permuted(self.rng, columns)
        if "permuted_rows" in self.noise:
            # The balance names its lines by first, second, third: those stay in place.
            lines = tuple(replace(n, parts=permuted(self.rng, n.parts)) for n in lines)
        if "repeated_group" in self.noise:
            lines = tuple(self._repeated(lines))
        codes = [str(leaf.code) for node in columns for leaf in node.leaves()]
        rows = list(self._request_header(columns))
        for line in lines:
            rows += self._line(line, codes, 0)
            if "spacer_rows" in self.noise and self.rng.random() < 0.5:
                rows.append([Slot("", columns=10)])
        return Sheet("request", tuple(map(tuple, rows)), 10, 3)

    def _request_header(self, columns: tuple[Node, ...]) -> Iterator[list[Slot]]:
        corner = self.label(load("forms")["request_corner"])
        applicants = Slot(self.label("申请人情况"), columns=7, role="header")
        yield [Slot(corner, 3, _LABEL_COLUMNS, role="header"), applicants]
        second, third = [], []
        names = iter("123456")
        for node in columns:
            if node.parts:
                second.append(Slot(self.label(node.label), 1, len(node.parts), role="header"))
            else:
                second.append(Slot(self._numbered(node, names), 2, role="header"))
            third += [Slot(self._numbered(part, names), role="header") for part in node.parts]
        yield second
        yield third

    def _numbered(self, node: Node, names: Iterator[str]) -> str:
        # Without names the order is all that tells columns apart: it stays as in the form.
        numbered = "numbered_header" in self.noise and "permuted_columns" not in self.noise
        if numbered and node.code != "total":
            return f"数据{next(names)}"
        return self.label(node.label)

    def _repeated(self, lines: tuple[Node, ...]) -> Iterator[Node]:
        for line in lines:
            if len(line.parts) < 3:
                yield line
                continue
            at = self.rng.randrange(1, len(line.parts))
            yield replace(line, parts=line.parts[:at])
            yield replace(line, parts=line.parts[at:])

    def _line(self, node: Node, codes: list[str], depth: int) -> list[list[Slot]]:
        if not node.parts:
            label = Slot(self.label(node.label), columns=_LABEL_COLUMNS - depth)
            return [[label, *self._values("request", node, codes)]]
        rows = [row for part in node.parts for row in self._line(part, codes, depth + 1)]
        rows[0].insert(0, Slot(self.label(node.label), rows=len(rows)))
        return rows

    # Table 4

    def review(self) -> Sheet:
        """Three channels side by side: one row of fifteen numbers."""
        forms = load("forms")
        channels = list(zip(forms["review_channels"], nodes_of(forms["review"]), strict=True))
        if "permuted_columns" in self.noise:
            channels = [
                (code, replace(n, parts=permuted(self.rng, n.parts))) for code, n in channels
            ]
        (_, first), *others = channels
        head = [
            Slot(self.label(first.label), 1, 5, role="header"),
            Slot(self.label(forms["litigation"]), 1, 10, role="header"),
        ]
        results = [Slot(self.label(part.label), 2, role="header") for part in first.parts]
        second = [*results, *(Slot(self.label(n.label), 1, 5, role="header") for _, n in others)]
        third = [Slot(self.label(p.label), role="header") for _, n in others for p in n.parts]
        keys = [("review", code, str(part.code)) for code, n in channels for part in n.parts]
        values = [Slot(self.look(key), key=key, role="value") for key in keys]
        rows = (tuple(head), tuple(second), tuple(third), tuple(values))
        return Sheet("review", rows, 15, 3)
