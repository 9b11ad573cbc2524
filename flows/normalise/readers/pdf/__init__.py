"""PDF with a text layer: ruled tables by their lines, and once more by their words."""

from flows.normalise.readers.pdf.locator import printed as at
from flows.normalise.readers.pdf.pages import read

__all__ = ["at", "read"]
