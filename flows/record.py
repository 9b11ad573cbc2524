"""The record of nights: one JSON file a night, failed ones too, loaded into `meta_run`.

Layout: `data/runs/<run_id>.json`, written when a night starts (outcome `running`) and
again when it ends, so that a killed night is on record as one that never ended.
"""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from flows.extract import extractor_version
from flows.files import put
from flows.gate import Quarantined
from flows.warehouse import Connection, build, tables_of


@dataclass(frozen=True, slots=True)
class Night:
    """A night: when, how it ended, what it counted, what it newly kept out."""

    run_id: str
    started_at: str
    outcome: str = "running"
    finished_at: str | None = None
    snapshots: int = 0
    extracted: int = 0
    tables_passed: int = 0
    tables_flagged: int = 0
    tables_quarantined: int = 0
    extractor_version: str = ""
    code_version: str = ""
    message: str | None = None
    newly_quarantined: list[Quarantined] = field(default_factory=list)


def _now() -> datetime:
    return datetime.now(UTC)


def begin(runs: Path) -> Night:
    """Open the record of a night."""
    started = _now()
    run_id = f"{started:%Y%m%dT%H%M%S%f}"[:-3] + "Z"
    night = Night(
        run_id,
        started.isoformat(timespec="milliseconds"),
        extractor_version=extractor_version(),
        code_version=version("xxgk"),
    )
    return write(runs, night)


def end(runs: Path, night: Night, outcome: str, message: str | None = None) -> Night:
    """Close the record of a night as `published` or `failed`."""
    finished = _now().isoformat(timespec="milliseconds")
    return write(runs, replace(night, outcome=outcome, message=message, finished_at=finished))


def write(runs: Path, night: Night) -> Night:
    """Put a record in its place, whole."""
    runs.mkdir(parents=True, exist_ok=True)
    path = runs / f"{night.run_id}.json"
    text = json.dumps(asdict(night), ensure_ascii=False, indent=2) + "\n"
    put(path, text.encode())
    return night


def nights(runs: Path) -> list[Night]:
    """Every night on record, oldest first; a file that is no record is left out."""
    found = []
    for path in sorted(runs.glob("*.json")):
        try:
            entry = json.loads(path.read_text("utf-8"))
            kept_out = [Quarantined(**one) for one in entry.pop("newly_quarantined")]
            found.append(Night(**entry, newly_quarantined=kept_out))
        except (ValueError, TypeError, KeyError):
            continue
    return found


def quarantined_before(runs: Path) -> list[Quarantined]:
    """Every quarantine that a published night began, with that night."""
    published = (night for night in nights(runs) if night.outcome == "published")
    return [one for night in published for one in night.newly_quarantined]


def load(connection: Connection, runs: Path, tonight: Night) -> None:
    """Fill `meta_run`: past nights as they ended, tonight as what it is about to be."""
    past = [night for night in nights(runs) if night.run_id != tonight.run_id]
    frame = pd.DataFrame([asdict(night) for night in [*past, tonight]])
    frame = frame.drop(columns="newly_quarantined")
    for column in ("started_at", "finished_at"):
        moments = pd.to_datetime(frame[column], utc=True, format="ISO8601")
        frame[column] = moments.dt.tz_localize(None).astype("datetime64[us]")
    text = ["run_id", "outcome", "extractor_version", "code_version", "message"]
    frame[text] = frame[text].astype("string")
    connection.register("nights", frame)
    for table in tables_of("record"):
        build(connection, table)
    connection.unregister("nights")
