"""Stage: Parquet batches and sidecars in, `stg_*` in the next warehouse out."""

from flows.stage.load import load

__all__ = ["load"]
