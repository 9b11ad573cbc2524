"""Blocks: the parts both kinds of page are made of.

The templates put strings on the page as they are. Text from elsewhere is therefore a `Markup`
by the time it enters a document, or the parameter of a string template, which is escaped.
"""

from typing import Any

from great_expectations.render import RenderedTableContent, TextContent
from markupsafe import Markup

# Bootstrap's classes for what each severity looks like.
BADGES = {"critical": "badge-danger", "warning": "badge-warning", "info": "badge-info"}
# Great Expectations knows two outcomes; where no place could be assessed it would say success.
UNDECIDED = Markup('<span title="not assessed">–</span>')


def table(header: tuple[str, ...], rows: list[Any], kind: str) -> RenderedTableContent:
    """A table under a header row; a stylesheet knows it by its kind."""
    return RenderedTableContent(
        header_row=list(header),
        table=rows,
        styling={"classes": ["col-12", "table-responsive"], "body": {"classes": ["table", kind]}},
    )


def text(said: Markup, kind: str) -> TextContent:
    """A paragraph; a stylesheet knows it by its kind."""
    return TextContent(text=[said], styling={"classes": ["col-12", kind]})


def badge(severity: str) -> Markup:
    """A severity as it stands in a table."""
    return Markup('<span class="badge {}">{}</span>').format(BADGES[severity], severity)
