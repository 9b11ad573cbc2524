"""Draws a whole truth: a body, a year, a form for each table, numbers, and one defect."""

import random
from collections.abc import Callable

from tests.generator.agencies import draw_agency
from tests.generator.data import load
from tests.generator.defects import DEFECTS
from tests.generator.draft import Draft
from tests.generator.draw import draw_disclosure, draw_request, draw_review
from tests.generator.legacy import (
    SERIES,
    draw_indicators,
    draw_tasks,
    rows_of_series,
    value_columns,
)
from tests.generator.printing import draw_style, print_cell
from tests.generator.truth import Truth, TruthCell

# Share of documents: hybrids are as frequent as they are on real sites, and then some.
FORMS = {
    "2021": 30,
    "2019": 26,
    "2021+2019": 8,
    "2019+2021": 8,
    "national": 8,
    "fujian_2011": 4,
    "fujian_2014": 6,
    "local": 5,
    "work_plan": 5,
}
_LEVELS = {"street": 20, "department": 35, "county": 25, "city": 14, "province": 6}
_YEARS = {"2019": (2019, 2020), "work_plan": (2013, 2023)}


def draw_truth(
    rng: random.Random,
    form: str | None = None,
    level: str | None = None,
    noise: frozenset[str] = frozenset(),
) -> Truth:
    """A document's content. `noise` names habits of the typist and at most one defect."""
    form = form or rng.choices(list(FORMS), list(FORMS.values()))[0]
    level = level or rng.choices(list(_LEVELS), list(_LEVELS.values()))[0]
    year = rng.randint(*_YEARS.get(form, _years(form)))
    draft = Draft(rng, form, level, year, draw_style(rng, noise))
    if form == "work_plan":
        _fill_tasks(draft)
    elif form in (*SERIES, "monthly"):
        draft.editions = {"indicator": form}
        draft.values = {"indicator": draw_indicators(rng, form, level)}
    else:
        fill_statutory(draft)
    before: list[Callable[[Draft], bool]] = [d for n, d in DEFECTS["numbers"].items() if n in noise]
    after: list[Callable[[Draft], bool]] = [d for n, d in DEFECTS["cells"].items() if n in noise]
    done = [defect(draft) for defect in before]
    print_values(draft)
    done += [defect(draft) for defect in after]
    if not all(done):
        noise -= {*DEFECTS["numbers"], *DEFECTS["cells"]}
    return truth_of(draft, noise)


def _years(form: str) -> tuple[int, int]:
    return tuple(load("legacy")[form]["years"]) if form in SERIES else (2021, 2024)


def truth_of(draft: Draft, noise: frozenset[str]) -> Truth:
    """The finished truth, of a body drawn for it."""
    kinds = {"work_plan": "work_plan", "monthly": "monthly_statistics"}
    level = "county" if draft.form in ("work_plan", "local") else draft.level
    return Truth(
        agency=draw_agency(draft.rng, level),
        level=draft.level,
        year=draft.year,
        document_type=kinds.get(draft.form, "annual_report"),
        form=draft.form,
        editions=draft.editions,
        cells=draft.cells,
        absent=frozenset(draft.absent),
        strangers=tuple(draft.strangers),
        must_quarantine=frozenset(draft.must_quarantine),
        noise=noise,
    )


def fill_statutory(draft: Draft) -> None:
    """Numbers for the three statutory tables of a draft's form."""
    first, _, second = draft.form.partition("+")
    draft.editions = {"disclosure": first, "request": second or first, "review": second or first}
    draft.values = {
        "disclosure": draw_disclosure(draft.rng, first, draft.level),
        "request": draw_request(draft.rng, second or first, draft.level),
        "review": draw_review(draft.rng, draft.level),
    }


def _fill_tasks(draft: Draft) -> None:
    draft.editions = {"task": "work_plan"}
    for (number, column), text in draw_tasks(draft.rng).items():
        draft.cells["task", number, column] = TruthCell(None, "reported", text)


def print_values(draft: Draft) -> None:
    """The cells as the typist sets them."""
    for table, values in draft.values.items():
        for (row, column), value in values.items():
            unit, money = _unit(draft, table, row, column)
            draft.cells[table, row, column] = print_cell(
                draft.rng, draft.style, value, unit, money=money, signed=column == "change"
            )
    if draft.form in (*SERIES, "monthly"):
        _add_headings(draft)


def _unit(draft: Draft, table: str, row: str, column: str) -> tuple[str | None, str]:
    if table in ("request", "review"):
        return "件", ""
    if table == "indicator":
        unit = next(r.unit for r in rows_of_series(draft.form) if r.path == row)
        if draft.form == "local":
            return None, ""
        return (unit, unit) if unit in ("元", "万元") else (unit, "")
    if column == "procurement_amount":
        return "元", "cell"
    if column == "fee_amount":
        return "元", "万元"
    for block in load("forms")["disclosure"][draft.editions["disclosure"]]:
        for code, _, unit in block["columns"]:
            if code == column and row in [item for item, _ in block["rows"]]:
                return unit, ""
    raise LookupError((table, row, column))


def _add_headings(draft: Draft) -> None:
    """A heading row of a statistics table has its cells too; they are blank."""
    columns = value_columns(draft.form)
    ordered = {}
    for row in rows_of_series(draft.form):
        for column in columns:
            key = ("indicator", row.path, column)
            ordered[key] = draft.cells.get(key, TruthCell(None, "blank", "", None))
    draft.cells = ordered
