"""A truth in the making: numbers first, then cells as printed, then what went wrong."""

import random
from dataclasses import dataclass, field

from tests.generator.draw import Values
from tests.generator.printing import Style
from tests.generator.truth import Key, Stranger, TruthCell


@dataclass(slots=True)
class Draft:
    """A truth in the making."""

    rng: random.Random
    form: str
    level: str
    year: int
    style: Style
    editions: dict[str, str] = field(default_factory=dict)
    values: dict[str, Values] = field(default_factory=dict)
    cells: dict[Key, TruthCell] = field(default_factory=dict)
    absent: set[tuple[str, str]] = field(default_factory=set)
    strangers: list[Stranger] = field(default_factory=list)
    must_quarantine: set[str] = field(default_factory=set)
