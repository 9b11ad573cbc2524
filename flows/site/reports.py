"""A page per report: what fails written out, its tables, its source page, what was decided.

Pages are made by the hundred, for a question about hundreds of reports costs what one costs,
and by several processes where there are several hundreds.
"""

import multiprocessing
import os
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from flows import fetch, review
from flows.files import Place
from flows.settings import Paths
from flows.site import facts, pages
from flows.site.memory import Memory
from flows.site.original import Original, original
from flows.sweeping import unswept
from flows.warehouse import Connection

_AT_ONCE = 500
Asked = dict[str, dict[facts.Which, str]]


def write_reports(
    where: Paths,
    night: str,
    reports: list[dict[str, Any]],
    questions: list[review.Question],
    said: dict[str, Any],
    memory: Memory,
) -> None:
    """Write the pages of the reports that changed since the night they were last written."""
    made = {_page(one): one for one in reports}
    changed = memory.changed({page: one["fingerprint"] for page, one in made.items()})
    asked: Asked = defaultdict(dict)
    for one in questions:
        asked[one.document_key][one.rule_id, one.table_code, one.table_no] = one.review_id
    # In the order of their keys they stand together in the warehouse, and little is read.
    wanted = sorted((made[page] for page in changed), key=lambda one: str(one["report_key"]))
    batches = [wanted[at : at + _AT_ONCE] for at in range(0, len(wanted), _AT_ONCE)]
    tasks = [
        (where, night, batch, {d: asked[d] for d in _documents(batch) if d in asked}, said)
        for batch in batches
    ]
    if len(tasks) > 1:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(os.cpu_count() or 1, len(tasks)), context) as workers:
            for done in [workers.submit(_write, *task) for task in tasks]:
                done.result()
    else:
        for task in tasks:
            _write(*task)


def _page(report: dict[str, Any]) -> str:
    return f"reports/{report['report_key']}.html"


def _documents(reports: list[dict[str, Any]]) -> list[str]:
    return [report["document_key"] for report in reports]


class Superseded(RuntimeError):
    """A night published another warehouse while pages of the last one were written."""


def _write(
    where: Paths, night: str, reports: list[dict[str, Any]], asked: Asked, said: dict[str, Any]
) -> None:
    """Write the pages of some reports, in whatever process this is."""
    with review.open_warehouse(where.warehouse) as connection:
        if facts.night(connection) != night:
            raise Superseded("a night was published meanwhile; run `xxgk site` again")
        connection.execute("set threads = 1")
        with unswept():
            for report, page in _filled(connection, where, reports, asked):
                path = where.site / _page(report)
                pages.write(path, "report.html.j2", root="../", **said, **page)


def _filled(
    connection: Connection, where: Paths, reports: list[dict[str, Any]], asked: Asked
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What the pages of some reports say."""
    keys = [report["report_key"] for report in reports]
    failing = [report["report_key"] for report in reports if report["is_failing"]]
    tables = review.printed_tables(connection, keys)
    outcomes = review.outcomes_of(connection, failing)
    marked = facts.failing_locators(connection, failing)
    differences = facts.differences(connection, keys)
    decisions = facts.decisions(connection, _documents(reports))
    filled = []
    for report, key in zip(reports, keys, strict=True):
        document = report["document_key"]
        failed = facts.failed_rules(outcomes.get(key, []), asked.get(document, {}))
        snapshot = fetch.snapshot_path(where.raw, report["content_sha256"])
        page = {
            "report": report,
            "failed": failed,
            "tables": tables[key],
            "differences": differences[key],
            "decisions": decisions[document],
            "snapshot": _address(snapshot, where.site / "reports"),
            "page": _original(snapshot, marked[key]) if failed and snapshot else None,
        }
        filled.append((report, page))
    return filled


def _address(snapshot: Place | None, folder: Path) -> str | None:
    """How a page in a folder leads to a snapshot: beside it, or in a store by its address."""
    if isinstance(snapshot, Path):
        return os.path.relpath(snapshot, folder)
    return str(snapshot) if snapshot else None


def _original(snapshot: Place, marked: frozenset[str]) -> Original | None:
    """The source page, where its bytes are still there."""
    return original(snapshot.read_bytes(), marked) if snapshot.exists() else None
