"""One document, fetched and judged: its bytes, or a sentence why there are none to keep.

In: a link and what its address served before. Out: bytes as served, now or then. Refused: what
comes with status 200 and is no report: a page of maintenance, a challenge, a soft 404, a web
page where a file was announced.
"""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from flows.fetch.addresses import identity
from flows.fetch.answers import Answer
from flows.fetch.journal import Capture
from flows.fetch.pages import HtmlPage, Link, is_file, is_report, no_document
from flows.fetch.raw import Served, held
from flows.fetch.sources import Source
from flows.fetch.troubles import Unfetched
from flows.fetch.web import Web
from flows.files import Place

_REFRESHES = 3
_VOUCHING = frozenset({"etag", "last-modified"})


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes, how they were served, and the page they are where they are no file."""

    content: bytes
    served: Served
    page: HtmlPage | None


def fetch_page(
    client: Web, raw: Place, source: Source, link: Link, known: Capture | None
) -> Document:
    """A report: its page, or the file that the link leads to.

    Raises:
        Unfetched: there is none.
    """
    document = _conditionally(client, raw, source, link, known)
    for _ in range(_REFRESHES):
        page = document.page
        if page is None:
            return document
        target = page.leads_to
        if target is None or identity(target) == identity(page.address):
            _judge(page, source, link)
            return document
        document = _plain(client.get(target, source), source)
        # The address that was asked vouches only for the page that leads on.
        headers = document.served.headers.items()
        kept = {name: value for name, value in headers if name not in _VOUCHING}
        document = replace(document, served=replace(document.served, headers=kept))
    raise Unfetched("one page leads to another without end")


def fetch_attachment(
    client: Web, raw: Place, source: Source, link: Link, known: Capture | None
) -> Document:
    """A file that a report's page attaches.

    Raises:
        Unfetched: there is none, or it is none.
    """
    document = _conditionally(client, raw, source, link, known)
    if document.page:
        raise Unfetched("the attachment is a web page, and no file")
    return document


def _conditionally(
    client: Web, raw: Place, source: Source, link: Link, known: Capture | None
) -> Document:
    """As served now, or as held where the server says that it is the same."""
    before = held(raw, known.sha256) if known and not known.gone_at else None
    if known is None or before is None:
        return _plain(client.get(link.address, source), source)
    said = {"if-none-match": known.etag, "if-modified-since": known.last_modified}
    condition = {name: value for name, value in said.items() if value}
    answer = client.get(link.address, source, condition)
    if answer.content is None and condition:
        served = replace(answer.served, final_url=known.final_url or answer.served.final_url)
        return _document(before, served, source)
    return _plain(answer, source)


def _plain(answer: Answer, source: Source) -> Document:
    if answer.content is None:
        raise Unfetched("the server says that nothing has changed, unasked")
    return _document(answer.content, answer.served, source)


def _document(content: bytes, served: Served, source: Source) -> Document:
    if is_file(content):
        return Document(content, served, None)
    content_type = served.headers.get("content-type", "")
    return Document(
        content, served, HtmlPage(content, served.final_url, content_type, source.charset)
    )


def _judge(page: HtmlPage, source: Source, link: Link) -> None:
    """Whether a page that came with status 200 is a report.

    Raises:
        Unfetched: it is not.
    """
    if why := no_document(page, link.address):
        raise Unfetched(why)
    if not is_report(page, source.report.title):
        raise Unfetched("no annual report is named on the page")


def file_name(link: Link, document: Document) -> str:
    """A name for a snapshot: of its address, or of its link where only that has an ending."""
    name = PurePosixPath(unquote(urlsplit(document.served.final_url).path)).name or "index"
    if PurePosixPath(name).suffix:
        return name
    return f"{name}.html" if document.page else link.title or name
