"""What happens to documents on their way: to text and to pages, harmless or not.

Each takes a document as text, and chance, and returns it changed. `HARMLESS` keep every number
in its place; `LOSSY` lose, repeat or tear something, as copying, stripping and saving do.
"""

import re
from collections.abc import Callable
from random import Random

import opencc

Mishap = Callable[[str, Random], str]
_NUMBER = re.compile(r"(?<![\d.,])\d[\d.,]*")
_CELL = re.compile(r"<t[dh]\b[^>]*>[^<]*</t[dh]>")
_ROW = re.compile(r"<tr\b[^>]*>.*?</tr>", re.DOTALL)
_PIPED = re.compile(r"\|[^|\n]*(?=\|)")
_LINE = re.compile(r"[^\n]+\n")
_LONG_NUMBER = re.compile(r"(?<![\d.,])\d{2,}")
_ROW_END = re.compile("</tr>")
_TAG = re.compile(r"<[^>]+>")
_SPAN = re.compile(r"\s(?:row|col)span=\"?\w+\"?")


def _one(pattern: re.Pattern[str], text: str, chance: Random) -> tuple[int, int]:
    """Where one of the matches stands, or nothing at the end."""
    found = [match.span() for match in pattern.finditer(text)]
    return chance.choice(found) if found else (len(text), len(text))


def _without(pattern: re.Pattern[str]) -> Mishap:
    def mishap(text: str, chance: Random) -> str:
        start, end = _one(pattern, text, chance)
        return text[:start] + text[end:]

    return mishap


def _again(pattern: re.Pattern[str]) -> Mishap:
    def mishap(text: str, chance: Random) -> str:
        start, end = _one(pattern, text, chance)
        return text[:end] + text[start:end] + text[end:]

    return mishap


def _emptied(text: str, chance: Random) -> str:
    start, end = _one(_CELL, text, chance)
    return text[:start] + re.sub(r">[^<]*<", "><", text[start:end]) + text[end:]


def _cut_off(text: str, chance: Random) -> str:
    return text[: chance.randrange(len(text) // 3, len(text))]


def _beheaded(text: str, chance: Random) -> str:
    return text[chance.randrange(len(text) * 2 // 3) :]


def _wrapped(text: str, chance: Random) -> str:
    width = chance.choice((30, 40, 60))
    return re.sub(rf"(.{{{width}}})(?=.)", r"\1\n", text)


def _joined_lines(text: str, chance: Random) -> str:
    start = chance.randrange(len(text))
    return text[:start] + text[start : start + 400].replace("\n", "") + text[start + 400 :]


def _number_torn(text: str, chance: Random) -> str:
    start, end = _one(_LONG_NUMBER, text, chance)
    return text[: start + 1] + chance.choice((" ", "\n")) + text[start + 1 :] if end else text


def _number_too_many(text: str, chance: Random) -> str:
    _, end = _one(_NUMBER, text, chance)
    return text[:end] + chance.choice((" 3 ", "\n7\n", "|5|")) + text[end:]


def _row_moved(text: str, chance: Random) -> str:
    start, end = _one(_ROW, text, chance)
    row, rest = text[start:end], text[:start] + text[end:]
    before, _ = _one(_ROW, rest, chance)
    return rest[:before] + row + rest[before:]


def _page_break(text: str, chance: Random) -> str:
    _, end = _one(_ROW_END, text, chance)
    return f"{text[:end]}</table><p>- 2 -</p><table>{text[end:]}" if end < len(text) else text


def _converted(script: str) -> Mishap:
    converter = opencc.OpenCC(script)
    return lambda text, _: str(converter.convert(text))


def _replaced(pattern: str, by: str) -> Mishap:
    return lambda text, _: re.sub(pattern, by, text)


HARMLESS: dict[str, Mishap] = {
    "traditional": _converted("s2t"),
    "of Taiwan": _converted("s2twp"),
    "other line ends": _replaced("\n", "\r\n"),
    "full-width digits": lambda text, _: re.sub(
        r"(?<=[>|\n ])\d+(?=[<|\n ])",
        lambda match: match[0].translate({48 + n: 0xFF10 + n for n in range(10)}),
        text,
    ),
    "no-break spaces": _replaced("(?<=[^<]) (?=[^<>=]*(?:<|\n))", "\u00a0 "),
    "headers as cells": _replaced(r"(</?)th\b", r"\1td"),
    "cells left open": _replaced(r"</(?:td|tr|th|p)>", ""),
    # Within a comment of the page's own another would end it.
    "comments": lambda text, _: text if "<!--" in text else re.sub("(?=<td)", "<!-- 12 -->", text),
    "space around cells": _replaced(r"(<td\b[^>]*>)", r"\n  \1\n  "),
}
LOSSY: dict[str, Mishap] = {
    "cell lost": _without(_CELL),
    "cell of a line lost": _without(_PIPED),
    "number lost": _without(_NUMBER),
    "row lost": _without(_ROW),
    "line lost": _without(_LINE),
    "span lost": _without(_SPAN),
    "cell twice": _again(_CELL),
    "row twice": _again(_ROW),
    "line twice": _again(_LINE),
    "cell emptied": _emptied,
    "row moved": _row_moved,
    "cut off": _cut_off,
    "beheaded": _beheaded,
    "wrapped": _wrapped,
    "lines joined": _joined_lines,
    "number torn": _number_torn,
    "number too many": _number_too_many,
    "page break": _page_break,
    "tags stripped": lambda text, _: _TAG.sub("\n", text),
    "tags stripped, cells glued": lambda text, _: _TAG.sub("", text),
    "pipes stripped": lambda text, chance: text.replace("|", chance.choice((" ", "\t", ""))),
    "printed twice": lambda text, _: f"{text}\n{text}",
}
