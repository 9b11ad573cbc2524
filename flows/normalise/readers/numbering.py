"""The numbers that Word prints before paragraphs and does not write into them.

In: the numbering and style parts of a package, then its paragraphs in reading order. Out:
the label of each (`一、`, `（一）`, `1.`) with the space behind it. A label that cannot be
known for certain (a bullet, an unknown format, a number out of range) is left out.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_PROPERTIES = f"{W}pPr"
_VALUE = f"{W}val"
_SPACE_BEHIND = {"tab": "\t", "space": " ", "nothing": ""}
_NUMBER_OF_LEVEL = re.compile(r"%(\d)")
_DIGITS = "〇一二三四五六七八九"


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens > 9:
        raise LookupError(number)
    before = _DIGITS[tens] if tens > 1 else ""
    return before + "十" * bool(tens) + (_DIGITS[ones] if ones or not tens else "")


def _one_of(numerals: str) -> Callable[[int], str]:
    by_number = dict(enumerate(numerals.split(), 1))
    return by_number.__getitem__


_CIRCLED = _one_of("① ② ③ ④ ⑤ ⑥ ⑦ ⑧ ⑨ ⑩ ⑪ ⑫ ⑬ ⑭ ⑮ ⑯ ⑰ ⑱ ⑲ ⑳")
_NUMERALS: dict[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "decimal": str,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographTraditional": _one_of("甲 乙 丙 丁 戊 己 庚 辛 壬 癸"),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "lowerLetter": _one_of("a b c d e f g h i j k l m n o p q r s t u v w x y z"),
    "upperLetter": _one_of("A B C D E F G H I J K L M N O P Q R S T U V W X Y Z"),
    "lowerRoman": _one_of("i ii iii iv v vi vii viii ix x xi xii"),
    "upperRoman": _one_of("I II III IV V VI VII VIII IX X XI XII"),
}


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts and what it prints (`%1、`)."""

    start: int
    numerals: str
    text: str
    space_behind: str


@dataclass(frozen=True, slots=True)
class _List:
    """A list: its levels, whose count it goes on with, and where it begins anew."""

    count: str
    levels: dict[int, _Level]
    anew: dict[int, int]


def value(element: etree._Element | None, path: str) -> str:
    """The `w:val` at the end of a path of local names, blank where there is none."""
    for name in _qualified(path):
        if element is None:
            return ""
        element = next(element.iterchildren(name), None)
    return "" if element is None else element.get(_VALUE, "")


@cache
def _qualified(path: str) -> tuple[str, ...]:
    return tuple(W + name for name in path.split("/"))


def whole(text: str | None, default: int) -> int:
    """A whole number as an attribute gives it, the default where it gives none."""
    return int(text) if text and text.isdecimal() else default


class Numbering:
    """The lists of a document, each paragraph counted as it comes."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists = {} if numbering is None else dict(_lists(numbering))
        every_style = () if styles is None else styles.iter(f"{W}style")
        self._styles = {style.get(f"{W}styleId", ""): style for style in every_style}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, paragraph: etree._Element) -> str:
        """The label of the next paragraph, blank where it has none or none is known."""
        if not self._lists:
            return ""
        number, depth = self._of(paragraph)
        if number not in self._lists or depth not in self._lists[number].levels:
            return ""
        one, level = self._lists[number], self._lists[number].levels[depth]
        counts = self._counts.setdefault(one.count, {})
        if depth in one.anew and (number, depth) not in self._begun:
            counts[depth] = one.anew[depth] - 1
        self._begun.add((number, depth))
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        try:
            return _print(one, level, counts)
        except LookupError:
            return ""

    def _of(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and the depth in it: the paragraph's own, or its style's."""
        own = next(paragraph.iterchildren(_PROPERTIES), None)
        number, depth = value(own, "numPr/numId"), value(own, "numPr/ilvl")
        style = self._styles.get(value(own, "pStyle"))
        seen: list[etree._Element] = []
        while style is not None and not number and style not in seen:
            seen.append(style)
            number = value(style, "pPr/numPr/numId")
            depth = depth or value(style, "pPr/numPr/ilvl")
            style = self._styles.get(value(style, "basedOn"))
        return number, whole(depth, 0)


def _print(one: _List, level: _Level, counts: dict[int, int]) -> str:
    """The label of a level at a count; LookupError where a numeral is not known."""
    if level.numerals not in _NUMERALS:
        raise LookupError(level.numerals)

    def numeral(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        shown = one.levels[depth]
        return _NUMERALS[shown.numerals](counts.get(depth, shown.start))

    text = _NUMBER_OF_LEVEL.sub(numeral, level.text)
    return text + level.space_behind if text else ""


def _lists(numbering: etree._Element) -> Iterator[tuple[str, _List]]:
    shared = {
        one.get(f"{W}abstractNumId", ""): dict(_levels(one))
        for one in numbering.iter(f"{W}abstractNum")
    }
    for number in numbering.iter(f"{W}num"):
        count = value(number, "abstractNumId")
        anew = {
            whole(override.get(f"{W}ilvl"), 0): whole(value(override, "startOverride"), 1)
            for override in number.iter(f"{W}lvlOverride")
            if value(override, "startOverride")
        }
        levels = shared.get(count, {}) | dict(_levels(number))
        yield number.get(f"{W}numId", ""), _List(count, levels, anew)


def _levels(parent: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in parent.iter(f"{W}lvl"):
        yield (
            whole(level.get(f"{W}ilvl"), 0),
            _Level(
                whole(value(level, "start"), 1),
                value(level, "numFmt") or "decimal",
                value(level, "lvlText"),
                _SPACE_BEHIND.get(value(level, "suff") or "tab", ""),
            ),
        )
