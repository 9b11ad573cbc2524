"""The steward's decisions: `data/decisions.yml`, checked whole before any of it is applied.

An entry names what it is about by what is printed, not by when it was captured: document,
statutory table, rule and the hash of the printed values. So it outlives re-runs, new captures
and re-extraction, and is void as soon as the values change.

- `accept` publishes as printed although a rule fails,
- `correct` transcribes what the page prints where it was read wrong,
- `reject` withdraws a table, or a report (`table_no` 0), also one that passed.

An entry is undone by deleting it. A file with one bad entry is refused whole: a rejection
that is silently not applied would publish what a person has withdrawn.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from flows.files import put
from flows.rulebook import rulebook

_HEADER = (
    "# Decisions of the stewards, oldest first; written by `xxgk review`, undone by deletion.\n"
)


class DecisionError(ValueError):
    """A decision that cannot be taken, or a file of decisions that cannot be read; why."""


class Decision(BaseModel):
    """What every decision says: about what, why, who, when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document_key: str
    table_code: str
    table_no: int = Field(ge=0)
    values_sha256: str
    about: str = ""
    reason: str = Field(min_length=1)
    by: str = Field(min_length=1)
    date: date


class Accept(Decision):
    """Publish as printed although a rule fails; never a choice between two readings."""

    decision: Literal["accept"] = "accept"
    rule: str


class Correct(Decision):
    """The value a cell really prints, and the one read there that it replaces."""

    decision: Literal["correct"] = "correct"
    row_code: str
    column_code: str
    expect: Decimal | None
    value: Decimal
    attested: bool = False


class Reject(Decision):
    """Withdraw a table, or with `table_no` 0 the report."""

    decision: Literal["reject"] = "reject"


AnyDecision = Accept | Correct | Reject
_ENTRIES: TypeAdapter[list[AnyDecision]] = TypeAdapter(
    list[Annotated[AnyDecision, Field(discriminator="decision")]]
)


def check_acceptable(rule: str) -> None:
    """Refuse a rule that cannot be waved through.

    Raises:
        DecisionError: the rule says so, and why.
    """
    facts = rulebook().get(rule)
    if facts and facts.never_accept:
        raise DecisionError(f"{rule} cannot be accepted: {facts.never_accept}")


def read(path: Path) -> list[AnyDecision]:
    """Every decision of a file, oldest first; none where there is no file.

    Raises:
        DecisionError: the file, or an entry of it, is not what it should be.
    """
    return _parsed(path.read_text("utf-8"), path.name) if path.exists() else []


def _parsed(text: str, name: str) -> list[AnyDecision]:
    try:
        entries = _ENTRIES.validate_python(yaml.safe_load(text) or [])
    except yaml.YAMLError as error:
        raise DecisionError(f"{name} is no YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        raise DecisionError(f"{name}{_place(error)}") from error
    for number, one in enumerate(entries, 1):
        if isinstance(one, Accept):
            try:
                check_acceptable(one.rule)
            except DecisionError as error:
                raise DecisionError(f"{name}, entry {number}: {error}") from error
    return entries


def _place(error: ValidationError) -> str:
    """The first thing wrong: which entry, which field, and what."""
    first = error.errors()[0]
    number, *fields = [*first["loc"], ""]
    entry = f", entry {number + 1}" if isinstance(number, int) else ""
    named = [str(one) for one in fields if one not in ("", "accept", "correct", "reject")]
    return f"{entry}{f', {named[-1]}' if named else ''}: {first['msg']}"


def record(path: Path, taken: list[AnyDecision]) -> None:
    """Add decisions at the end of the file, whole or not at all; what stands there stays.

    Raises:
        DecisionError: the file would not be readable with them.
    """
    before = path.read_text("utf-8") if path.exists() else _HEADER
    entries = [_entry(one) for one in taken]
    added = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=100)
    text = before.rstrip("\n") + "\n" + added
    _parsed(text, path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, text.encode(), lasting=True)


def _entry(one: AnyDecision) -> dict[str, Any]:
    fields = one.model_dump(exclude_defaults=False)
    plain = {k: str(v) if isinstance(v, Decimal) else v for k, v in fields.items()}
    return {"decision": plain.pop("decision"), **plain}
