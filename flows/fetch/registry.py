"""Reading `data/sources.yml`: each entry checked by itself.

In: the file. Out: `Source`s, and a sentence for each entry that is wrong, with its line and
the reason; the others go on.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from flows.fetch.sources import Manners, Source


def read_sources(path: Path) -> tuple[list[Source], list[str]]:
    """The sources, also those not enabled, and a sentence for each wrong one; no file, none.

    Raises:
        ValueError: the file is no YAML, has no list of sources, or its defaults are wrong.
    """
    if not path.exists():
        return [], []
    try:
        text = path.read_text("utf-8")
        document = yaml.safe_load(text)
        node = yaml.compose(text, yaml.SafeLoader)
        entries = document["sources"] or []
        manners = Manners(**(document.get("defaults") or {}))
    except ValidationError as error:
        raise ValueError(f"{path.name}: defaults: {_reasons(error)}") from error
    except (yaml.YAMLError, TypeError, KeyError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is no list of sources: {error}") from error
    found: list[Source] = []
    wrong: list[str] = []
    for number, entry in enumerate(entries):
        try:
            found.append(_source(entry, manners, {one.id for one in found}))
        except (ValidationError, ValueError) as error:
            place = error.errors()[0]["loc"] if isinstance(error, ValidationError) else ()
            line = _line(node, ("sources", number, *place))
            why = _reasons(error) if isinstance(error, ValidationError) else str(error)
            wrong.append(f"{path.name} line {line}: source {number + 1} is left out: {why}")
    return found, wrong


def _source(entry: Any, manners: Manners, taken: set[str]) -> Source:
    if not isinstance(entry, dict):
        raise ValueError("it is no mapping")
    own = {name: entry[name] for name in ("delay", "budget") if name in entry}
    rest = {name: value for name, value in entry.items() if name not in own}
    treated = Manners.model_validate({**manners.model_dump(), **own})
    source = Source.model_validate({**rest, "manners": treated})
    if source.id in taken:
        raise ValueError(f"the id {source.id} is taken by a source before it")
    return source


def _reasons(error: ValidationError) -> str:
    """What is wrong with an entry, each field by its name."""
    return "; ".join(
        " ".join([".".join(map(str, one["loc"])), one["msg"].removeprefix("Value error, ")]).strip()
        for one in error.errors()
    )


def _line(node: yaml.Node | None, place: tuple[int | str, ...]) -> int:
    """The line, from 1, of the innermost node on the way to a place."""
    line = node.start_mark.line + 1 if node else 1
    for step in place:
        inner = next(_inner(node, step), None)
        if inner is None:
            break
        node = inner
        line = node.start_mark.line + 1
    return line


def _inner(node: yaml.Node | None, step: int | str) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        yield from node.value[step : step + 1]
    elif isinstance(node, yaml.MappingNode):
        yield from (value for key, value in node.value if key.value == step)
