"""What a label is matched by, and what a reader sees: folding of width, space and script.

In: text as printed. Out: the same words half-width, single-spaced and Simplified, page
residue gone. Width is folded character by character and not by NFKC, which would turn a
footnote mark into a digit (`12²` into `122`).
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import opencc
import yaml

from flows.normalise.document import Script

_HERE = Path(__file__).parent
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# Characters that take no room on the page, and the joiners that word processors leave.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFC]
)
# Radicals and compatibility forms that fonts in PDFs give for the character they look like.
# Unicode says which one that is for the first two blocks, not for the simplified radicals.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00))
} | str.maketrans(
    "⺟⺠⺩⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "母民王虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)
_FOLDED = _WIDTH | _RADICALS | _INVISIBLE
_SPACE = re.compile(r"\s+")
_HAN = re.compile(r"[\u3400-\u9fff]")
# Fewer than this share of telling characters being Traditional is names and quotations.
_TRADITIONAL_SHARE = 0.5


@cache
def _converters() -> tuple[Any, Any, Any]:
    """OpenCC's phrase step with our dictionary, `t2s`, and `s2t` for telling scripts apart."""
    return (
        opencc.OpenCC(str(_HERE / "phrases.json")),
        opencc.OpenCC("t2s"),
        opencc.OpenCC("s2t"),
    )


@cache
def _residue() -> re.Pattern[str]:
    words = yaml.safe_load((_HERE / "residue.yml").read_text("utf-8"))
    return re.compile("|".join(map(re.escape, words)))


def script_of(text: str) -> Script:
    """`hant` where most characters that differ between the scripts are Traditional."""
    sample = "".join(_HAN.findall(text))[:20_000]
    _, to_simplified, to_traditional = _converters()
    traditional = _changed(sample, to_simplified.convert(sample))
    simplified = _changed(sample, to_traditional.convert(sample))
    total = traditional + simplified
    return "hant" if total and traditional / total > _TRADITIONAL_SHARE else "hans"


def _changed(before: str, after: str) -> int:
    return sum(a != b for a, b in zip(before, after, strict=False))


def simplify(text: str) -> str:
    """Traditional text, Taiwan wording included, in mainland Simplified."""
    phrases, to_simplified, _ = _converters()
    return str(to_simplified.convert(phrases.convert(text)))


def clean(raw: str, script: Script) -> str:
    """The words of a piece: half-width, Simplified, without residue and spare space."""
    text = raw.translate(_FOLDED)
    if script == "hant":
        text = simplify(text)
    return _SPACE.sub(" ", _residue().sub(" ", text)).strip()
