"""Share: the published warehouse for readers on other machines, as Parquet and as DuckLake."""

from flows.reach import Unreachable
from flows.share.lake import to_lake
from flows.share.parquet import to_parquet

__all__ = ["Unreachable", "to_lake", "to_parquet"]
