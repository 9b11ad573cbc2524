"""The running text around the tables, with figures that agree with them."""

import random
from collections.abc import Iterator

from tests.generator.data import load
from tests.generator.truth import Truth

_LINES = {
    "received": ("received", "total"),
    "carried_in": ("carried_in", "total"),
    "concluded": ("concluded_total", "total"),
    "carried_out": ("carried_out", "total"),
    "granted": ("granted", "total"),
    "natural": ("received", "natural_person"),
}


def figures(truth: Truth) -> dict[str, int]:
    """The figures that may be stated in words: those that are printed in a table."""
    found: dict[str, int] = {}
    for name, (line, column) in _LINES.items():
        cell = truth.cells.get(("request", line, column))
        if cell and cell.value is not None:
            found[name] = int(cell.value)
    channels = {"reconsideration": ("reconsideration",)}
    channels["litigation"] = ("litigation_direct", "litigation_after_review")
    for name, codes in channels.items():
        cells = [truth.cells.get(("review", code, "total")) for code in codes]
        if all(cell and cell.value is not None for cell in cells):
            found[name] = sum(int(cell.value or 0) for cell in cells if cell)
    return found | {name: said for name, said in truth.misstated.items() if name in found}


def _filled(rng: random.Random, truth: Truth) -> dict[str, object]:
    numbers = {"site": rng.randint(20, 9000), "wechat": rng.randint(10, 3000)}
    numbers |= {"more": rng.randint(1, 300), "papers": rng.randint(30, 2000)}
    return {"agency": truth.agency, "year": truth.year, **numbers, **figures(truth)}


def sentence(rng: random.Random, truth: Truth, section: str) -> tuple[str, dict[str, int]]:
    """A sentence of a section that the truth can fill, and the figures it states."""
    known = _filled(rng, truth)
    stated = figures(truth)
    for template in rng.sample(load("prose")[section], len(load("prose")[section])):
        names = [name for name in (*_LINES, "reconsideration", "litigation")]
        needed = [name for name in names if "{" + name + "}" in template]
        if all(name in stated for name in needed):
            return template.format(**known), {name: stated[name] for name in needed}
    return "", {}


def opening(rng: random.Random, truth: Truth) -> Iterator[str]:
    """Preface, period and contact."""
    known = _filled(rng, truth)
    prose = load("prose")
    # Without a title the preface alone says whose report it is.
    prefaces = prose["preface"][:1] if "untitled" in truth.noise else prose["preface"]
    yield rng.choice(prefaces).format(**known) + rng.choice(prose["period"]).format(**known)
    if rng.random() < 0.4:
        yield prose["contact"].format(**known)
    if truth.scope_note:
        yield truth.scope_note


def overview(rng: random.Random, truth: Truth) -> Iterator[str]:
    """What stands under 一、总体情况."""
    known = _filled(rng, truth)
    for line in load("prose")["overview"][: rng.randint(1, 5)]:
        yield line.format(**known)


def problems(rng: random.Random, truth: Truth) -> Iterator[str]:
    """What stands under the heading of problems and improvements."""
    for line in load("prose")["problems"][: rng.randint(1, 2)]:
        yield line.format(year=truth.year)
