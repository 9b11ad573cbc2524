"""A page as the crawl reads it: its text, its links, and whether it is what was asked for.

In: bytes and how they were served. Out: `Web page`s, their links with titles, and a sentence
where a page that came with status 200 is no document. What a report says is read later, by
stages that know the forms.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode
from w3lib.encoding import html_to_unicode
from w3lib.html import get_meta_refresh

from flows.fetch.addresses import absolute, identity
from flows.fetch.wording import wording, year_in

_SPACE = re.compile(r"\s+")
# ISO 32000-1, 7.5.2: the header may stand within the first 1024 bytes.
_PDF_WITHIN = 1024
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
# A page that leads on at once is a redirect; one that reloads after a while is a page.
_AT_ONCE = 5.0
_LEADING = (("a", "href"), ("iframe", "src"), ("embed", "src"), ("object", "data"))


@dataclass(frozen=True, slots=True)
class Link:
    """Where a page leads, and under what title."""

    address: str
    title: str
    year: int | None = None

    @property
    def url(self) -> str:
        """Its identity in the journal."""
        return identity(self.address)


def is_file(content: bytes) -> bool:
    """Whether bytes are a PDF or an office document, whatever the server calls them."""
    return b"%PDF-" in content[:_PDF_WITHIN] or content.startswith(_PACKED)


class HtmlPage:
    """An HTML page: decoded once, parsed once, asked several things."""

    def __init__(
        self, content: bytes, address: str, content_type: str, charset: str | None
    ) -> None:
        self.address = address
        if charset:
            self.charset, self.text = charset, content.decode(charset, "replace")
        else:
            self.charset, self.text = html_to_unicode(
                content_type or None, content, auto_detect_fun=_charset
            )
        self.tree = LexborHTMLParser(self.text)

    @cached_property
    def base(self) -> str:
        """What relative links are relative to."""
        node = self.tree.css_first("base[href]")
        link = node.attributes.get("href") if node else None
        return (link and absolute(link, self.address, self.charset)) or self.address

    @cached_property
    def title(self) -> str:
        """The page's own title, without spaces."""
        node = self.tree.css_first("title")
        return _SPACE.sub("", node.text()) if node else ""

    @cached_property
    def words(self) -> str:
        """What a person sees of it, without spaces."""
        body = self.tree.body
        if body is None:
            return ""
        shown = LexborHTMLParser(body.html or "")
        shown.strip_tags(["script", "style", "noscript", "template"])
        return _SPACE.sub("", shown.text())

    @property
    def leads_to(self) -> str | None:
        """Where a meta refresh leads at once; None where it does not."""
        seconds, target = get_meta_refresh(self.text, self.base, self.charset)
        if seconds is None or not target or seconds > _AT_ONCE:
            return None
        return absolute(target, self.base, self.charset)

    def links(self) -> Iterator[Link]:
        """Every address it leads to, with the longer of text and title as printed."""
        for tag, attribute in _LEADING:
            for node in self.tree.css(f"{tag}[{attribute}]"):
                target = node.attributes.get(attribute) or ""
                address = absolute(target, self.base, self.charset)
                if address:
                    title = _title(node)
                    yield Link(address, title, year_in(title))


def _charset(content: bytes) -> str:
    """Of a page that does not say: UTF-8 where it is, else what Chinese pages are in."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _title(node: LexborNode) -> str:
    said = [node.text(), node.attributes.get("title") or ""]
    return max((_SPACE.sub("", text) for text in said), key=len)


def no_document(page: HtmlPage, asked: str) -> str | None:
    """Why a page is no document although it came with status 200; None where it may be one."""
    says = wording()
    said = says.no_document.search(page.title) or says.no_document_title.search(page.title)
    if not said and len(page.words) <= says.short:
        said = says.no_document.search(page.words)
    if said:
        return f"the page says {said[0]}"
    is_elsewhere = identity(page.address) != identity(asked)
    if is_elsewhere and says.landing.search(urlsplit(page.address).path):
        return f"it leads to {page.address}"
    if len(page.words) < says.bare and page.tree.css_first("script"):
        return "a page without text, only a script: nothing that can be read without a browser"
    return None


def is_report(page: HtmlPage, title: str | None) -> bool:
    """Whether a page names a report anywhere, or what the source calls one."""
    said = page.title + "\n" + page.words
    patterns = [wording().report, *([re.compile(title)] if title else [])]
    return any(pattern.search(said) for pattern in patterns)


def attached(page: HtmlPage, wanted: tuple[str, ...]) -> list[Link]:
    """The files of the wanted kinds that a report's page attaches."""
    found: dict[str, Link] = {}
    for link in page.links():
        path = unquote(urlsplit(link.address).path)
        kinds = {PurePosixPath(name).suffix.lower().lstrip(".") for name in (path, link.title)}
        says = wording()
        # A frame has no title, and what it shows is the page's content.
        is_named = not link.title or says.file_title.search(link.title)
        if kinds & set(wanted) and (is_named or says.attachment.search(f"{link.title} {path}")):
            found.setdefault(link.url, link)
    return list(found.values())
