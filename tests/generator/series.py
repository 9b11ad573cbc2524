"""Bodies that report year after year: what one report leaves, the next one takes up.

`draw_series` yields a body's reports in order of years, consistent within each and from one
to the next, but for one that is broken in a known way.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from tests.generator.author import fill_statutory, print_values, truth_of
from tests.generator.defects import DEFECTS
from tests.generator.draft import Draft
from tests.generator.draw import close_request, rows_of
from tests.generator.legacy import draw_indicators
from tests.generator.printing import Style
from tests.generator.prose import figures
from tests.generator.truth import APPLICANTS, Truth, TruthCell

LEVELS = ("department", "department", "county", "city")
STATUTORY_YEARS = range(2019, 2024)
LEGACY_YEARS = range(2014, 2019)
_CHANGED = ("carried", "in_force", "prior_items")
_AMOUNTS = ("procurement_amount", "fee_amount")
_LEGACY_TOTAL = "行政复议数"
# Ways to break a report, by whether its tables are statutory.
BREAKS = {
    True: (*_CHANGED, "half", "misstated", "late", "unit", "planted", "missing_row", "unknown_row"),
    False: ("cumulative", "late", "planted"),
}

Left = dict[tuple[str, str], int]  # what a report leaves to the next, by table and row


def draw_series(
    rng: random.Random, agency: str, level: str, *, statutory: bool, broken: str, in_year: int
) -> Iterator[Truth]:
    """The reports of a body; the one `in_year` is `broken`, if that names a way."""
    left: Left = {}
    for year in STATUTORY_YEARS if statutory else LEGACY_YEARS:
        kind = broken if year == in_year else ""
        draft = _statutory(rng, level, year) if statutory else _legacy(rng, level, year)
        left = _follow(draft, left, kind) if statutory else _accumulate(draft, left, kind)
        print_values(draft)
        yield replace(_finished(draft, kind), agency=agency)


def _statutory(rng: random.Random, level: str, year: int) -> Draft:
    draft = Draft(rng, "2019" if year < 2021 else "2021", level, year, Style())
    fill_statutory(draft)
    return draft


def _legacy(rng: random.Random, level: str, year: int) -> Draft:
    draft = Draft(rng, "fujian_2014", level, year, Style(), {"indicator": "fujian_2014"})
    draft.values = {"indicator": draw_indicators(rng, draft.form, level)}
    return draft


def _follow(draft: Draft, left: Left, broken: str) -> Left:
    """Make the numbers of a year follow from those before; returns what they leave."""
    rng, values = draft.rng, draft.values["disclosure"]
    slip = rng.randint(1, 9)
    _carry(draft, left, slip if broken == "carried" else 0)
    leaves: Left = {("request", a): draft.values["request"]["carried_out", a] for a in APPLICANTS}
    for item in dict.fromkeys(item for item, _ in values):
        if (item, "in_force") in values:
            before = left.get(("in_force", item), int(values[item, "in_force"]))
            issued = int(values[item, "issued"])
            repealed = min(int(values[item, "repealed"]), before + issued)
            wrong = slip if broken == "in_force" and item == "normative_documents" else 0
            values[item, "repealed"] = repealed
            values[item, "in_force"] = before + issued - repealed + wrong
            leaves["in_force", item] = int(values[item, "in_force"])
        if (item, "prior_year_items") in values:
            wrong = slip if broken == "prior_items" and item == "licences" else 0
            before = left.get(("items", item), int(values[item, "prior_year_items"])) + wrong
            change = max(int(values[item, "change"]), -before)
            values[item, "prior_year_items"], values[item, "change"] = before, change
            leaves["items", item] = before + change
    return leaves


def _carry(draft: Draft, left: Left, slip: int) -> None:
    """Take up what was carried out, so that the table still adds up and balances."""
    values = draft.values["request"]
    lines = rows_of("request", draft.editions["request"])
    for applicant in APPLICANTS if left else ():
        carried = left["request", applicant] + (slip if applicant == "natural_person" else 0)
        outcomes = (line for line in lines[2:-2])
        whole = sum(values[line, applicant] for line in outcomes) + values["carried_out", applicant]
        values["carried_in", applicant] = carried
        values["granted", applicant] += max(0, carried - whole)
    close_request(values, lines)


def _accumulate(draft: Draft, left: Left, broken: str) -> Left:
    """Make the totals of all years grow by each year's numbers."""
    values = draft.values["indicator"]
    leaves: Left = {}
    for row, column in list(values):
        if column == "cumulative" and ("all", row) in left:
            wrong = 7 if broken == "cumulative" and row == _LEGACY_TOTAL else 0
            values[row, column] = left["all", row] + values[row, "year"] + wrong
        if column == "cumulative":
            leaves["all", row] = values[row, column]
    return leaves


def _finished(draft: Draft, broken: str) -> Truth:
    """The truth of a draft, with what goes wrong only once its numbers are printed."""
    if broken in DEFECTS["cells"] and not DEFECTS["cells"][broken](draft):
        raise ValueError(f"nothing to break by {broken}")
    for key, cell in draft.cells.items():
        if key[2] in _AMOUNTS:
            yuan = round(Decimal(cell.value or 0), 2)
            draft.cells[key] = TruthCell(yuan, "reported", f"{yuan}元", "元")
    if broken == "unit":
        key = next(key for key in draft.cells if key[2] in _AMOUNTS)
        draft.cells[key] = TruthCell(120_000, "reported", "12万", "元")
    if broken == "half":
        key = ("disclosure", "penalties", "decisions")
        draft.cells[key] = replace(draft.cells[key], value=3.5, printed="3.5")
    day = "03-20" if draft.year < 2019 else "01-12"
    truth = replace(truth_of(draft, frozenset({"fields"})), published=f"{draft.year + 1}-{day}")
    if broken == "late":
        truth = replace(truth, published=f"{draft.year + 1}-05-09")
    if broken == "misstated":
        stated = figures(truth)
        wrong = {n: said + stated.get("carried_in", 0) + 3 for n, said in stated.items()}
        truth = replace(truth, misstated=wrong)
    return truth
