"""The page of a suite: what it found in, the document Great Expectations renders of it out.

Its own renderers make the overview and the table of each expectation. Added is what they do
not know: severity, why a rule is, the places it counted, the rows that fail it.
"""

from great_expectations.core import ExpectationValidationResult
from great_expectations.render import (
    RenderedDocumentContent,
    RenderedHeaderContent,
    RenderedSectionContent,
    RenderedStringTemplateContent,
    RenderedTableContent,
)
from great_expectations.render.renderer.content_block import (
    ValidationResultsTableContentBlockRenderer,
)
from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
from markupsafe import Markup, escape

from flows.docs.blocks import BADGES, UNDECIDED, table, text
from flows.docs.outcomes import Failing, RuleOutcome, SuiteOutcome
from flows.docs.results import suite_result
from flows.record import Night

_FAILING = ("Report", "Table", "Place", "Expected", "Observed", "Message", "Fault")


def suite_page(suite: SuiteOutcome, night: Night) -> RenderedDocumentContent:
    """The page of a suite: Great Expectations' overview, then a section a rule, worst first."""
    result = suite_result(suite, night)
    page = ValidationResultsPageRenderer().render(result)
    overview = page.sections[0]
    heading = overview.content_blocks[0].subheader.string_template
    # Its link leads to a page of the suite alone, which nobody writes.
    del heading["styling"]["params"]["expectation_suite_name"]
    if not any(one.assessed for one in suite.rules):
        heading["params"] |= {"html_success_icon": UNDECIDED, "success": "not assessed"}
    sections = [_section(*pair) for pair in zip(suite.rules, result.results, strict=True)]
    page.sections = [overview, *sections]
    return page


def _section(found: RuleOutcome, result: ExpectationValidationResult) -> RenderedSectionContent:
    told = ValidationResultsTableContentBlockRenderer.render([result], include_column_name=True)
    if not found.assessed:
        told.table[0][0] = UNDECIDED
    blocks = [_heading(found), text(escape(found.rule.why), "why"), told, _counts(found)]
    if found.shown:
        rows = [_failing(row) for row in found.shown]
        blocks.append(table(_FAILING, rows, "failing"))
    if more := found.failed - len(found.shown):
        blocks.append(text(escape(f"… and {more:,} more."), "more"))
    return RenderedSectionContent(section_name=found.rule.rule_id, content_blocks=blocks)


def _heading(found: RuleOutcome) -> RenderedHeaderContent:
    rule = found.rule
    state = "passed"
    if found.failed:
        state = f"{found.failed:,} failing"
    elif not found.assessed:
        state = "not assessed"
    return RenderedHeaderContent(
        header=RenderedStringTemplateContent(
            string_template={
                "template": "$rule $severity $state",
                "params": {"rule": rule.rule_id, "severity": rule.severity, "state": state},
                "tag": "h5",
                "styling": {
                    "classes": ["m-0"],
                    "params": {
                        "rule": {"attributes": {"id": rule.rule_id}},
                        "severity": {"classes": ["badge", BADGES[rule.severity]]},
                        "state": {"classes": ["badge", "badge-secondary"]},
                    },
                },
            }
        ),
        styling={"classes": ["col-12", "p-0"], "header": {"classes": ["alert", "alert-secondary"]}},
    )


def _counts(found: RuleOutcome) -> RenderedTableContent:
    names = ("Places looked at", "Passed", "Failed", "Not assessable", "Accepted by a steward")
    counts = (
        found.places,
        found.assessed - found.failed,
        found.failed,
        found.not_assessable,
        found.accepted,
    )
    return table(names, [[f"{count:,}" for count in counts]], "counts")


def _failing(row: Failing) -> list[Markup]:
    whose = row.title or row.report_key
    if (row.source_url or "").startswith(("http://", "https://")):
        link = Markup('<a href="{}" rel="noreferrer">{}</a>').format(row.source_url, whose)
    else:
        link = escape(whose)
    fault = f"{row.fault or ''}, accepted" if row.is_accepted else row.fault or ""
    year = "" if row.report_year is None else str(row.report_year)
    return [
        Markup("<strong>{} {}</strong><br>{}<br><code>{}</code>").format(
            row.agency, year, link, row.report_key
        ),
        escape(f"{row.table_code}, table {row.table_no}" if row.table_code else "report"),
        *(escape(said or "") for said in (row.place, row.expected, row.observed, row.message)),
        escape(fault),
    ]
