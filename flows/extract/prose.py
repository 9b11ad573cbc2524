"""Figures that a report states in words, with the sentence and whose figures they are.

In: a `Document`. Out: `Figure`s in reading order. Only whole statements count: a number
with its unit behind the words of `prose.yml`; about (200余件) is no figure. The scope is the
one the sentence itself shows (全区, 本机关), else unknown; `part` where it counts less than the
whole year of whoever reports (其中, 网上申请, 上半年).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from flows.extract.wording import wording
from flows.normalise import Document, Piece

_SENTENCES = re.compile(r"[^。;!?]+[。;!?]?")
# A figure is a digit, or said to be none at all.
_STATES = re.compile(r"\d|未|没有")
_CLAUSE = re.compile(r"[^,;:()。]*\Z")
_TEN_THOUSAND = 10_000


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


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Each figure's code, a word that its sentence must have, and a pattern."""
    number = _facts()["numbers"]
    return tuple(
        (code, entry["word"], re.compile(pattern.replace("N", number)))
        for code, entry in _facts()["figures"].items()
        for pattern in entry["patterns"]
    )


@cache
def _none() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(pattern)) for code, pattern in _facts()["none"].items())


def read_figures(document: Document) -> list[Figure]:
    """Every figure stated in the prose of a document, each once a sentence."""
    return [
        figure
        for piece in document.lines()
        if _STATES.search(piece.text)
        for sentence in _SENTENCES.findall(piece.text)
        if _STATES.search(sentence)
        for figure in _figures(sentence.strip(), piece)
    ]


def _figures(sentence: str, piece: Piece) -> Iterator[Figure]:
    stated: set[str] = set()
    for code, word, pattern in _patterns():
        if word not in sentence or code in stated:
            continue
        if match := pattern.search(sentence):
            stated.add(code)
            scale = _TEN_THOUSAND if match["scale"] else 1
            value = Decimal(match["value"].replace(",", "")) * scale
            scope = "part" if _is_part(sentence, match) else _scope(sentence)
            yield Figure(code, value, match["unit"], scope, sentence, piece)
    for code, pattern in _none():
        if code not in stated and pattern.search(sentence):
            yield Figure(code, Decimal(0), "件", _scope(sentence), sentence, piece)


@cache
def _parts() -> dict[str, re.Pattern[str]]:
    return {place: re.compile(pattern) for place, pattern in _facts()["parts"].items()}


def _is_part(sentence: str, figure: re.Match[str]) -> bool:
    """Whether the words before a number say that it is not the whole year's."""
    parts, before = _parts(), sentence[: figure.start()]
    clause = _CLAUSE.search(before)
    words = clause[0] if clause else ""
    return bool(
        parts["sentence"].search(before)
        or (parts["clause"].search(words) and not parts["unless"].search(words))
        or parts["name"].search(sentence[figure.start() : figure.start("value")])
    )


def _scope(sentence: str) -> str:
    scopes = (scope for scope, pattern in wording().scope if pattern.search(sentence))
    return next(scopes, "unknown")
