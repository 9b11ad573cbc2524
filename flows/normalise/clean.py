"""What a label is matched by, and what a reader sees: folding of width, space and script.

In: text as printed. Out: the same words half-width, single-spaced and Simplified, page
residue gone. Width is folded character by character and not by NFKC, which would turn a
footnote mark into a digit (`12²` into `122`).
"""

import re
import sys
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from flows.normalise.charset import codes_of
from flows.normalise.document import Piece, Script
from flows.normalise.script import (
    simplify,
    simplify_in_place,
    simplify_lines,
    simplify_through,
)

_HERE = Path(__file__).parent
_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
# Characters that take no room on the page, and the joiners that word processors leave.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFC], ""
)
# Radicals and compatibility forms that fonts in PDFs give for the character they look like.
# Unicode says which one that is for the first two blocks, not for the simplified radicals.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00))
} | dict(
    zip(
        map(ord, "⺟⺠⺩⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳"),
        "母民王虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
# Some pages print the reading behind a character, 報(bào)告: one syllable in brackets, and where
# two fonts share it with a gap in it.
_SYLLABLE = "[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ][ a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{0,6}"
_PINYIN = re.compile(rf"[(（](?<=[\u3400-\u9fff][(（]){_SYLLABLE}[)）]")
# A pattern that begins with one character and not with one of two is searched much faster.
_NARROW_PINYIN = re.compile(rf"\((?<=[\u3400-\u9fff]\(){_SYLLABLE}\)")
# A line may end between the two.
_BROKEN_PINYIN = re.compile(rf" \((?<=[\u3400-\u9fff] \(){_SYLLABLE}\)")
# A few compatibility forms stand for themselves; nothing folds into what is folded again.
_FOLD = {
    chr(code): folded
    for code, folded in (_WIDTH | _RADICALS | _INVISIBLE).items()
    if folded != chr(code)
}
_FOLDED = re.compile(f"[{''.join(map(re.escape, _FOLD))}]")
# Stands for what takes no room until all of it is left out: Unicode has no such character.
_GONE = "\uffff"
_HALF = {chr(code): half for code, half in _WIDTH.items()}
_WIDE = re.compile(f"[{''.join(_HALF)}]")
# Markdown puts a backslash before what it would take for its own, and behind a broken line; some
# converters write \n for a line break in a cell.
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[\]^_`{-~])|(?<=[^\s\\])\\+$|\\n(?![A-Za-z])", re.MULTILINE)
# More characters of a phrase than its longest has before or behind a break in it.
_EDGE = 8
# What is no longer stands in cells, where the same labels and numbers come again and again.
_SHORT = 40
# Space that says nothing: more than one, or at an end of a line.
_SPARE = ("  ", "\n ", " \n")
# The character that stands for an object among text, of a cell that has nothing else: what it shows
# nobody reads here, but it is no blank.
PICTURE = "\ufffc"


@cache
def _residue() -> tuple[re.Pattern[str], frozenset[str]]:
    """The residue, and the characters that it begins with."""
    words = yaml.safe_load((_HERE / "residue.yml").read_text("utf-8"))
    return re.compile("|".join(map(re.escape, words))), frozenset(word[0] for word in words)


def aligned(raw: str, script: Script) -> str:
    """Text of the same length, half-width and Simplified, to find printed places by.

    Taiwan wording is undone wherever the mainland word is as long.
    """
    text = _replaced(raw, _WIDE, _HALF)
    return text if script == "hans" else simplify_in_place(text)


def blanked(text: str) -> str:
    """Text of the same length with the residue of editing tools blanked out."""
    return _residue()[0].sub(lambda match: " " * len(match[0]), text)


def unvoiced(text: str) -> str:
    """Text of the same length with pinyin blanked out."""
    return _PINYIN.sub(lambda match: " " * len(match[0]), text)


def clean(raw: str, script: Script) -> str:
    """The words of a piece: half-width, Simplified, without residue, pinyin, spare space."""
    return _clean_short(raw, script) if len(raw) <= _SHORT else _clean(raw, script)


def clean_lines(raws: Sequence[str], script: Script) -> list[str]:
    """What `clean` makes of each of some texts without line breaks, all in one go."""
    if not raws:
        return []
    # Nothing that is looked for reaches across lines.
    folded = _folding().take(codes_of("\n".join(raws)))
    text = folded.tobytes().decode("utf-32-le", "surrogatepass").replace(_GONE, "")
    text = _without_pinyin(text)
    if script == "hant":
        text = simplify_lines(text)
    text = _without_residue(text)
    lines = text.split("\n")
    if any(map(f"\n{text}\n".__contains__, _SPARE)):
        lines = [" ".join(line.split()) if " " in line else line for line in lines]
    return list(map(_without_broken_pinyin, lines)) if " (" in text else lines


@cache
def _folding() -> NDArray[np.uint32]:
    """By character: what is put in its place, a space for any white space but a line break."""
    table = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    table[[code for code in range(0x10000) if chr(code).isspace() and chr(code) != "\n"]] = ord(" ")
    table[list(map(ord, _FOLD))] = [ord(folded or _GONE) for folded in _FOLD.values()]
    return table


def _replaced(raw: str, pattern: re.Pattern[str], by: dict[str, str]) -> str:
    """A text with some characters replaced, each throughout where it is first met.

    Character by character through `translate` would take many times as long.
    """
    text = raw
    met = None
    while met := pattern.search(text, met.start() if met else 0):
        text = text.replace(met[0], by[met[0]])
    return text


def _unmarked(raw: str) -> str:
    """A text half-width, without what is printed beside its characters."""
    return _without_pinyin(_replaced(raw, _FOLDED, _FOLD))


def _folded(raw: str, script: Script) -> str:
    text = _unmarked(raw)
    return _without_residue(simplify_through(text) if script == "hant" else text)


def _without_pinyin(text: str) -> str:
    """A half-width text without the readings behind its characters, and Markdown's escapes."""
    if "\\" in text:
        text = _ESCAPE.sub("", text)
    return _NARROW_PINYIN.sub("", text) if "(" in text else text


def _without_broken_pinyin(text: str) -> str:
    """A single-spaced text without the readings that a space parts from their characters."""
    return _BROKEN_PINYIN.sub("", text) if " (" in text else text


def _without_residue(text: str) -> str:
    """A text with a space for what editing tools left in it."""
    residue, beginnings = _residue()
    return residue.sub(" ", text) if any(map(text.__contains__, beginnings)) else text


def _clean(raw: str, script: Script) -> str:
    if raw == PICTURE or (raw.isascii() and raw.isalnum()):
        return raw
    return _without_broken_pinyin(" ".join(_folded(raw, script).split()))


_clean_short = lru_cache(maxsize=65_536)(_clean)


def joined(pieces: Sequence[Piece]) -> Piece:
    """One label out of its pieces: a Taiwan word broken over two of them is one word again."""
    if len(pieces) == 1:
        return pieces[0]
    raw = "".join(piece.raw for piece in pieces)
    changed = [piece for piece in pieces if piece.raw != piece.text]
    is_converted = any([clean(piece.raw, "hans") != piece.text for piece in changed])
    text = clean(raw, "hant") if is_converted else "".join(piece.text for piece in pieces)
    # Pinyin that begins a piece has its character in the one before.
    return Piece(raw, _without_pinyin(text), pieces[0].locator)


def breaks_word(pieces: Sequence[Piece]) -> bool:
    """Whether a Traditional word goes over the end of the first of some pieces."""
    before = pieces[0].raw[-_EDGE:]
    behind = "".join([piece.raw for piece in pieces[1:]])[:_EDGE]
    return _is_word_between(before, behind)


@lru_cache(maxsize=65_536)
def _is_word_between(before: str, behind: str) -> bool:
    """Whether two texts say something else together than each by itself."""
    texts = [_unmarked("".join(text.split())) for text in (before + behind, before, behind)]
    both, one, other = simplify("\n".join(texts)).split("\n")
    return both != one + other
