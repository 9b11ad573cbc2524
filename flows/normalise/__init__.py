"""Normalise: snapshot bytes in, a `Document` out; refuses what no reader takes."""

from flows.normalise.document import Cell, Document, Grid, Piece, Refused
from flows.normalise.locator import resolve
from flows.normalise.readers import media_type, read

__all__ = ["Cell", "Document", "Grid", "Piece", "Refused", "media_type", "read", "resolve"]
