"""Stage: Parquet batches and sidecars in, `stg_*` in the next warehouse out.

Rebuilt whole every night. What extraction cannot know is joined here and never cached:
where a snapshot came from, which body a printed name means, which division that is in, and
what stewards have transcribed.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from flows.decisions import Accept, AnyDecision, Correct
from flows.extract import SCHEMAS, extractor_version, whole_batches
from flows.fetch import Capture, Sidecar
from flows.files import Place
from flows.reach import reach
from flows.stage.agencies import Agency, body_within, is_collective, publisher, superiors
from flows.stage.captures import NAMED_DOCUMENTS, capture_frame
from flows.stage.divisions import all_regions
from flows.warehouse import Connection, build, moments, tables_of

_NAMES = """
    select distinct
        report_key_of(document.content_sha256) as report_key,
        document.report_year,
        document.agency_text as publisher_text,
        lead.agency_text as lead_text
    from named_document as document
    inner join held_snapshot as held using (content_sha256)
    left join extracted_task_agency as lead using (content_sha256)
    order by all
"""


def load(
    connection: Connection,
    extracted: Place,
    held: list[Sidecar],
    taken: list[AnyDecision],
    captures: list[Capture],
) -> dict[str, int]:
    """Fill the staging tables; returns rows by table."""
    _offer_batches(connection, extracted)
    _offer(connection, "held_snapshot", _snapshots(held))
    _offer(connection, "known_capture", capture_frame(captures))
    connection.execute(NAMED_DOCUMENTS)
    _offer(connection, "known_region", pd.DataFrame([_plain(r) for r in all_regions()]))
    _offer(connection, "named_agency", _agencies(connection))
    _offer(connection, "taken_decision", _decisions(taken))
    extractor = {"extractor_version": extractor_version()}
    _offer(connection, "extractor", pd.DataFrame([extractor]))
    return {table.name: build(connection, table) for table in tables_of("stage")}


def _plain(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__slots__}  # type: ignore[attr-defined]


def _offer(connection: Connection, name: str, frame: pd.DataFrame) -> None:
    """Hand a frame to SQL as a temporary table."""
    connection.register("offered", frame)
    connection.execute(f"create or replace temp table {name} as select * from offered")
    connection.unregister("offered")


def _offer_batches(connection: Connection, extracted: Place) -> None:
    """Hand the rows of every batch to SQL; out of a store they are fetched once."""
    reach(connection, str(extracted))
    kind = "view" if isinstance(extracted, Path) else "table"
    found = whole_batches(extracted)
    for name, schema in SCHEMAS.items():
        if files := [str(path) for path in found.get(name, ())]:
            listed = json.dumps(files).replace('"', "'")
            source = f"select * from read_parquet({listed})"
            connection.execute(f"create or replace temp {kind} extracted_{name} as {source}")
        else:
            connection.register("offered", schema.empty_table())
            connection.execute(
                f"create or replace temp table extracted_{name} as select * from offered"
            )


def _snapshots(held: list[Sidecar]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "content_sha256": [s.sha256 for s in held],
            "bytes": [s.bytes for s in held],
            "file_name": [s.file_name for s in held],
            "source_url": [s.url for s in held],
            "source_id": [s.source_id for s in held],
            "origin": [s.origin for s in held],
        },
    ).astype({"bytes": "int64"})
    text = ["content_sha256", "file_name", "source_url", "source_id", "origin"]
    frame[text] = frame[text].astype("string")
    for column in ("fetched_at", "last_seen_at"):
        frame[column] = moments([getattr(s, column) for s in held])
    return frame


def _decisions(taken: list[AnyDecision]) -> pd.DataFrame:
    """The stewards' decisions, numbered as they were taken."""
    frame = pd.DataFrame(
        {
            "decision_no": range(1, len(taken) + 1),
            "decision": [one.decision for one in taken],
            "document_key": [one.document_key for one in taken],
            "table_code": [one.table_code for one in taken],
            "table_no": [one.table_no for one in taken],
            "values_sha256": [one.values_sha256 for one in taken],
            "rule_id": [one.rule if isinstance(one, Accept) else None for one in taken],
            **{
                name: [getattr(one, name) if isinstance(one, Correct) else None for one in taken]
                for name in ("row_code", "column_code", "expect", "value")
            },
            "is_attested": [isinstance(one, Correct) and one.attested for one in taken],
            "about": [one.about for one in taken],
            "reason": [one.reason for one in taken],
            "decided_by": [one.by for one in taken],
            "decided_on": [one.date.isoformat() for one in taken],
        }
    )
    numbers = {"decision_no": "int64", "table_no": "int64", "is_attested": "bool"}
    return frame.astype({name: numbers.get(name, "string") for name in frame.columns})


def _agencies(connection: Connection) -> pd.DataFrame:
    """Each name of a body in each document, resolved where it can be, and who is over them."""
    rows: dict[tuple[str, str, str], dict[str, object]] = {}
    for key, year, published, lead in connection.execute(_NAMES).fetchall():
        for role, text, body in _bodies(published, lead, year):
            rows.setdefault((key, role, text), _named(key, role, text, body))
    columns = ["report_key", "role", "agency_text", *Agency.__slots__, "is_collective"]
    frame = pd.DataFrame(list(rows.values()), columns=columns)
    days = ["name_since", "ended_since"]
    words = frame.columns.difference([*days, "is_collective"])
    frame[words] = frame[words].astype("string")
    frame[days] = frame[days].apply(pd.to_datetime)
    return frame.astype({"is_collective": "bool"})


def _bodies(
    published: str | None, lead: str | None, year: int | None
) -> Iterator[tuple[str, str, Agency | None]]:
    """Role, name and body of a publisher, of a lead agency in its plan, and of their superiors."""
    publishing = publisher(published, year) if published else None
    leading = body_within(lead, publishing.adcode if publishing else None, year) if lead else None
    if published and publishing:
        yield "publisher", published, publishing
    if lead:
        yield "lead", lead, leading
    for body in filter(None, (publishing, leading)):
        for over in superiors(body, year):
            yield "superior", over.agency_name, over


def _named(key: str, role: str, text: str, body: Agency | None) -> dict[str, object]:
    return {
        "report_key": key,
        "role": role,
        "agency_text": text,
        **(_plain(body) if body else dict.fromkeys(Agency.__slots__)),
        "is_collective": role == "lead" and is_collective(text),
    }
