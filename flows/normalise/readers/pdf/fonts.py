"""One font for every Chinese font that a PDF names and does not carry: a bar a character.

PDFium looks such fonts up on the machine and drops a character that stands alone and has
no outline there: the same bytes would read differently from machine to machine, and a
full-width digit in a cell of its own would be a blank. Widths and places come from the PDF
itself, so any outline does. The font is built here, of the tables that TrueType asks for.
"""

import ctypes
import struct
from typing import Any

from pypdfium2 import raw as pdfium

_EM = 1000
# Thin, since PDFium widens the place of a character to what its outline takes.
_BAR = 50
_WESTERN = (pdfium.FXFONT_ANSI_CHARSET, pdfium.FXFONT_SYMBOL_CHARSET)


def install() -> Any:
    """Give PDFium the font; what is returned must live as long as PDFium does."""
    font = _font()
    fields = dict(pdfium.FPDF_SYSFONTINFO._fields_)

    def find(_: Any, weight: int, italic: int, charset: int, *rest: Any) -> int | None:
        # PDFium has Western fonts of its own, with widths that some PDFs rely on.
        return None if charset in _WESTERN else 1

    def hand_over(_: Any, handle: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0
        if size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    system = pdfium.FPDF_SYSFONTINFO(
        1,
        fields["Release"](lambda _: None),
        fields["EnumFonts"](lambda _, mapper: None),
        fields["MapFont"](find),
        fields["GetFont"](lambda _, face: None),
        fields["GetFontData"](hand_over),
        fields["GetFaceName"](lambda _, handle, buffer, size: 0),
        fields["GetFontCharset"](lambda _, handle: pdfium.FXFONT_GB2312_CHARSET),
        fields["DeleteFont"](lambda _, handle: None),
    )
    pdfium.FPDF_SetSystemFontInfo(system)
    return system


def _font() -> bytes:
    """A TrueType font of two glyphs, nothing and a bar; all characters are the bar."""
    bar = struct.pack(">5h2H4B", 1, 0, 0, _BAR, _EM, 3, 0, 1, 1, 1, 1)
    bar += struct.pack(">8h", 0, _BAR, 0, -_BAR, 0, 0, _EM, 0) + b"\0\0"
    everything = struct.pack(">2H6I", 13, 0, 28, 0, 1, 0x20, 0x2FFFF, 1)
    head = struct.pack(">4I2H2q4h2H3h", 1 << 16, 1 << 16, 0, 0x5F0F3CF5, 0, _EM, 0, 0,
                       0, 0, _EM, _EM, 0, 8, 2, 0, 0)  # fmt: skip
    tables = {
        b"cmap": struct.pack(">4HI", 0, 1, 3, 10, 12) + everything,
        b"glyf": bar,
        b"head": head,
        b"hhea": struct.pack(">I3hH11hH", 1 << 16, 880, -120, 0, _EM, 0, 0, _EM, 1, *[0] * 7, 2),
        b"hmtx": struct.pack(">2H2h", _EM, 0, _EM, 0),
        b"loca": struct.pack(">3H", 0, 0, len(bar) // 2),
        b"maxp": struct.pack(">I14H", 1 << 16, 2, 4, 1, 0, 0, 1, *[0] * 8),
    }
    directory = struct.pack(">I4H", 1 << 16, len(tables), 64, 2, 16 * len(tables) - 64)
    start = len(directory) + 16 * len(tables)
    body = b""
    for tag, table in tables.items():
        directory += tag + struct.pack(">3I", 0, start + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return directory + body
