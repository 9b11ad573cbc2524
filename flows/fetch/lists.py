"""Lists: from the list pages of a source to the links of its reports.

In: one list as `sources.yml` describes it, and a way to read a page. Out: links that look
like reports, page after page, until the list ends: at its last page, at a page that is not
there, or at one that lists nothing new.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from flows.fetch.addresses import absolute, identity
from flows.fetch.pages import HtmlPage, Link, no_document
from flows.fetch.sources import Json, Listing, Report, Source
from flows.fetch.troubles import Gone, Unfetched
from flows.fetch.web import Web
from flows.fetch.wording import wording, year_in

Read = Callable[[str], HtmlPage]
_SPACE = re.compile(r"\s+")


class NoList(ValueError):
    """A list page that is none: broken, or of another shape than the source says."""


def reports_of(source: Source, client: Web) -> tuple[list[Link], list[str]]:
    """The reports that a source's pages and lists lead to, each once; a sentence a bad list."""
    found = {link.url: link for p in source.pages for link in [Link(p.url, p.title, p.year)]}
    troubles = []

    def read(address: str) -> HtmlPage:
        answer = client.get(address, source)
        served = answer.served
        content_type = served.headers.get("content-type", "")
        return HtmlPage(answer.content or b"", served.final_url, content_type, source.charset)

    for listing in source.lists:
        is_empty = True
        try:
            for link in listed(source, listing, read):
                is_empty = False
                found.setdefault(link.url, link)
        except (Unfetched, ValueError) as error:
            troubles.append(f"list {listing.url}: {error}")
        else:
            if is_empty:
                troubles.append(f"list {listing.url}: no link on it looks like a report")
    return list(found.values()), troubles


def listed(source: Source, listing: Listing, read: Read) -> Iterator[Link]:
    """The links on a list that look like reports, each once, in the order listed.

    `read` fetches a page; what it raises for a page that is not there ends the list, unless
    that is its first page.

    Raises:
        NoList: a page says it is no list, or its JSON has not the shape described.
    """
    seen: set[str] = set()
    for page in _pages(listing, read):
        if not listing.json_ and (why := no_document(page, page.address)):
            raise NoList(why)
        links = list(_entries(page, listing.json_)) if listing.json_ else list(page.links())
        seen.add(identity(page.address))
        fresh = [link for link in links if link.url not in seen]
        if not fresh:
            return
        seen.update(link.url for link in fresh)
        yield from (link for link in fresh if looks_like_report(link, source.report))


def _pages(listing: Listing, read: Read) -> Iterator[HtmlPage]:
    numbers = range(listing.first, listing.last + 1)
    if "{page}" in listing.url:
        first, *rest = [listing.url.replace("{page}", str(number)) for number in numbers]
    else:
        more = listing.more or ""
        first, rest = listing.url, [more.replace("{page}", str(n)) for n in numbers if more]
    page = read(first)
    yield page
    if rest or listing.json_:
        for address in rest:
            try:
                page = read(address)
            except Gone:
                return
            yield page
    else:
        yield from _following(listing, page, read)


def _following(listing: Listing, page: HtmlPage, read: Read) -> Iterator[HtmlPage]:
    """The pages behind a page, by its link to the next one."""
    pattern = re.compile(listing.next) if listing.next else wording().next_page
    seen = {page.address}
    while len(seen) < listing.last:
        following = (link.address for link in page.links() if pattern.search(link.title))
        address = next((one for one in following if one not in seen), None)
        if address is None:
            return
        seen.add(address)
        page = read(address)
        yield page


def _entries(page: HtmlPage, shape: Json) -> Iterator[Link]:
    try:
        items = json.loads(page.text)
        for step in filter(None, shape.items.split(".")):
            items = items[step]
        for item in items:
            title = _SPACE.sub("", str(item[shape.title]))
            address = absolute(_link(item, shape), page.address)
            if address:
                yield Link(address, title, year_in(title))
    except (ValueError, KeyError, TypeError) as error:
        raise NoList(f"its JSON is not as described: {type(error).__name__} {error}") from error


def _link(item: dict[str, Any], shape: Json) -> str:
    return shape.link.format_map(item) if "{" in shape.link else str(item[shape.link])


def looks_like_report(link: Link, report: Report) -> bool:
    """Whether a link's title, and its address where the source says how, are a report's.

    A title that the list has cut short may be one: the page decides.
    """
    if report.url and not re.search(report.url, link.address):
        return False
    says = wording()
    if says.no_report.search(link.title):
        return False
    if says.cut_short.search(link.title):
        return True
    if report.title:
        return re.search(report.title, link.title) is not None
    return bool(says.report.search(link.title)) and not says.column.search(link.title)
