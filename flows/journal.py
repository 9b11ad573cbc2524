"""A night under way: what is kept of it while it runs, for the day on which it goes wrong.

In: the stages as they begin. Out: the night's record, written anew with each of them, and
`data/runs/<run_id>.log`, one JSON object a line (`at`, `level`, `event` and what belongs to
it), beside what the console shows.
"""

import json
import logging
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flows import console, record

_LOGGER = logging.getLogger("xxgk.night")
_LOGGER.setLevel(logging.INFO)
_LOGGER.propagate = False


class _Lines(logging.Formatter):
    """A log entry as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of an entry; an error carries its traceback."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "said", {}),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)


class Journal:
    """The open record of a night and its log; `night` is what is known of it so far."""

    def __init__(self, runs: Path, limits: str = "") -> None:
        self._runs = runs
        self.night = record.begin(runs, limits)
        self._began = time.monotonic()
        self._file = logging.FileHandler(runs / f"{self.night.run_id}.log", encoding="utf-8")
        self._file.setFormatter(_Lines())
        _LOGGER.addHandler(self._file)
        self._say(
            "night began",
            run_id=self.night.run_id,
            limits=limits,
            extractor=self.night.extractor_version,
            code=self.night.code_version,
        )

    def stage(self, name: str, things: int, *, counted: bool = False) -> None:
        """A stage begins and the one before it is done; `counted`: the console counts along."""
        self._finish()
        console.stage(name, things if counted else 1)
        self._began = time.monotonic()
        stages = [*self.night.stages, record.Stage(name, things)]
        self.night = record.write(self._runs, replace(self.night, stages=stages))
        self._say("stage began", stage=name, things=things)

    def leave_out(self, sentences: Iterable[str]) -> None:
        """What failed without holding up the night."""
        new = list(sentences)
        for sentence in new:
            self._say("left out", logging.WARNING, sentence=sentence)
        self.night = replace(self.night, left_out=[*self.night.left_out, *new])

    def say(self, sentences: Iterable[str]) -> None:
        """What is worth a line in the log and no more."""
        for sentence in sentences:
            self._say(sentence)

    def publish(self) -> None:
        """The night has published; what comes after does not unmake it."""
        self._finish()
        self.night = record.end(self._runs, self.night, "published")
        self._say("published", snapshots=self.night.snapshots, extracted=self.night.extracted)

    def fail(self, message: str) -> None:
        """The night ends without having published; called where its error is being handled."""
        self._finish()
        self.night = record.end(self._runs, self.night, "failed", message)
        _LOGGER.error("night failed", exc_info=True, extra={"said": {"message": message}})

    def close(self) -> None:
        """The record as it ended, and the log closed."""
        self._finish()
        record.write(self._runs, self.night)
        self._say("night ended", outcome=self.night.outcome, seconds=self.night.seconds)
        _LOGGER.removeHandler(self._file)
        self._file.close()

    def _finish(self) -> None:
        """The time of the stage under way, if there is one."""
        if self.night.stages and self.night.stages[-1].seconds is None:
            *before, last = self.night.stages
            last = replace(last, seconds=round(time.monotonic() - self._began, 3))
            self.night = replace(self.night, stages=[*before, last])
            self._say("stage ended", stage=last.name, seconds=last.seconds)

    def _say(self, event: str, level: int = logging.INFO, **said: object) -> None:
        _LOGGER.log(level, event, extra={"said": said})
