"""Numbers for the three statutory tables, consistent by construction.

Magnitudes follow the body: a street office has next to nothing but zeros, a province tens
of thousands of requests.
"""

import random
from decimal import Decimal

from tests.generator.data import load
from tests.generator.truth import APPLICANTS, RESULTS, Number

Values = dict[tuple[str, str], Number]  # (row_code, column_code)

REQUESTS = {"street": 3, "department": 14, "county": 60, "city": 2500, "province": 30000}
_SHARES = (0.86, 0.07, 0.005, 0.01, 0.04, 0.015)
# Most answers are one of three; the rest of the form is zeros in most reports.
_FREQUENT = {"granted": 30, "partly_granted": 10, "unavailable_not_held": 25, "other": 4}


def rows_of(table: str, edition: str) -> list[str]:
    """The row codes of a statutory table, in the order of the form."""
    if table == "request":
        return _leaves(load("forms")["request"][edition])
    if table == "review":
        return list(load("forms")["review_channels"])
    return [code for block in load("forms")["disclosure"][edition] for code, _ in block["rows"]]


def _leaves(nodes: list) -> list[str]:
    codes: list[str] = []
    for first, second in nodes:
        codes += [first] if isinstance(second, str) else _leaves(second)
    return codes


def draw_request(rng: random.Random, edition: str, level: str) -> Values:
    """Table 3, every line, column and balance adding up."""
    size = int(REQUESTS[level] * rng.uniform(0.2, 2.5))
    if level == "street" and rng.random() < 0.4:
        size = 0
    lines = rows_of("request", edition)
    outcomes = [c for c in lines if c not in _NOT_OUTCOMES]
    values: Values = {}
    for applicant, share in zip(APPLICANTS, _SHARES, strict=True):
        _draw_column(rng, values, applicant, outcomes, _share(rng, size, share))
    close_request(values, lines)
    return values


_NOT_OUTCOMES = ("received", "carried_in", "concluded_total", "carried_out")


def _share(rng: random.Random, size: int, share: float) -> int:
    if size < 40:
        return sum(rng.random() < share for _ in range(size))
    return int(size * share * rng.uniform(0.5, 1.4))


def _draw_column(
    rng: random.Random, values: Values, applicant: str, outcomes: list[str], concluded: int
) -> None:
    weights = [_FREQUENT.get(code, 1) * rng.uniform(0.2, 2) for code in outcomes]
    counts = dict.fromkeys(outcomes, 0)
    if concluded < 60:
        for code in rng.choices(outcomes, weights, k=concluded):
            counts[code] += 1
    else:
        whole = sum(weights)
        for code, weight in zip(outcomes, weights, strict=True):
            counts[code] = int(concluded * weight / whole)
    carried_out = rng.randint(0, concluded // 8 + 1) if concluded and rng.random() < 0.6 else 0
    whole = sum(counts.values()) + carried_out
    carried_in = rng.randint(0, whole // 7 + 1) if whole and rng.random() < 0.6 else 0
    carried_in = min(carried_in, whole)
    for code, count in counts.items():
        values[code, applicant] = count
    values["carried_in", applicant] = carried_in
    values["carried_out", applicant] = carried_out
    values["received", applicant] = whole - carried_in


def close_request(values: Values, lines: list[str]) -> None:
    """Set the totals that the other cells make, and order the cells as the form does."""
    outcomes = [c for c in lines if c not in _NOT_OUTCOMES]
    for applicant in APPLICANTS:
        concluded = sum(values[c, applicant] for c in outcomes)
        values["concluded_total", applicant] = concluded
        left = concluded + values["carried_out", applicant] - values["carried_in", applicant]
        values["received", applicant] = left
    for line in lines:
        values[line, "total"] = sum(values[line, a] for a in APPLICANTS)
    ordered = {(line, c): values[line, c] for line in lines for c in (*APPLICANTS, "total")}
    values.clear()
    values.update(ordered)


def draw_review(rng: random.Random, level: str) -> Values:
    """Table 4: three channels, four results and their total."""
    most = {"street": 0, "department": 2, "county": 9, "city": 120, "province": 700}[level]
    values: Values = {}
    for channel in load("forms")["review_channels"]:
        for result in RESULTS:
            values[channel, result] = rng.randint(0, most) if rng.random() < 0.55 else 0
        values[channel, "total"] = sum(values[channel, result] for result in RESULTS)
    return values


def draw_disclosure(rng: random.Random, edition: str, level: str) -> Values:
    """Table 2: independent numbers, money in yuan."""
    most = {"street": 6, "department": 90, "county": 900, "city": 40000, "province": 3000000}
    values: Values = {}
    for block in load("forms")["disclosure"][edition]:
        for item, _ in block["rows"]:
            for measure, _, _ in block["columns"]:
                values[item, measure] = _measure(rng, item, measure, most[level])
    return values


def _measure(rng: random.Random, item: str, measure: str, most: int) -> Number:
    if rng.random() < (0.75 if most < 10 else 0.25):
        return 0
    if measure.endswith("_amount"):
        # Whole yuan or cents, so that an amount in 万元 has up to six places.
        places = rng.choice((0, 2, 2))
        return Decimal(rng.randint(1, most * 10000 * 10**places)) / 10**places
    if measure == "change":
        return rng.randint(-(most // 4) - 1, most // 2 + 1)
    if item == "regulations":
        return rng.randint(0, 9)
    return int(most ** rng.uniform(0, 1))
