"""Figures that a report states in words, with the sentence and whose figures they are.

In: a `Document`. Out: `Figure`s in reading order. Only whole statements count: a number
with its unit behind the words of `prose.yml`; about (200余件) is no figure. The scope is the
one the sentence itself shows (全区, 本机关), else unknown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from flows.extract.wording import wording
from flows.normalise import Document, Piece

_SENTENCES = re.compile(r"[^。;!?]+[。;!?]?")
# A figure is a digit, or said to be none at all.
_STATES = re.compile(r"\d|未|没有")
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


class _Statement(NamedTuple):
    """How a figure is stated: a word that its sentence must have, and a pattern."""

    code: str
    word: str
    pattern: re.Pattern[str]
    of_none: bool = False


@cache
def _statements() -> tuple[_Statement, ...]:
    number = _facts()["numbers"]
    of_some = [
        _Statement(code, entry["word"], re.compile(pattern.replace("N", number)))
        for code, entry in _facts()["figures"].items()
        for pattern in entry["patterns"]
    ]
    of_none = [
        _Statement(code, entry["word"], re.compile(entry["pattern"]), of_none=True)
        for code, entry in _facts()["none"].items()
    ]
    return (*of_some, *of_none)


def read_figures(document: Document) -> list[Figure]:
    """Every figure stated in the prose of a document, each once a sentence."""
    figures: list[Figure] = []
    for piece in document.lines():
        possible = [one for one in _statements() if one.word in piece.text]
        if possible and _STATES.search(piece.text):
            for sentence in _SENTENCES.findall(piece.text):
                if _STATES.search(sentence):
                    figures += _figures(sentence.strip(), piece, possible)
    return figures


def _figures(sentence: str, piece: Piece, possible: list[_Statement]) -> Iterator[Figure]:
    stated: set[str] = set()
    for code, word, pattern, of_none in possible:
        if word in sentence and code not in stated and (match := pattern.search(sentence)):
            stated.add(code)
            value, unit = (Decimal(0), "件") if of_none else _number(match)
            yield Figure(code, value, unit, _scope(sentence), sentence, piece)


def _number(match: re.Match[str]) -> tuple[Decimal, str]:
    scale = _TEN_THOUSAND if match["scale"] else 1
    return Decimal(match["value"].replace(",", "")) * scale, match["unit"]


def _scope(sentence: str) -> str:
    scopes = (scope for scope, pattern in wording().scope if pattern.search(sentence))
    return next(scopes, "unknown")
