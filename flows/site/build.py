"""The site, page by page: the desk, a page per report, a page per agency, charts, dictionary."""

import shutil
from pathlib import Path

from flows import review
from flows.settings import Paths
from flows.site import facts, pages
from flows.site.agencies import agencies, write_agencies
from flows.site.charts import write_charts
from flows.site.dictionary import write_dictionary
from flows.site.memory import Memory
from flows.site.regions import write_regions
from flows.site.reports import write_reports

# What one page lists; every report is reached from the page of its agency as well.
_LISTED = 500


def build(where: Paths) -> Path:
    """Write the site of the published warehouse; returns its first page.

    Raises:
        NoWarehouse: nothing has been published yet.
        Superseded: a night was published while the pages of the last were written.
    """
    site = where.site
    shutil.copytree(pages.HERE / "assets", site / "assets", dirs_exist_ok=True)
    memory = Memory(site)
    with review.open_warehouse(where.warehouse) as connection:
        reports = facts.reports(connection)
        rules = facts.rules(connection)
        questions = review.open_questions(connection)
        said = {
            "labels": review.labels(connection),
            "why": {rule["rule_id"]: rule["why"] for rule in rules},
        }
        write_reports(where, facts.night(connection), reports, questions, said, memory)
        every = agencies(connection)
        write_agencies(connection, where, every, said, memory)
        write_regions(connection, where, every, said, memory)
        write_charts(connection, where, memory)
        write_dictionary(connection, site)
        pages.write(
            site / "index.html",
            "overview.html.j2",
            root="",
            runs=facts.runs(connection),
            rules=rules,
            reports=reports[:_LISTED],
            more=max(len(reports) - _LISTED, 0),
            questions=len(questions),
            decisions=review.decisions_taken(connection)[:_LISTED],
            **said,
        )
    memory.close()
    return site / "index.html"
