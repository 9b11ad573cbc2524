"""What the extractor makes of a document, row by row, as tests like to look at it."""

from collections.abc import Sequence

import pyarrow as pa

from flows.extract.document import extract
from flows.extract.schema import SCHEMAS, Row


def rows_of(content: bytes) -> dict[str, list[Row]]:
    """The rows of each file."""
    none: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
    extraction = extract(content)
    cells = [
        place | dict(zip(columns, cell, strict=True))
        for place, columns in extraction.cells
        for cell in zip(*map(_listed, columns.values()), strict=True)
    ]
    return none | extraction.rows | {"cell": cells}


def _listed(column: Sequence[object] | pa.Array) -> Sequence[object]:
    return column.to_pylist() if isinstance(column, pa.Array) else column
