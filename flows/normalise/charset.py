"""Bytes to text without losing a byte: every character can be traced back.

Chinese government pages declare gb2312 and mean gb18030, declare what they are not, or
declare nothing. Order of belief: byte-order mark, UTF-16 by its zero bytes, UTF-8 if it
decodes without error; then UTF-8, GB18030 and, where a page declares it, Big5 compete: an
unexplained byte speaks against a charset and a Chinese comma or stop for it, because Big5
and GB18030 explain almost every byte of each other and only the right one punctuates. An
unexplained byte becomes a lone surrogate here, so that encoding again gives the bytes
back, and U+FFFD in what is shown.
"""

import codecs
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BIG5 = re.compile(r"(?:cn-|x-x-)?big-?5(?:-?hkscs)?\Z", re.IGNORECASE)
# Every byte of UTF-8, as a signed number, that begins a character is as much or more.
_BEGINS = -64
_STOPS = "，。、"
_STOPS_IN_UTF8 = tuple(map(str.encode, _STOPS))
_MARK = 0xDC00
_MARKED = re.compile("[\udc00-\udcff]")


def _mark_bytes(error: UnicodeError) -> tuple[str | bytes, int]:
    """Codec error handler: a bad byte becomes a mark.

    One byte at a time, but where two make a unit: what follows is for the codec to judge, the
    same in a part of the text as in the whole.
    """
    if isinstance(error, UnicodeDecodeError):
        size = 2 if error.encoding.startswith("utf-16") else 1
        bad = error.object[error.start : error.start + size]
        return "".join(chr(_MARK + byte) for byte in bad), error.start + len(bad)
    raise error


codecs.register_error("xxgk-mark", _mark_bytes)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with marks for unexplained bytes, and where in the bytes it starts."""

    text: str
    charset: str
    start: int
    damage: int

    def offsets(self) -> NDArray[np.int64]:
        """The byte of the snapshot at which each character starts, and where the last one ends."""
        return self.start + offsets(self.text, self.charset)


def offsets(text: str, charset: str) -> NDArray[np.int64]:
    """How many bytes stand before each character of a text, and how many it takes in all.

    A mark stands for one byte. Characters that only together are a code of the charset
    (Big5-HKSCS has some) count with the first of them.
    """
    if charset == "utf-8" and (printed := _in_utf8(f"{text}\n")):
        # The bytes themselves say where one begins; that of the line break is where the text ends.
        return (np.frombuffer(printed, np.int8) >= _BEGINS).nonzero()[0]
    sizes = by_character(codes_of(text), partial(_size, charset=charset), f"size in {charset}")
    counted = np.zeros(len(text) + 1, np.int64)
    sizes.cumsum(out=counted[1:])
    return counted


def _in_utf8(text: str) -> bytes | None:
    """A text in UTF-8, or None if it has marks."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return None


def codes_of(text: str) -> NDArray[np.uint32]:
    """The code of each character of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def by_character(
    codes: NDArray[np.uint32], of: Callable[[str], int], what: str
) -> NDArray[np.int8]:
    """What a function says of each of some characters: asked once of each, and remembered."""
    known = _known(what)
    found = known.take(codes)
    if np.count_nonzero(found) < len(found):
        for code in np.unique(codes[found == 0]).tolist():
            known[code] = 1 + of(chr(code))
        found = known.take(codes)
    return found - np.int8(1)


@cache
def _known(what: str) -> NDArray[np.int8]:
    """One more than what is known of each character by its code, 0 until it is met."""
    return np.zeros(sys.maxunicode + 1, np.int8)


def _size(character: str, charset: str) -> int:
    if _MARKED.match(character):
        return 1
    try:
        return len(character.encode(charset))
    except UnicodeEncodeError:
        return 0


def shown(text: str) -> str:
    """The text with each unexplained byte as U+FFFD, fit to print and to convert."""
    return _MARKED.sub("\ufffd", text)


def decode(content: bytes, declared: str = "") -> Decoded:
    """Decode a snapshot of plain text or markup; never fails, counts the damage.

    `declared` is what the snapshot says its charset is, where it says so.
    """
    for bom, charset in _BOMS:
        if content.startswith(bom):
            return _decode(content[len(bom) :], charset, len(bom))
    zeros = content[:2048].count(0)
    if zeros * 5 > len(content[:2048]) > 0:
        even = content[:2048:2].count(0)
        return _decode(content, "utf-16-be" if even * 2 > zeros else "utf-16-le", 0)
    if (text := _strictly(content, "utf-8")) is not None:
        return Decoded(text, "utf-8", 0, 0)
    rivals = ["big5hkscs"] if _BIG5.match(declared) else []
    text = None if rivals else _strictly(content, "gb18030")
    # Whatever UTF-8 makes of such bytes, one at least is unexplained.
    if text is not None and _stops(text) >= sum(map(content.count, _STOPS_IN_UTF8)):
        return Decoded(text, "gb18030", 0, 0)
    rivals += ["utf-8", "gb18030"]
    likeliest = min(rivals, key=lambda charset: _doubt(content.decode(charset, "replace")))
    return _decode(content, likeliest, 0)


def _decode(content: bytes, charset: str, start: int) -> Decoded:
    if (text := _strictly(content, charset)) is not None:
        return Decoded(text, charset, start, 0)
    text = content.decode(charset, "xxgk-mark")
    return Decoded(text, charset, start, len(_MARKED.findall(text)))


def _strictly(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset)
    except UnicodeDecodeError:
        return None


def _doubt(text: str) -> int:
    return text.count("\ufffd") - _stops(text)


def _stops(text: str) -> int:
    return sum(map(text.count, _STOPS))
