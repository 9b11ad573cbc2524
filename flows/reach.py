"""What DuckDB needs to reach a store or a catalog: its extensions, and the keys of S3.

Extensions come as wheels with `pip install xxgk[cluster]`, for DuckDB's own INSTALL asks a
server. The keys of S3 are those that other tools read from the environment: AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL.
"""

import importlib.util
import os
from pathlib import Path
from urllib.parse import urlsplit

from flows.warehouse import Connection, quoted

_SECRET = "create or replace secret store (type s3, {})"
_KEYS = {
    "key_id": "AWS_ACCESS_KEY_ID",
    "secret": "AWS_SECRET_ACCESS_KEY",
    "session_token": "AWS_SESSION_TOKEN",
    "region": "AWS_DEFAULT_REGION",
}


class Unreachable(RuntimeError):
    """An extension is not installed, or the place is none that DuckDB can write to."""


def load(connection: Connection, *extensions: str) -> None:
    """Load extensions out of their wheels.

    Raises:
        Unreachable: a wheel is not installed.
    """
    for name in extensions:
        found = importlib.util.find_spec(f"duckdb_extension_{name}")
        if found is None or found.origin is None:
            raise Unreachable(f"DuckDB's {name} is not installed; pip install 'xxgk[cluster]'")
        (file,) = Path(found.origin).parent.rglob("*.duckdb_extension")
        connection.execute(f"load '{file}'")


def reach(connection: Connection, place: str) -> None:
    """Make a place writable for a connection: a path needs nothing, `s3://` its extension.

    Raises:
        Unreachable: it is neither a path nor an address of S3, or the extension is missing.
    """
    scheme = urlsplit(place).scheme
    if scheme == "":
        return
    if scheme != "s3":
        raise Unreachable(f"{place} is neither a path nor an address like s3://bucket/folder")
    load(connection, "httpfs")
    said = {name: os.environ[key] for name, key in _KEYS.items() if os.environ.get(key)}
    if endpoint := os.environ.get("AWS_ENDPOINT_URL"):
        parts = urlsplit(endpoint)
        said |= {"endpoint": parts.netloc, "url_style": "path"}
        said["use_ssl"] = str(parts.scheme == "https").lower()
    listed = ", ".join(f"{name} {quoted(value)}" for name, value in said.items())
    connection.execute(_SECRET.format(listed))
