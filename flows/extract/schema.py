"""The Parquet files an extraction yields: one schema a file, keyed by content hash.

Everything here depends on the bytes and on the extractor alone. Where a snapshot came
from, and which body a printed name means, is joined in stage and never cached. A `fragment`
is the place of a printed cell within its snapshot: with the hash before it, its locator.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import pyarrow as pa

VALUE = pa.decimal128(20, 4)
_PLACES: int = VALUE.scale
_LIMIT: Decimal = Decimal(10) ** (VALUE.precision - _PLACES)


def is_storable(number: Decimal) -> bool:
    """Whether the warehouse holds a number to its last digit."""
    return abs(number) < _LIMIT and number == round(number, _PLACES)


_TABLE = [("table_no", pa.int32()), ("table_code", pa.string())]

_COLUMNS: dict[str, list[tuple[str, pa.DataType]]] = {
    "document": [
        ("media_type", pa.string()),
        ("charset", pa.string()),
        ("script", pa.string()),
        ("layout", pa.string()),
        ("damage", pa.int64()),
        ("refusal", pa.string()),
        ("document_type", pa.string()),
        ("title", pa.string()),
        ("agency_text", pa.string()),
        ("report_year", pa.int32()),
        ("index_number", pa.string()),
        ("document_number", pa.string()),
        ("published_date", pa.date32()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("contact", pa.string()),
        ("scope", pa.string()),
        ("scope_sentence", pa.string()),
        ("is_encyclopedia", pa.bool_()),
        ("announces_tables", pa.bool_()),
        ("cut_off_text", pa.string()),
    ],
    "table": [
        *_TABLE,
        ("form_edition", pa.string()),
        ("table_title", pa.string()),
        ("readings", pa.int32()),
        ("evidence", pa.string()),
        ("rows_expected", pa.int32()),
        ("rows_missing", pa.int32()),
        ("values_sha256", pa.string()),
    ],
    "cell": [
        *_TABLE,
        ("form_edition", pa.string()),
        ("row_code", pa.string()),
        ("column_code", pa.string()),
        ("value", VALUE),
        ("unit", pa.string()),
        ("value_status", pa.string()),
        ("raw_text", pa.string()),
        ("row_no", pa.int32()),
        ("column_no", pa.int32()),
        ("fragment", pa.string()),
    ],
    "indicator": [
        *_TABLE,
        ("row_code", pa.string()),
        ("parent_code", pa.string()),
        ("label_path", pa.string()),
        ("section", pa.string()),
        ("unit", pa.string()),
        ("role", pa.string()),
        ("series_code", pa.string()),
        ("comparability", pa.string()),
    ],
    "task": [
        *_TABLE,
        ("task_no", pa.int32()),
        ("task", pa.string()),
        ("deadline_text", pa.string()),
        ("deadline_kind", pa.string()),
        ("deadline_date", pa.date32()),
        ("fragment", pa.string()),
    ],
    "task_agency": [
        *_TABLE,
        ("task_no", pa.int32()),
        ("agency_no", pa.int32()),
        ("agency_text", pa.string()),
        ("is_open_ended", pa.bool_()),
        ("fragment", pa.string()),
    ],
    "figure": [
        ("figure_no", pa.int32()),
        ("figure_code", pa.string()),
        ("value", VALUE),
        ("unit", pa.string()),
        ("scope", pa.string()),
        ("sentence", pa.string()),
        ("fragment", pa.string()),
    ],
    "finding": [
        *_TABLE,
        ("finding_code", pa.string()),
        ("place", pa.string()),
        ("detail", pa.string()),
        ("fragment", pa.string()),
    ],
}

SCHEMAS: dict[str, pa.Schema] = {
    name: pa.schema([("content_sha256", pa.string()), *columns])
    for name, columns in _COLUMNS.items()
}

# What tells the rows of one document apart, as the warehouse's keys do; of the cells of one table
# it is row and column, which are looked at where the table is laid out.
KEYS: dict[str, tuple[str, ...]] = {
    "table": ("table_code", "table_no"),
    "indicator": ("table_no", "label_path"),
    "task": ("table_no", "task_no"),
    "task_agency": ("task_no", "agency_no"),
}

Row = dict[str, object]


class Cells(NamedTuple):
    """The cells of a table: what all of them say, and the columns of what each says.

    What tables that are laid out alike share is a column of Arrow's already.
    """

    place: Row
    columns: Mapping[str, Sequence[object] | pa.Array]

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.columns["value"])


class Extraction(NamedTuple):
    """What one snapshot yields: its rows by file name, and the cells of each of its tables.

    Of what has many columns a row says what it has, and the rest is null.
    """

    rows: dict[str, list[Row]]
    cells: list[Cells]

    def add(self, name: str, more: Iterable[Row]) -> None:
        """Add some rows to a file."""
        self.rows.setdefault(name, []).extend(more)


class SharedKey(ValueError):
    """Two rows of a file have one key, which would end every night with their document."""


def tell_apart(name: str, keys: Collection[object]) -> None:
    """Look at the keys of some rows of a file.

    Raises:
        SharedKey: two are alike.
    """
    if len(set(keys)) < len(keys):
        raise SharedKey(f"two of its rows ({name}) claim one place: please report it")
