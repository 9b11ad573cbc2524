"""Publish: the verified file becomes the warehouse, by one rename.

Readers that have the old file open keep it; who opens the name afterwards gets the new
one. All or nothing: nothing is ever written into the published file.
"""

from pathlib import Path

import duckdb


def open_next(path: Path) -> duckdb.DuckDBPyConnection:
    """A fresh file to build tonight's warehouse in; what a killed night left is dropped."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in (path, path.with_name(path.name + ".wal")):
        left.unlink(missing_ok=True)
    return duckdb.connect(str(path))


def publish(connection: duckdb.DuckDBPyConnection, built: Path, published: Path) -> None:
    """Write everything to the file, close it, and put it in the published one's place."""
    connection.execute("checkpoint")
    connection.close()
    built.replace(published)
