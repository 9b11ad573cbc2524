"""Web archives (.mht, and what Word saves as a single-file page): the page inside.

In: the bytes of an archive. Out: the document of its first page; pictures and styles beside
it say nothing. Locators are those of the page. Refused: an archive without a page.
"""

from email import message_from_bytes
from functools import lru_cache

from flows.normalise.document import Document, Refused
from flows.normalise.readers import html

MHT = "multipart/related"
# The header of an archive ends within so many bytes.
_HEADER = 2_048
_PAGES = frozenset(("text/html", "application/xhtml+xml"))


def is_archive(content: bytes) -> bool:
    """Whether bytes begin as a message of several parts that belong together."""
    head = content[:_HEADER].lower().lstrip()
    return head[:1] != b"<" and b"mime-version:" in head and b"multipart/related" in head


def read(content: bytes) -> Document:
    """Read the page of an archive.

    Raises:
        Refused: there is none, or it is one that no reader takes.
    """
    return html.read(_page(content))


def at(where: str, content: bytes) -> str:
    """The text as printed at a place of a page, in an archive or not.

    Raises:
        ValueError: there is no such place.
    """
    return html.at(where, _page(content) if is_archive(content) else content)


@lru_cache(maxsize=1)
def _page(content: bytes) -> bytes:
    parts = message_from_bytes(content).walk()
    pages = (part.get_payload(decode=True) for part in parts if part.get_content_type() in _PAGES)
    page = next((page for page in pages if isinstance(page, bytes) and page.strip()), None)
    if page is None:
        raise Refused("the web archive holds no page: save the page itself and add that")
    return page
