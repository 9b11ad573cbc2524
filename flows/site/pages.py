"""Pages: templates filled and put into place whole, what is the same left as it is."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from flows.files import put

HERE = Path(__file__).parent


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default_for_string=True, default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda value: "" if value is None else f"{value:,}"
    environment.filters["share"] = lambda value: "" if value is None else f"{value:.1%}"
    return environment


@cache
def look() -> str:
    """What all pages share: the templates and the code that fills them."""
    files = sorted([*HERE.rglob("*.j2"), *HERE.rglob("*.py")])
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def write(path: Path, template: str, **said: Any) -> None:
    """Fill a template and put the page into its place; one that says the same stays."""
    text = _templates().get_template(template).render(**said)
    if path.exists() and path.read_text("utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, text.encode())


def clear(folder: Path, kept: set[str]) -> None:
    """Remove the pages of a folder but those of some names."""
    for path in folder.glob("*.html"):
        if path.stem not in kept:
            path.unlink()
