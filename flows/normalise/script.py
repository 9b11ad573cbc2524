"""Which script a text is in, and Traditional text in Simplified, Taiwan wording included.

In: text as printed, half-width. Out: the same in mainland Simplified. No phrase of the
converter reaches across lines, so whole documents are converted in one go: a call for each
word takes many times as long.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import opencc
from numpy.typing import NDArray

from flows.normalise.document import Script

_PHRASES = Path(__file__).with_name("phrases.json")
_HAN = range(0x3400, 0xA000)
_LETTERS = re.compile(r"\w+")
_SPACE = re.compile(r"(\s+)")
# So many characters tell the script; the rest of a long page tells it again.
_SAMPLE = 50_000
# Fewer than this share of telling characters being Traditional is names and quotations.
_TRADITIONAL_SHARE = 0.5


@cache
def _converters() -> tuple[Any, Any, Any]:
    """OpenCC's phrase step with our dictionary, `t2s`, and `s2t` to tell scripts apart."""
    return (
        opencc.OpenCC(str(_PHRASES)),
        opencc.OpenCC("t2s"),
        opencc.OpenCC("s2t"),
    )


def units_of(text: str) -> NDArray[np.uint16]:
    """The UTF-16 units of a text, to be looked up in tables of as many."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)


@cache
def _telling() -> NDArray[np.uint8]:
    """By character: 1 where only Traditional text has it, 2 only Simplified text, 3 it tells both.

    A table, for a pattern of thousands of characters takes as long as reading the page.
    """
    _, to_simplified, to_traditional = _converters()
    table = np.zeros(0x10000, np.uint8)
    table[_HAN.start : _HAN.stop] = _changed_by(to_simplified) + 2 * _changed_by(to_traditional)
    return table


def _changed_by(converter: Any) -> NDArray[np.uint8]:
    characters = [chr(code) for code in _HAN]
    # One call, a character a line: no phrase of the converter reaches across lines.
    converted = str(converter.convert("\n".join(characters))).split("\n")
    pairs = zip(characters, converted, strict=True)
    return np.array([one != other for one, other in pairs], np.uint8)


def script_of(text: str) -> Script:
    """`hant` where most characters that differ between the scripts are Traditional."""
    found = _telling().take(units_of(text[:_SAMPLE]))
    traditional, simplified = np.count_nonzero(found & 1), np.count_nonzero(found & 2)
    total = traditional + simplified
    return "hant" if traditional > _TRADITIONAL_SHARE * total else "hans"


def simplify(text: str) -> str:
    """Traditional text, Taiwan wording included, in mainland Simplified."""
    phrases, to_simplified, _ = _converters()
    return str(to_simplified.convert(phrases.convert(text)))


def simplify_through(text: str) -> str:
    """Simplified as if there were no spaces: a word broken by one is a word all the same."""
    words = text.split()
    if len(words) < 2:
        return simplify(text)
    solid = "".join(words)
    return _respaced(text, solid, simplify(solid))


def simplify_lines(text: str) -> str:
    """Each line simplified through, in one go: no phrase of the converter reaches across lines.

    No other white space than spaces may be in them.
    """
    lines = text.split("\n")
    # Numbers are the same in any script, and most lines of a table are.
    worded = [line for line in lines if not line.isascii()]
    solid = [line.replace(" ", "") if " " in line else line for line in worded]
    simplified = simplify("\n".join(solid)).split("\n") if worded else []
    three = zip(worded, solid, simplified, strict=True)
    said = iter([one if line is bare else _respaced(line, bare, one) for line, bare, one in three])
    return "\n".join([line if line.isascii() else next(said) for line in lines])


def _respaced(text: str, solid: str, simplified: str) -> str:
    """What was simplified without its spaces, with them, if it is as long still."""
    return spaced_as(text, simplified) if len(simplified) == len(solid) else simplify(text)


def spaced_as(text: str, letters: str) -> str:
    """Some letters with the spaces of a text that has as many."""
    parts = _SPACE.split(text)
    at = 0
    for place in range(0, len(parts), 2):
        size = len(parts[place])
        parts[place] = letters[at : at + size]
        at += size
    return "".join(parts)


def simplify_in_place(text: str) -> str:
    """Text of the same length in Simplified, Taiwan wording where the mainland word is as long."""
    whole = simplify(text)
    if len(whole) == len(text):
        return whole
    # No phrase of the converter reaches across lines.
    words = iter(simplify("\n".join(_LETTERS.findall(text))).split("\n"))
    return _LETTERS.sub(lambda match: _as_long(match[0], next(words)), text)


def _as_long(word: str, simplified: str) -> str:
    """A word simplified, or at least its characters, where it stays as long."""
    if len(simplified) == len(word):
        return simplified
    _, to_simplified, _ = _converters()
    characters = str(to_simplified.convert(word))
    return characters if len(characters) == len(word) else word
