"""A printer of statutory tables: the form's own labels, every cell a number of its own.

A sheet is a list of rows of texts. Tests change a sheet and print it as one cell a line or
as pipe rows; what ought to be read comes from the same walk over the form.
"""

from collections.abc import Callable, Iterator, Sequence

from flows.extract.form import Block, Form, Node
from flows.extract.forms import forms
from flows.extract.table import Reading
from flows.normalise import Document, Grid, Piece, read

Sheet = list[list[str]]
Order = Callable[[Sequence[Node]], Sequence[Node]]
Address = tuple[str, str]


def as_printed(nodes: Sequence[Node]) -> Sequence[Node]:
    return nodes


def backwards(nodes: Sequence[Node]) -> Sequence[Node]:
    return nodes[::-1]


def form_of(table_code: str, edition: str = "2019") -> Form:
    return next(f for f in forms() if (f.edition, f.table_code) == (edition, table_code))


def numbers(form: Form) -> dict[Address, str]:
    """A different number for each cell, so that no two can be mistaken for one another."""
    addresses = [
        (channel or row.code or "", column.code or "")
        for block in form.blocks
        for row in block.row_leaves or [Node("", "", frozenset(), (), None, False)]
        for channel, column in _leaves(block.columns, as_printed, None)
    ]
    return {address: str(place + 101) for place, address in enumerate(addresses)}


def sheet(form: Form, columns: Order = as_printed, rows: Order = as_printed) -> Sheet:
    """The table in full: caption, headers, group labels before their first row, numbers."""
    cells = numbers(form)
    printed: Sheet = []
    for block in form.blocks:
        headers = list(_headers(block, columns))
        if block.corner:
            printed.append([max(block.corner)])
            headers[0].insert(0, min(block.corner))
        printed += headers
        leaves = list(_leaves(block.columns, columns, None))
        if not block.rows:
            printed.append([cells[channel or "", column.code or ""] for channel, column in leaves])
        for labels, row in _labelled(block.rows, rows):
            values = [cells[row.code or "", column.code or ""] for _, column in leaves]
            printed.append([*labels, *values])
    return printed


def _headers(block: Block, order: Order) -> Iterator[list[str]]:
    level: list[Sequence[Node]] = [block.columns]
    while level:
        siblings = [node for nodes in level for node in order(nodes)]
        yield [node.label for node in siblings]
        level = [node.children for node in siblings if node.children]


def _leaves(
    nodes: Sequence[Node], order: Order, channel: str | None
) -> Iterator[tuple[str | None, Node]]:
    for node in order(nodes):
        if node.children:
            yield from _leaves(node.children, order, node.code or channel)
        else:
            yield channel, node


def _labelled(nodes: Sequence[Node], order: Order) -> Iterator[tuple[list[str], Node]]:
    for node in order(nodes):
        if not node.children:
            yield [node.label], node
        for place, (labels, leaf) in enumerate(_labelled(node.children, order)):
            yield ([node.label, *labels] if place == 0 else labels), leaf


def row_of(printed: Sheet, label: str) -> int:
    """The place of the row with a label."""
    return next(place for place, row in enumerate(printed) if label in row)


def as_lines(printed: Sheet) -> str:
    return "\n".join(cell for row in printed for cell in row)


def as_pipes(printed: Sheet) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in printed)


def as_bare_pipes(printed: Sheet) -> str:
    """A sheet as rows with pipes between their cells and none around them."""
    return "\n".join("|".join(row) for row in printed)


def as_html(printed: Sheet) -> str:
    rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in printed)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def document(text: str) -> Document:
    return read(text.encode())


def pieces(text: str) -> list[Piece]:
    return document(text).run()


def grids(text: str) -> list[Grid]:
    return [block for block in document(text).blocks if isinstance(block, Grid)]


def texts(reading: Reading) -> dict[Address, str | None]:
    """What a reading put into each cell: its text, blank for none, None where unreadable."""
    return {
        address: (cell.piece.text if cell.piece else "") if cell.readable else None
        for address, cell in reading.cells.items()
    }
