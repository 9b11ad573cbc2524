"""The dictionary as a page: every table of the warehouse, its grain, columns, sources, warnings.

In: the dictionary and the published warehouse, for the number of rows. What one may query
comes first, what staging and the gate keep behind it.
"""

from pathlib import Path
from typing import Any

from flows.site import pages
from flows.warehouse import Connection, Table, dictionary, rows, warnings

# Prefix of a table, what such tables are, in the order in which a reader wants them.
GROUPS = (
    ("mart_", "集市", "marts: one question each, answered"),
    ("fct_", "事实", "facts: leaves of canonical, current, unquarantined tables"),
    ("bridge_", "桥接", "bridges: of several values to one fact"),
    ("dim_", "维度", "dimensions: what the facts are about"),
    ("quality_", "质量", "what the expectations found"),
    ("stg_", "暂存", "staging: everything read, totals, copies and quarantined tables too"),
    ("meta_", "运行", "record of nights"),
)
_COUNTS = "select table_name, estimated_size as row_count from duckdb_tables()"


def write_dictionary(connection: Connection, site: Path) -> None:
    """Write the page `dictionary.html`."""
    counts = {row["table_name"]: row["row_count"] for row in rows(connection, _COUNTS)}
    groups = [
        {"zh": zh, "en": en, "tables": [_described(table, counts) for table in found]}
        for prefix, zh, en in GROUPS
        if (found := [table for table in dictionary() if table.name.startswith(prefix)])
    ]
    pages.write(site / "dictionary.html", "dictionary.html.j2", root="", groups=groups)


def _described(table: Table, counts: dict[str, int]) -> dict[str, Any]:
    told = warnings()
    return {
        "name": table.name,
        "grain": table.grain,
        "key": table.key,
        "source": table.source,
        "rows": counts.get(table.name),
        "warnings": [told[name] for name in table.warnings],
        "references": [one for one in table.references if len(one.columns) > 1],
        "columns": [
            {"about": column, "warning": told[column.warning] if column.warning else None}
            for column in table.columns
        ],
    }
