"""The record of nights: one JSON file a night, failed ones too, loaded into `meta_run`.

Layout: `data/runs/<run_id>.json`, written when a night starts (outcome `running`), whenever
a stage begins and when it ends. A killed night is thus on record with the stage it came to,
and the next one finds it.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from flows.changes import Change
from flows.extract import extractor_version
from flows.files import put
from flows.gate import Quarantined
from flows.warehouse import Connection, build, moments, tables_of


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a night: how many things it had to do; seconds it took, None while it runs."""

    name: str
    things: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Night:
    """A night: when, with what, how it ended, what it counted, left out, changed, kept out.

    `limits` says what it was asked to do less than everything; `changes` compares what it
    published with what was published before, and is empty where nothing was.
    """

    run_id: str
    started_at: str
    outcome: str = "running"
    finished_at: str | None = None
    limits: str = ""
    fetched: dict[str, int] = field(default_factory=dict)
    snapshots: int = 0
    extracted: int = 0
    tables_passed: int = 0
    tables_flagged: int = 0
    tables_quarantined: int = 0
    extractor_version: str = ""
    code_version: str = ""
    duckdb_version: str = ""
    prefect_version: str = ""
    message: str | None = None
    stages: list[Stage] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    newly_quarantined: list[Quarantined] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """What its stages took together."""
        return sum(stage.seconds or 0.0 for stage in self.stages)


def _now() -> datetime:
    return datetime.now(UTC)


def close_killed(runs: Path) -> list[Night]:
    """Nights that still say they are running, now on record as killed.

    To be called by whoever holds the data directory, so that none of them is running.
    """
    killed = []
    for night in nights(runs):
        if night.outcome == "running":
            last = f" in the stage {night.stages[-1].name}" if night.stages else ""
            message = f"it ended without a word{last}"
            killed.append(write(runs, replace(night, outcome="killed", message=message)))
    return killed


def begin(runs: Path, limits: str = "") -> Night:
    """Open the record of a night."""
    started = _now()
    run_id = f"{started:%Y%m%dT%H%M%S%f}"[:-3] + "Z"
    night = Night(
        run_id,
        started.isoformat(timespec="milliseconds"),
        limits=limits,
        extractor_version=extractor_version(),
        code_version=version("xxgk"),
        duckdb_version=version("duckdb"),
        prefect_version=version("prefect"),
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
            found.append(_night(json.loads(path.read_text("utf-8"))))
        except (ValueError, TypeError, KeyError):
            continue
    return found


def _night(entry: dict[str, Any]) -> Night:
    lists: dict[str, type] = {"stages": Stage, "changes": Change, "newly_quarantined": Quarantined}
    for name, part in lists.items():
        entry[name] = [part(**one) for one in entry.get(name, ())]
    return Night(**entry)


def quarantined_before(runs: Path) -> list[Quarantined]:
    """Every quarantine that a published night began, with that night."""
    published = (night for night in nights(runs) if night.outcome == "published")
    return [one for night in published for one in night.newly_quarantined]


def late(runs: Path, hours: float) -> str | None:
    """A sentence where no night has published for longer than some hours."""
    ended = [n.finished_at for n in nights(runs) if n.outcome == "published" and n.finished_at]
    if not ended:
        return "no night has published anything yet"
    last = datetime.fromisoformat(max(ended))
    since = (_now() - last).total_seconds() / 3600
    if since <= hours:
        return None
    return (
        f"nothing has been published since {last:%Y-%m-%d %H:%M} UTC, {since:.0f} hours ago;"
        f" a night is expected every {hours:g} hours"
    )


def load(connection: Connection, runs: Path, tonight: Night) -> None:
    """Fill the record's tables: past nights as they ended, tonight as what it is about to be."""
    held = [*(n for n in nights(runs) if n.run_id != tonight.run_id), tonight]
    frame = pd.DataFrame([{**asdict(night), "left_out": len(night.left_out)} for night in held])
    frame = frame.drop(columns=["fetched", "stages", "changes", "newly_quarantined"])
    for column in ("started_at", "finished_at"):
        frame[column] = moments(list(frame[column]))
    text = ["run_id", "outcome", "limits", "message", "extractor_version", "code_version"]
    text += ["duckdb_version", "prefect_version"]
    frame[text] = frame[text].astype("string")
    parts = {
        "night_stage": _parts(Stage, ((night.run_id, night.stages) for night in held)),
        "night_change": _parts(Change, ((night.run_id, night.changes) for night in held)),
    }
    offered = {"nights": frame, **parts}
    for name, rows in offered.items():
        connection.register(name, rows)
    for table in tables_of("record"):
        build(connection, table)
    for name in offered:
        connection.unregister(name)


def _parts(part: type, of_nights: Iterable[tuple[str, list[Any]]]) -> pd.DataFrame:
    """The parts of all nights as rows, numbered within their night."""
    rows = [
        {"run_id": run_id, "place": place, **asdict(one)}
        for run_id, parts in of_nights
        for place, one in enumerate(parts, 1)
    ]
    names = ["run_id", "place", *part.__slots__]  # type: ignore[attr-defined]
    return pd.DataFrame(rows, columns=names).astype({"run_id": "string", "place": "int64"})
