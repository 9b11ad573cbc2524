"""A page per report: what fails written out, its tables, its source page, what was decided.

Pages are made by the hundred, for a question about hundreds of reports costs what one costs.
`data/site/.pages.json` remembers what each page was made of; what has not changed is left.
"""

import json
import os
from pathlib import Path
from typing import Any

from flows import fetch, review
from flows.files import put
from flows.settings import Paths
from flows.site import facts, pages
from flows.site.original import Original, original
from flows.warehouse import Connection

_MEMORY = ".pages.json"
_AT_ONCE = 500


def write_reports(
    connection: Connection,
    where: Paths,
    reports: list[dict[str, Any]],
    questions: list[review.Question],
    said: dict[str, Any],
) -> None:
    """Write the pages of the reports that changed, and remove those of reports that are gone."""
    folder = where.site / "reports"
    memory = where.site / _MEMORY
    before = json.loads(memory.read_text("utf-8")) if memory.exists() else {}
    made = {one["report_key"]: f"{one['fingerprint']} {pages.look()}" for one in reports}
    changed = [
        one
        for one in reports
        if before.get(one["report_key"]) != made[one["report_key"]]
        or not _page(folder, one).exists()
    ]
    asked: dict[str, dict[facts.Which, str]] = {}
    for one in questions:
        which = (one.rule_id, one.table_code, one.table_no)
        asked.setdefault(one.document_key, {})[which] = one.review_id
    for at in range(0, len(changed), _AT_ONCE):
        for report, page in _filled(connection, where, changed[at : at + _AT_ONCE], asked):
            pages.write(_page(folder, report), "report.html.j2", root="../", **said, **page)
    pages.clear(folder, set(made))
    put(memory, json.dumps(made, indent=0).encode())


def _page(folder: Path, report: dict[str, Any]) -> Path:
    return folder / f"{report['report_key']}.html"


def _filled(
    connection: Connection,
    where: Paths,
    reports: list[dict[str, Any]],
    asked: dict[str, dict[facts.Which, str]],
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What the pages of some reports say."""
    keys = [report["report_key"] for report in reports]
    documents = [report["document_key"] for report in reports]
    outcomes = review.outcomes_of(connection, keys)
    tables = review.printed_tables(connection, keys)
    marked = facts.failing_locators(connection, keys)
    differences = facts.differences(connection, keys)
    decisions = facts.decisions(connection, documents)
    filled = []
    for report, key, document in zip(reports, keys, documents, strict=True):
        failed = facts.failed_rules(outcomes[key], asked.get(document, {}))
        snapshot = fetch.snapshot_path(where.raw, report["content_sha256"])
        page = {
            "report": report,
            "failed": failed,
            "tables": tables[key],
            "differences": differences[key],
            "decisions": decisions[document],
            "snapshot": os.path.relpath(snapshot, where.site / "reports") if snapshot else None,
            "page": _original(snapshot, marked[key]) if failed and snapshot else None,
        }
        filled.append((report, page))
    return filled


def _original(snapshot: Path, marked: frozenset[str]) -> Original | None:
    """The source page, where its bytes are still there."""
    return original(snapshot.read_bytes(), marked) if snapshot.exists() else None
