"""Labels as typists spell them, and the script that a page is in."""

import random
import re
from collections.abc import Callable
from functools import cache, lru_cache

import opencc

from tests.generator.data import load

SCRIPTS = {"hans": None, "hant": "s2t", "hant_tw": "s2twp"}
# What no line break falls into: a number, a character and how it is read, any other one.
_ATOM = re.compile(r"[\d.,%]+|.\([a-z\u00e0-\u01dc]+\)|.")
_HALF_WIDTH = str.maketrans("（）：，、", "():,、")
_GAPS = (" ", "\u3000", "\xa0", "  ")


def speller(rng: random.Random, noise: frozenset[str]) -> Callable[[str], str]:
    """How one document spells its labels; each label is spelled the same way throughout."""
    mark = rng.choice(("、", "．", "."))
    spelled: dict[str, str] = {}

    def spell(label: str) -> str:
        if label not in spelled:
            spelled[label] = _spell(rng, noise, label, mark)
        return spelled[label]

    return spell


def _spell(rng: random.Random, noise: frozenset[str], label: str, mark: str) -> str:
    if "label_variants" in noise and rng.random() < 0.4:
        label = rng.choice(load("noise")["labels"].get(label, [label]))
    if "ordinal_style" in noise and label[:1].isdigit() and label[1:2] == ".":
        label = label[0] + mark + label[2:]
    if "half_width" in noise:
        label = label.translate(_HALF_WIDTH)
    if "label_spaces" in noise and len(label) > 2 and rng.random() < 0.3:
        label = _insert(rng, label, rng.choice(_GAPS))
    if "label_breaks" in noise and len(label) > 3 and rng.random() < 0.25:
        label = _insert(rng, label, "\n")
    return label


def atoms(line: str) -> list[str]:
    """The pieces of a line that a break may fall between."""
    return _ATOM.findall(line)


def _insert(rng: random.Random, label: str, gap: str) -> str:
    at = rng.randrange(2, len(label))
    return label[:at] + gap + label[at:]


@cache
def _converter(config: str) -> Callable[[str], str]:
    return lru_cache(4096)(opencc.OpenCC(config).convert)


def scripted(script: str, noise: frozenset[str]) -> Callable[[str], str]:
    """What turns Simplified text into a page's script, with pinyin where a page has it.

    Values are turned too: 万元 is 萬元 on such pages. Pinyin never stands behind a unit.
    """
    config = SCRIPTS[script]
    convert = _converter(config) if config else str
    if "pinyin" not in noise:
        return convert
    readings = load("noise")["pinyin"]
    table = {convert(char): reading for char, reading in readings.items()}

    def annotate(text: str) -> str:
        converted = convert(text)
        # Every third character only: such pages annotate here and there, not everywhere.
        return "".join(
            f"{char}({table[char]})" if char in table and (at + len(text)) % 3 == 0 else char
            for at, char in enumerate(converted)
        )

    return annotate
