"""The index: what every suite found in, Great Expectations' table of them out.

Its columns that name a batch say nothing here, and give way to counts of rules and places.
"""

from typing import Any

from great_expectations.render import RenderedDocumentContent, RenderedHeaderContent
from great_expectations.render.renderer.site_index_page_renderer import SiteIndexPageRenderer
from markupsafe import Markup, escape

from flows.docs.blocks import UNDECIDED, badge, table
from flows.docs.outcomes import RuleOutcome, SuiteOutcome, severity_rank
from flows.record import Night

_STATUS = "validation_success"
_INDEX = {
    _STATUS: "Status",
    "expectation_suite_name": "Suite",
    "about": "About",
    "rules": "Expectations",
    "failed_rules": "Failed",
    "worst": "Worst",
    "places": "Places",
    "failed": "Failing places",
    "not_assessable": "Not assessable",
}
_FAILED_RULES = ("Rule", "Suite", "Severity", "Failing places", "Why")


def index_page(suites: list[SuiteOutcome], night: Night) -> RenderedDocumentContent:
    """The index: Great Expectations' table of results, one row a suite, and what failed."""
    page = SiteIndexPageRenderer.render(
        {
            "site_name": f"xxgk, night {night.run_id}",
            "validations_links": [
                {
                    _STATUS: not any(one.failed for one in suite.rules),
                    "expectation_suite_name": suite.name,
                    "expectation_suite_filepath": f"{suite.name}.html",
                }
                for suite in suites
            ],
        }
    )
    (section,) = page.sections
    (tab,) = section.content_blocks[1].tabs
    links = tab["tab_content"]
    links.table_columns = [{"field": name, "title": title} for name, title in _INDEX.items()]
    links.table_data = [
        row | _totals(suite) for row, suite in zip(links.table_data, suites, strict=True)
    ]
    failed = [_failed_rule(suite, one) for suite in suites for one in suite.rules if one.failed]
    heading = RenderedHeaderContent(
        header="Failed expectations",
        subheader=None if failed else "Every expectation held.",
        styling={"classes": ["col-12"]},
    )
    section.content_blocks.append(heading)
    if failed:
        section.content_blocks.append(table(_FAILED_RULES, failed, "rules"))
    return page


def _totals(suite: SuiteOutcome) -> dict[str, Any]:
    broken = [one.rule.severity for one in suite.rules if one.failed]
    worst = min(broken, key=severity_rank, default=None)
    undecided = {} if any(one.assessed for one in suite.rules) else {_STATUS: UNDECIDED}
    return undecided | {
        "about": escape(suite.about),
        "rules": len(suite.rules),
        "failed_rules": len(broken),
        "worst": badge(worst) if worst else "",
        "places": f"{sum(one.places for one in suite.rules):,}",
        "failed": f"{sum(one.failed for one in suite.rules):,}",
        "not_assessable": f"{sum(one.not_assessable for one in suite.rules):,}",
    }


def _failed_rule(suite: SuiteOutcome, found: RuleOutcome) -> list[Markup]:
    link = Markup('<a href="{}.html#{}">{}</a>')
    return [
        link.format(suite.name, found.rule.rule_id, found.rule.rule_id),
        escape(suite.name),
        badge(found.rule.severity),
        escape(f"{found.failed:,}"),
        escape(found.rule.why),
    ]
