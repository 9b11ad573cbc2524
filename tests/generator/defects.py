"""One thing wrong with a document: a planted error, a row lost, a row too many, blanks.

A defect returns whether it found a place; it changes numbers before they are printed or
cells after.
"""

from collections.abc import Callable
from dataclasses import replace

from tests.generator.data import load
from tests.generator.draft import Draft
from tests.generator.draw import close_request, rows_of
from tests.generator.identities import failing
from tests.generator.legacy import rows_of_series
from tests.generator.truth import APPLICANTS, Key, Stranger

_TRIES = 30


def plant(draft: Draft) -> bool:
    """Change one printed number so that at least one identity fails."""
    tables = [t for t in ("request", "review", "indicator") if t in draft.editions]
    keys = [k for k, c in draft.cells.items() if k[0] in tables and c.status == "reported"]
    for _ in range(_TRIES if keys else 0):
        # Totals are typed by hand where the rest is counted: half of all slips are there.
        totals = [key for key in keys if _is_total(draft, key)]
        key = draft.rng.choice(totals if totals and draft.rng.random() < 0.5 else keys)
        cell = draft.cells[key]
        if cell.unit in ("元", "unknown"):
            continue
        value = _slip(draft, int(cell.value or 0))
        changed = {**draft.cells, key: replace(cell, value=value, printed=str(value))}
        if failing(changed, draft.editions):
            draft.cells = changed
            return True
    return False


def _is_total(draft: Draft, key: Key) -> bool:
    if key[0] == "indicator":
        return any(row.parts and row.path == key[1] for row in rows_of_series(draft.form))
    return "total" in key[2] or key[1] == "concluded_total"


def _slip(draft: Draft, value: int) -> int:
    digits = list(str(value))
    draft.rng.shuffle(digits)
    slips = [value + 1, value + 10, abs(value - 1), 0, int("".join(digits)), value * 10]
    return draft.rng.choice(slips)


def drop_row(draft: Draft) -> bool:
    """Lose a row of a statutory table, label and all; the totals still count it."""
    if "request" not in draft.editions:
        return False
    table = draft.rng.choice(("request", "request", "disclosure"))
    row = draft.rng.choice(rows_of(table, draft.editions[table]))
    _forget(draft, table, row)
    return True


def drop_row_adjusted(draft: Draft) -> bool:
    """Lose an outcome and adjust every total, so that all identities hold without it."""
    if "request" not in draft.editions:
        return False
    lines = rows_of("request", draft.editions["request"])
    row = draft.rng.choice(lines[2:-2])
    values = draft.values["request"]
    for applicant in APPLICANTS:
        values[row, applicant] = 0
        # Closing derives what was received: it must not fall below nothing.
        kept = sum(values[line, applicant] for line in lines[2:-2])
        left = kept + values["carried_out", applicant]
        values["carried_in", applicant] = min(values["carried_in", applicant], left)
    close_request(values, lines)
    for column in (*APPLICANTS, "total"):
        del values[row, column]
    draft.absent.add(("request", row))
    draft.must_quarantine.add("request")
    return True


def _forget(draft: Draft, table: str, row: str) -> None:
    draft.cells = {k: c for k, c in draft.cells.items() if k[:2] != (table, row)}
    draft.absent.add((table, row))
    draft.must_quarantine.add(table)


def add_stranger(draft: Draft) -> bool:
    """Print a row that no form knows."""
    known = [
        (table, after, label)
        for table, after, label in load("noise")["strangers"]
        if table in draft.editions and after in rows_of(table, draft.editions[table])
    ]
    if not known:
        return False
    table, after, label = draft.rng.choice(known)
    width = sum(key[:2] == (table, after) for key in draft.cells)
    printed = tuple(str(draft.rng.choice((0, 0, 1, 7))) for _ in range(width))
    draft.strangers.append(Stranger(table, after, label, printed))
    draft.must_quarantine.add(table)
    return True


def blank_row(draft: Draft) -> bool:
    """Leave all cells of a row blank."""
    if "request" not in draft.editions:
        return False
    row = draft.rng.choice(rows_of("request", draft.editions["request"]))
    for key, cell in draft.cells.items():
        if key[:2] == ("request", row):
            draft.cells[key] = replace(cell, value=None, status="blank", printed="")
    return True


DEFECTS: dict[str, dict[str, Callable[[Draft], bool]]] = {
    "numbers": {"missing_row_adjusted": drop_row_adjusted},
    "cells": {
        "planted": plant,
        "missing_row": drop_row,
        "unknown_row": add_stranger,
        "blank_row": blank_row,
    },
}
