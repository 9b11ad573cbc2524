"""Data Docs: what every expectation found tonight, on pages that ask no other host.

In: the next warehouse, gated, built and, where the night came that far, verified. Out: an
index and one page per suite, with a stylesheet beside them, rendered by Great Expectations.
"""

from pathlib import Path

from flows.record import Night
from flows.warehouse import Connection


def write(connection: Connection, folder: Path, night: Night) -> Path:
    """Write the pages of a night into a folder; returns the index."""
    # Great Expectations takes seconds to import, and no command but the night's needs it.
    from flows.docs.site import write_site

    return write_site(connection, folder, night)


__all__ = ["write"]
