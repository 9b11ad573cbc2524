"""The key a printed label is matched by, and the ordinal it carries.

Two labels are the same when their keys are: NFKC, no spaces, line breaks, quotes or
punctuation, no leading ordinal. Ordinals restart, change style (`1.` `1、` `1．`) and get
lost on real pages, so they never decide which row a label names.
"""

import re
import unicodedata
from functools import lru_cache

# A narrow cell breaks the word, and a page break may leave its end with the label.
_AMONG = r"(?P<among>其\s*中|中(?=\s*:))\s*[:,、]?\s*"
_NUMERAL = "一二三四五六七八九十"
_ORDINAL = re.compile(
    rf"\s*(?:{_AMONG})?(?:"
    rf"(?P<chapter>第?[{_NUMERAL}]+)\s*[、.,]\s*"
    rf"|\(\s*(?P<section>[{_NUMERAL}]+)\s*\)\s*"
    r"|(?P<item>\d{1,2})\s*[.、,)]\s*(?!\d)"
    r"|\(\s*(?P<point>\d{1,2})\s*\)\s*"
    r")?"
)
# What an ordinal can be of, which is no part of a key.
_OF_ORDINALS = re.compile(r"[其中第一二三四五六七八九十\d]*\Z")
_SAID = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65_536)
def split_ordinal(text: str) -> tuple[bool, str | None, str]:
    """Whether a label opens with 其中, the level of its ordinal, and what it says.

    Levels, outermost first: chapter (一、), section ((一)), item (1.), point ((1)).
    """
    folded = unicodedata.normalize("NFKC", text)
    match = _ORDINAL.match(folded)
    if match is None:
        return False, None, folded.strip()
    # Behind 其中 stands one ordinal at most, so the last group that matched is its level.
    level = match.lastgroup if match.lastgroup != "among" else None
    return match["among"] is not None, level, folded[match.end() :].strip()


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """The key of a label; empty where a text has no letter or digit."""
    if text.isascii() and text.isdecimal():
        return text  # A number, of which every document brings new ones.
    said = split_ordinal(text)[2]
    return said if said.isalnum() else "".join(_SAID.findall(said))


def may_go_on(printed: str, begun: frozenset[str]) -> bool:
    """Whether a text with some key may go on, in the next piece, to one of some labels.

    `begun` is whatever the labels' keys begin with.
    """
    return printed in begun or _OF_ORDINALS.match(printed) is not None
