"""The journal of fetching, for SQL: who served what when, and how its link called it.

A file that a report's page attaches may print its tables and nothing of whose they are or of
which year. Where every link to it bears the title of one body's report of one year, that is
whose it is; a document that says another year, or another body, keeps what it says.
"""

import pandas as pd

from flows.extract.titles import read_title
from flows.fetch import Capture
from flows.warehouse import moments

_TEXT = {
    "source_url": "url",
    "content_sha256": "sha256",
    "source_id": "source_id",
    "page_url": "page_url",
    "link_title": "link_title",
    "etag": "etag",
    "last_modified": "last_modified",
}

NAMED_DOCUMENTS = """
    create or replace temp view named_document as
    with titled as (
        select
            content_sha256,
            min(link_agency) as agency_text,
            min(link_report_year) as report_year
        from known_capture
        where link_title is not null
        group by content_sha256
        having
            count(distinct link_agency) = 1
            and count(distinct link_report_year) = 1
            and count(link_agency) = count(*)
            and count(link_report_year) = count(*)
    )
    select
        extracted.* replace (
            coalesce(extracted.agency_text, titled.agency_text) as agency_text,
            coalesce(extracted.report_year, titled.report_year) as report_year
        )
    from extracted_document as extracted
    left join titled
        on
            extracted.content_sha256 = titled.content_sha256
            and extracted.document_type = 'annual_report'
            and coalesce(extracted.report_year, titled.report_year) = titled.report_year
            and ends_with(titled.agency_text, coalesce(extracted.agency_text, ''))
"""


def capture_frame(captures: list[Capture]) -> pd.DataFrame:
    """One row a capture; `link_agency` and `link_report_year` where its link titles a report."""
    frame = pd.DataFrame(
        {name: [getattr(one, field) for one in captures] for name, field in _TEXT.items()},
        dtype="string",
    )
    titles = [read_title([one.title]) for one in captures]
    named = [title if title.document_type == "annual_report" else None for title in titles]
    frame["link_agency"] = pd.Series([one and one.agency for one in named], dtype="string")
    frame["link_report_year"] = pd.Series([one and one.report_year for one in named], dtype="Int32")
    for column in ("first_seen_at", "last_seen_at", "gone_at"):
        frame[column] = moments([getattr(one, column) for one in captures])
    return frame
