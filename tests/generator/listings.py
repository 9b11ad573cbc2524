"""Statistics tables and task tables as sheets: a header and one row an entry."""

import random

from tests.generator.data import load
from tests.generator.legacy import tables_of
from tests.generator.sheets import Label, Look, Sheet, Slot
from tests.generator.truth import Truth

_TASK_HEADER = {"task": "目标任务", "lead_agencies": "牵头单位", "deadline": "完成时限"}


def indicator_sheets(
    truth: Truth, rng: random.Random, look: Look, label: Label
) -> list[tuple[str, Sheet]]:
    """The statistics tables of a truth, each with the title printed above it."""
    series = truth.editions["indicator"]
    header = load("legacy")[series]["header"]
    columns = [code for code in header if code not in ("label", "unit")]
    # A local table has a unit column that nobody fills.
    units = series != "local"
    indent = rng.choice(("", "", "　", "    "))
    number = 0
    found = []
    for title, rows in tables_of(series):
        top = [Slot(label(text.format(year=truth.year)), role="header") for text in header.values()]
        body = []
        for row in rows:
            number += 1
            printed = [indent * row.depth + label(row.printed), row.unit if units else ""]
            slots = [Slot(printed[0]), Slot(printed[1], role="unit")]
            for column in columns:
                if column == "code":
                    slots.append(Slot(f"{number:02d}", role="unit"))
                    continue
                key = ("indicator", row.path, column)
                slots.append(Slot(look(key), key=key, role="value"))
            body.append(tuple(slots))
        found.append((title, Sheet("indicator", (tuple(top), *body), len(top), 1)))
    return found


def task_sheet(truth: Truth, look: Look, label: Label) -> Sheet:
    """The task table of a work plan."""
    rows = [[Slot("序号", role="header")]]
    rows[0] += [Slot(label(text), role="header") for text in _TASK_HEADER.values()]
    numbers = dict.fromkeys(key[1] for key in truth.cells if key[0] == "task")
    for number in numbers:
        keys = [("task", number, column) for column in _TASK_HEADER]
        values = [Slot(look(key), key=key, role="value") for key in keys]
        rows.append([Slot(number), *values])
    return Sheet("task", tuple(map(tuple, rows)), 4, 1)
