"""A night in words, for someone who was not there: the summary, and what they are told.

In: the record of a night, and the rows of its reports. Out: Markdown, and subjects and
bodies of messages. Who is told, and by which way, is not known here.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flows.fetch import in_words
from flows.record import Night

# A message or a page that lists more is read by nobody.
_LISTED = 200
_NAMED = 20
_MEANING = (
    "passed: every expectation that could be assessed holds. flagged: published as printed, the "
    "publisher's own numbers contradict each other. quarantined: kept out of the facts, since "
    "it could not be read beyond doubt."
)

Message = tuple[str, str]


def summary(night: Night, reports: Sequence[dict[str, Any]]) -> str:
    """What a night did, as Markdown; `reports` as `report.reports` gives them."""
    parts = [
        f"# Night of {moment(night.started_at)}: {night.outcome}",
        *([f"**{night.message}**"] if night.message else []),
        *([f"Limited to {night.limits}."] if night.limits else []),
        f"{night.snapshots:,} snapshots held, {night.extracted:,} read tonight. "
        f"{verdicts(night)} {_MEANING}",
    ]
    if night.fetched:
        parts.append(f"Fetched: {in_words(night.fetched)}.")
    if night.changes:
        rows = [[c.subject, c.held, c.added, c.gone, c.changed] for c in night.changes]
        heads = ["", "held now", "added", "gone", "changed"]
        parts += ["## Compared with what was published before", _table(heads, rows)]
    if night.left_out:
        more = len(night.left_out) - _NAMED
        parts += ["## Left out", _list(night.left_out, f"… and {more} more, in the night's log")]
    stages = [[one.name, one.things, _seconds(one.seconds)] for one in night.stages]
    parts += ["## Stages", _table(["stage", "things", "seconds"], stages)]
    if reports:
        parts += ["## Reports", _reports(reports)]
    parts.append(
        f"Run {night.run_id}, xxgk {night.code_version}, extractor {night.extractor_version}, "
        f"DuckDB {night.duckdb_version}, Prefect {night.prefect_version}."
    )
    return "\n\n".join(parts)


def verdicts(night: Night) -> str:
    """The verdicts on a night's statutory tables, in a sentence."""
    return (
        f"Statutory tables: {night.tables_passed:,} passed, {night.tables_flagged:,} flagged, "
        f"{night.tables_quarantined:,} quarantined."
    )


def moment(at: str) -> str:
    """A moment on record as it is printed, to the minute."""
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M} UTC"


def changed(night: Night) -> str:
    """What a night changed, in a few words; empty where there is nothing to say."""
    counts = (("added", "+"), ("gone", "-"), ("changed", "~"))
    said = []
    for one in night.changes:
        marks = [f"{mark}{getattr(one, name):,}" for name, mark in counts if getattr(one, name)]
        if marks:
            said.append(f"{one.subject} {' '.join(marks)}")
    return ", ".join(said)


def failed(message: str) -> Message:
    """A night that published nothing."""
    return (
        "xxgk: the night failed, nothing was published",
        f"{message}\nWhat was published before still answers. What was fetched and read is kept: "
        "the next night goes on from there. `xxgk runs show` has the stages and the log.",
    )


def killed(night: Night) -> Message:
    """A night that ended without a word, found by the next one."""
    return (
        "xxgk: a night was killed, nothing was published by it",
        f"The night of {moment(night.started_at)}: {night.message}. The next one has begun and "
        "goes on from what it had fetched and read.",
    )


def late(sentence: str) -> Message:
    """A night that did not come when it should have."""
    return "xxgk: the night is late", sentence


def coverage_fell(gone: Sequence[str]) -> Message:
    """Reports whose figures were published before and are no more."""
    count = "1 report is" if len(gone) == 1 else f"{len(gone)} reports are"
    more = f"… and {len(gone) - _NAMED} more"
    return (
        f"xxgk: coverage fell, {count} gone from the facts",
        "Published before and not tonight, since their tables are quarantined, rejected or no "
        f"longer held:\n{_list(gone, more)}",
    )


def _reports(reports: Sequence[dict[str, Any]]) -> str:
    names = ("agency", "report_year", "document_type", "gate_status", "gate_reason")
    rows = [[one[name] for name in names] for one in reports[:_LISTED]]
    table = _table(["agency", "year", "type", "gate", "why"], rows)
    more = len(reports) - _LISTED
    return f"{table}\n\n… and {more:,} more." if more > 0 else table


def _list(sentences: Sequence[str], more: str) -> str:
    lines = [f"- {sentence}" for sentence in sentences[:_NAMED]]
    return "\n".join([*lines, more] if len(sentences) > _NAMED else lines)


def _table(heads: list[str], rows: Iterable[list[Any]]) -> str:
    def line(cells: Iterable[Any]) -> str:
        said = ("" if cell is None else str(cell).replace("|", "\\|") for cell in cells)
        return f"| {' | '.join(said)} |"

    return "\n".join([line(heads), line("---" for _ in heads), *map(line, rows)])


def _seconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.1f}"
