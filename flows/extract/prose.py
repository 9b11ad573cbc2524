"""Figures that a report states in words, with the sentence and whose figures they are.

In: a `Document`. Out: `Figure`s in reading order. Only whole statements count: a number
with its unit behind the words of `prose.yml`; about (200余件) is no figure. The scope is the
one the sentence itself shows (全区, 本机关), else unknown; `part` where it counts less than the
whole year of whoever reports (其中, 网上申请, 上半年).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from flows.extract.schema import is_storable
from flows.extract.wording import wording
from flows.normalise import Document, Piece

_SENTENCES = re.compile(r"[^。;!?]+[。;!?]?")
_CLAUSE_ENDS = ",;:()。"
_TEN_THOUSAND = 10_000
# A word, a number and its unit: what is shorter, as most cells are, states nothing.
_SHORTEST = 4
# What is longer than a paragraph may have tables in it, in which most sentences state nothing.
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated figure; `value` in single units (money in yuan)."""

    code: str
    value: Decimal
    unit: str
    scope: str
    sentence: str
    piece: Piece


@cache
def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("prose.yml").read_text("utf-8"))
    return facts


class _Statement(NamedTuple):
    """How a figure is stated: the words of which its sentence must have one, and a pattern."""

    code: str
    words: frozenset[str]
    pattern: re.Pattern[str]
    of_none: bool = False


@cache
def _statements() -> tuple[_Statement, ...]:
    number = _facts()["numbers"]
    of_some = [
        _Statement(code, frozenset(entry["words"]), re.compile(pattern.replace("N", number)))
        for code, entry in _facts()["figures"].items()
        for pattern in entry["patterns"]
    ]
    of_none = [
        _Statement(code, frozenset(entry["words"]), re.compile(entry["pattern"]), of_none=True)
        for code, entry in _facts()["none"].items()
    ]
    return (*of_some, *of_none)


@cache
def _words() -> frozenset[str]:
    """Every word that a statement needs."""
    return frozenset(word for one in _statements() for word in one.words)


@cache
def _counted_by() -> re.Pattern[str]:
    return re.compile(_facts()["counted_by"])


@cache
def _told_by() -> re.Pattern[str]:
    return re.compile(_facts()["told_by"])


def read_figures(document: Document) -> list[Figure]:
    """Every figure stated in the prose of a document, each once a sentence."""
    figures: list[Figure] = []
    may_state, may_count = _told_by().search, _counted_by().search
    for piece in _telling(document):
        text = piece.text
        said = frozenset([word for word in _words() if word in text])
        is_long = len(text) > _LONGEST
        for part in filter(may_state, _SENTENCES.findall(text)) if is_long else [text]:
            words = frozenset([word for word in said if word in part]) if is_long else said
            if not words:
                continue
            possible = _with(words, counted=may_count(part) is not None)
            if stated := [one for one in possible if one.pattern.search(part)]:
                for sentence in _SENTENCES.findall(part):
                    figures += _figures(sentence.strip(), piece, stated)
    return figures


def _telling(document: Document) -> Iterator[Piece]:
    """The lines that may state a figure; of most the sentences need not be told apart."""
    lines, may_state = document.lines, _told_by().search
    ends = list(accumulate([len(line.text) + 1 for line in lines]))
    at = 0
    while match := may_state(document.text, at):
        place = bisect_right(ends, match.start())
        if len(lines[place].text) >= _SHORTEST:
            yield lines[place]
        at = ends[place]


@lru_cache(maxsize=1024)
def _with(words: frozenset[str], *, counted: bool) -> list[_Statement]:
    """The statements that need one of these words; without a number with a unit, those of none."""
    possible = [one for one in _statements() if counted or one.of_none]
    return [one for one in possible if not one.words.isdisjoint(words)]


def _figures(sentence: str, piece: Piece, possible: list[_Statement]) -> Iterator[Figure]:
    stated: set[str] = set()
    for one in possible:
        if one.code not in stated and (match := one.pattern.search(sentence)):
            stated.add(one.code)
            value, unit = (Decimal(0), "件") if one.of_none else _number(match)
            if not is_storable(value):
                continue
            in_part = not one.of_none and _is_part(sentence, match)
            scope = "part" if in_part else _scope(sentence)
            yield Figure(one.code, value, unit, scope, sentence, piece)


def _number(match: re.Match[str]) -> tuple[Decimal, str]:
    scale = _TEN_THOUSAND if match["scale"] else 1
    return Decimal(match["value"].replace(",", "")) * scale, match["unit"]


@cache
def _parts() -> dict[str, re.Pattern[str]]:
    return {place: re.compile(pattern) for place, pattern in _facts()["parts"].items()}


def _is_part(sentence: str, figure: re.Match[str]) -> bool:
    """Whether the words before a number say that it is not the whole year's."""
    parts, before = _parts(), sentence[: figure.start()]
    words = before[1 + max(map(before.rfind, _CLAUSE_ENDS)) :]
    return bool(
        parts["sentence"].search(before)
        or (parts["clause"].search(words) and not parts["unless"].search(words))
        or parts["name"].search(sentence[figure.start() : figure.start("value")])
    )


def _scope(sentence: str) -> str:
    for scope, words, pattern in wording().scope:
        if any(map(sentence.__contains__, words)) and pattern.search(sentence):
            return scope
    return "unknown"
