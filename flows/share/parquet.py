"""The warehouse as Parquet in a store: a folder a night, and a file that names the last whole one.

Layout: `<store>/published/<run_id>/<table>.parquet`, then `<store>/published/current.json`, written
last: who reads it finds every table of one night. The folders of a few nights before stay, for
readers who began with them.
"""

import json
from pathlib import Path
from typing import Any

import duckdb
from upath import UPath

from flows.files import drop, put
from flows.reach import reach
from flows.warehouse import dictionary, quoted

# Nights whose folders stay beside the current one.
_KEPT = 2


def to_parquet(warehouse: Path, run_id: str, store: str) -> UPath:
    """Write every table of the published warehouse; returns the folder of the night.

    Raises:
        Unreachable: the store is none that DuckDB can write to.
    """
    published = UPath(store) / "published"
    folder = published / run_id
    tables: dict[str, Any] = {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        reach(connection, store)
        folder.mkdir(parents=True, exist_ok=True)
        for table in dictionary():
            path = folder / f"{table.name}.parquet"
            key = ", ".join(f'"{name}"' for name in table.key)
            written = connection.execute(
                f"copy (from {table.name} order by {key}) to {quoted(str(path))}"
                " (format parquet, compression zstd)"
            ).fetchone()
            tables[table.name] = {"path": f"{run_id}/{path.name}", "rows": (written or [0])[0]}
    said = {"run_id": run_id, "tables": tables}
    text = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
    put(published / "current.json", text.encode())
    nights = sorted(one for one in published.iterdir() if one.is_dir() and one.name != run_id)
    for old in nights[: max(len(nights) - _KEPT, 0)]:
        drop(old)
    return folder
