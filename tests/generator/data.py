"""The data files of the generator, read once a process."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def load(name: str) -> dict[str, Any]:
    """One data file by its name without suffix."""
    return yaml.safe_load(Path(__file__).with_name(f"{name}.yml").read_text("utf-8"))
