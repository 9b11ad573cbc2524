"""Normalise: snapshot bytes in, a `Document` out; refuses what no reader takes."""

from flows.normalise.charset import by_character, codes_of
from flows.normalise.clean import aligned, blanked, breaks_word, joined, unvoiced
from flows.normalise.document import Cell, Document, Grid, Piece, Refused, Script
from flows.normalise.locator import resolve
from flows.normalise.readers import media_type, read, read_as
from flows.normalise.readers.text import (
    bytes_of,
    has_places,
    is_page_number,
    placed,
    words,
    words_of_lines,
)
from flows.normalise.script import spaced_as

__all__ = [
    "Cell",
    "Document",
    "Grid",
    "Piece",
    "Refused",
    "Script",
    "aligned",
    "blanked",
    "breaks_word",
    "by_character",
    "bytes_of",
    "codes_of",
    "has_places",
    "is_page_number",
    "joined",
    "media_type",
    "placed",
    "read",
    "read_as",
    "resolve",
    "spaced_as",
    "unvoiced",
    "words",
    "words_of_lines",
]
