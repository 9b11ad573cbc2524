"""A source's round of a night: what is to be visited, in which order, and what came of it.

In: a source, and what the journal knows of it. Out: a `Tally`, snapshots, visits written down.
New reports come first, then those known, the longest unvisited first, so that a budget is not
spent on what is held. What a visit finds amiss is a sentence and never a snapshot.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flows import console
from flows.fetch.documents import Document, fetch_attachment, fetch_page, file_name
from flows.fetch.journal import Capture, Journal, moment
from flows.fetch.lists import reports_of
from flows.fetch.pages import Link, attached
from flows.fetch.raw import store
from flows.fetch.sources import Source
from flows.fetch.tally import Tally
from flows.fetch.troubles import Away, Gone, Refused, Unfetched
from flows.fetch.web import Web
from flows.files import Place

# Visits of so many seconds are written together, for each transaction waits for the disk.
_TOGETHER = 0.25


@dataclass(frozen=True, slots=True)
class Crawl:
    """A night's crawl: into which store and journal, when it began, to which years limited."""

    raw: Place
    visits: Path
    began_at: str
    years: range | None


class Round:
    """The visits of one source in one night."""

    def __init__(self, night: Crawl, source: Source, client: Web, journal: Journal) -> None:
        self._night = night
        self._source = source
        self._client = client
        self._journal = journal
        self._known = journal.latest(source.id)
        self._tally = Tally(source.id)
        self._tried: set[str] = set()
        self._seen: list[Capture] = []
        self._written = time.monotonic()

    def all(self, part: console.Part) -> Tally:
        """Visit all that the lists lead to and all that is known; returns what came of it."""
        planned = list(self._planned())
        part.expect(len(planned))
        for link, page_url in planned:
            if page_url is None:
                self._visit(link)
            else:
                self._attachment(link, page_url)
            part.advance(1)
            if time.monotonic() - self._written > _TOGETHER:
                self._write()
        self._write()
        return self._tally

    def _planned(self) -> Iterator[tuple[Link, str | None]]:
        """Links not yet visited tonight, each with the page it is attached to."""
        years = self._night.years
        found, troubles = reports_of(self._source, self._client)
        self._tally.troubles += troubles
        wanted = [link for link in found if self._source.wants(link.year, years)]
        listed = {link.url for link in wanted}
        yield from ((link, None) for link in wanted if link.url not in self._known)
        for one in sorted(self._known.values(), key=lambda one: one.last_seen_at):
            is_due = one.url in listed or one.gone_at is None
            is_due = is_due and not one.seen_since(self._night.began_at)
            if is_due and self._source.wants(one.year, years):
                yield Link(one.address, one.link_title or "", one.year), one.page_url

    def _visit(self, link: Link) -> None:
        """Take a report, and what its page attaches.

        Both are written down together: a night killed between begins with the page again.
        """
        document = self._take(link, None)
        if document is None or document.page is None:
            return
        for attachment in attached(document.page, self._source.attachments):
            self._attachment(replace(attachment, year=attachment.year or link.year), link.url)

    def _attachment(self, link: Link, page_url: str) -> None:
        """Take a file once a night, however many pages attach it."""
        known = self._known.get(link.url)
        if link.url not in self._tried and not (known and known.seen_since(self._night.began_at)):
            self._tried.add(link.url)
            self._take(link, page_url)

    def _take(self, link: Link, page_url: str | None) -> Document | None:
        """Fetch a document and keep it; None, and a trouble, where there is none to keep."""
        known = self._known.get(link.url)
        tally = self._tally
        fetch = fetch_page if page_url is None else fetch_attachment
        try:
            document = fetch(self._client, self._night.raw, self._source, link, known)
        except Gone as gone:
            self._part_with(link, known, gone)
        except Away as away:
            tally.left += 1
            if str(away) not in tally.troubles:
                tally.troubles.append(str(away))
        except Refused as refused:
            tally.refused += 1
            tally.troubles.append(f"{link.address}: {refused}")
        except (Unfetched, ValueError) as failed:
            # ValueError: a page so odd that it cannot be parsed must not end the round.
            tally.failed += 1
            tally.troubles.append(f"{link.address}: {failed}")
        else:
            self._keep(link, page_url, known, document)
            return document
        return None

    def _keep(
        self, link: Link, page_url: str | None, known: Capture | None, document: Document
    ) -> None:
        """Put a document into the store, and down that it was served."""
        served = document.served
        sidecar, _ = store(
            self._night.raw,
            document.content,
            file_name=file_name(link, document),
            url=link.address,
            served=served,
            source_id=self._source.id,
        )
        now = moment()
        capture = Capture(
            url=link.url,
            address=link.address,
            source_id=self._source.id,
            sha256=sidecar.sha256,
            first_seen_at=now,
            last_seen_at=now,
            year=link.year,
            link_title=link.title or None,
            page_url=page_url,
            final_url=served.final_url,
            etag=served.headers.get("etag"),
            last_modified=served.headers.get("last-modified"),
        )
        if known is None:
            self._tally.new += 1
        elif known.sha256 == capture.sha256 and not known.gone_at:
            self._tally.unchanged += 1
            # 304 need not repeat what it vouches for (RFC 9110, 15.4.5).
            if served.status == 304:
                etag = capture.etag or known.etag
                modified = capture.last_modified or known.last_modified
                capture = replace(capture, etag=etag, last_modified=modified)
        else:
            self._tally.changed += 1
        self._put_down(capture)

    def _part_with(self, link: Link, known: Capture | None, gone: Gone) -> None:
        """A document that the server has no more; one it never had is a link that fails."""
        if known is None:
            self._tally.failed += 1
            self._tally.troubles.append(f"{link.address}: {gone}")
        else:
            self._tally.gone += 1
            self._put_down(replace(known, gone_at=known.gone_at or moment()))

    def _put_down(self, capture: Capture) -> None:
        self._known[capture.url] = capture
        self._seen.append(capture)

    def _write(self) -> None:
        self._journal.write(self._seen, self._night.began_at, self._client.spent())
        self._seen = []
        self._written = time.monotonic()
