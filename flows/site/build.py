"""Writing the site: an overview and one page per report, only what changed since the last.

Pages are written aside and renamed. `data/site/.pages.json` remembers what each page was made
of; a page whose report is gone is removed.
"""

import hashlib
import json
import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from flows import fetch, review
from flows.settings import Paths
from flows.site import facts
from flows.site.original import original
from flows.warehouse import Connection

_HERE = Path(__file__).parent
_MEMORY = ".pages.json"


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(default_for_string=True, default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda value: "" if value is None else f"{value:,}"
    return environment


@cache
def _look() -> str:
    """What all pages share: the templates and the code that fills them."""
    files = sorted([*_HERE.rglob("*.j2"), *_HERE.rglob("*.py")])
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    aside.write_text(text, "utf-8")
    aside.replace(path)


def build(where: Paths) -> Path:
    """Write the site of the published warehouse; returns its first page.

    Raises:
        NoWarehouse: nothing has been published yet.
    """
    site = where.site
    with review.open_warehouse(where.warehouse) as connection:
        shutil.copytree(_HERE / "assets", site / "assets", dirs_exist_ok=True)
        reports = facts.reports(connection)
        rules = facts.rules(connection)
        said = {"labels": review.labels(connection), "why": {r["rule_id"]: r["why"] for r in rules}}
        questions = review.open_questions(connection)
        _reports(connection, where, reports, questions, said)
        overview = (
            _templates()
            .get_template("overview.html.j2")
            .render(
                root="",
                runs=facts.runs(connection),
                rules=rules,
                reports=reports,
                questions=questions,
                decisions=review.decisions_taken(connection),
                **said,
            )
        )
    _write(site / "index.html", overview)
    return site / "index.html"


def _reports(
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
    asked: dict[str, dict[facts.Which, str]] = {}
    for one in questions:
        which = (one.rule_id, one.table_code, one.table_no)
        asked.setdefault(one.document_key, {})[which] = one.review_id
    made: dict[str, str] = {}
    for report in reports:
        key = report["report_key"]
        path = folder / f"{key}.html"
        made[key] = f"{report['fingerprint']} {_look()}"
        if before.get(key) != made[key] or not path.exists():
            mine = asked.get(report["document_key"], {})
            page = _templates().get_template("report.html.j2")
            _write(
                path, page.render(root="../", **said, **_report(connection, where, report, mine))
            )
    for path in folder.glob("*.html"):
        if path.stem not in made:
            path.unlink()
    _write(memory, json.dumps(made, indent=0))


def _report(
    connection: Connection,
    where: Paths,
    report: dict[str, Any],
    asked: dict[facts.Which, str],
) -> dict[str, Any]:
    """What the page of a report says; the source page only where something failed."""
    key = report["report_key"]
    failed = facts.failed_rules(review.failures_of(connection, key), asked)
    snapshot = fetch.snapshot_path(where.raw, report["content_sha256"])
    page = None
    if failed and snapshot and snapshot.exists():
        page = original(snapshot.read_bytes(), facts.failing_locators(connection, key))
    return {
        "report": report,
        "failed": failed,
        "tables": review.printed_tables(connection, key),
        "differences": facts.differences(connection, key),
        "decisions": facts.decisions(connection, report["document_key"]),
        "snapshot": os.path.relpath(snapshot, where.site / "reports") if snapshot else None,
        "page": page,
    }
