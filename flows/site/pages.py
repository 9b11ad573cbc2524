"""Pages: templates filled and put into place whole."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup, escape

from flows.files import put

HERE = Path(__file__).parent
_BETWEEN = "\x1f"


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
    environment.filters["cells"] = _cells
    return environment


def _cells(texts: list[str]) -> Markup:
    """A row of numbers as printed: escaped at once, for a country has millions of them."""
    joined = str(escape(_BETWEEN.join(texts)))
    return Markup('<td class="n">' + joined.replace(_BETWEEN, '</td><td class="n">') + "</td>")


@cache
def look() -> str:
    """What all pages share: the templates and the code that fills them."""
    files = sorted([*HERE.rglob("*.j2"), *HERE.rglob("*.py"), *HERE.rglob("*.yml")])
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def write(path: Path, template: str, **said: Any) -> None:
    """Fill a template and put the page into its place."""
    text = _templates().get_template(template).render(**said)
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, text.encode())
