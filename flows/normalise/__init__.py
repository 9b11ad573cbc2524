"""Normalise: snapshot bytes in, a `Document` out; refuses what no reader takes."""

from flows.normalise.charset import by_character, codes_of
from flows.normalise.clean import PICTURE, aligned, blanked, breaks_word, joined, unvoiced
from flows.normalise.document import Cell, Document, Grid, Piece, Refused, Script, piece_of
from flows.normalise.locator import resolve
from flows.normalise.parts import Text, has_parts, is_page_number, words, words_of_lines
from flows.normalise.readers import media_type, read, read_as
from flows.normalise.script import spaced_as

__all__ = [
    "PICTURE",
    "Cell",
    "Document",
    "Grid",
    "Piece",
    "Refused",
    "Script",
    "Text",
    "aligned",
    "blanked",
    "breaks_word",
    "by_character",
    "codes_of",
    "has_parts",
    "is_page_number",
    "joined",
    "media_type",
    "piece_of",
    "read",
    "read_as",
    "resolve",
    "spaced_as",
    "unvoiced",
    "words",
    "words_of_lines",
]
