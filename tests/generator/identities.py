"""Which identities fail, recomputed from the cells alone.

Written against the notices, not against `draw`: the generator's own idea of what adds up is
checked here as much as a reader's. An identity with a blank operand is not assessable and
so does not fail.
"""

from collections.abc import Mapping

from tests.generator.draw import rows_of
from tests.generator.legacy import SERIES, rows_of_series
from tests.generator.truth import APPLICANTS, RESULTS, Failure, Key, Number, TruthCell

_ENDS = ("received", "carried_in", "concluded_total", "carried_out")


def failing(cells: Mapping[Key, TruthCell], editions: Mapping[str, str]) -> frozenset[Failure]:
    """Every identity that the printed numbers break, as (rule_id, table_code, place)."""
    found: set[Failure] = set()
    if "request" in editions:
        found |= _request(cells, rows_of("request", editions["request"]))
    if "review" in editions:
        found |= _review(cells)
    if editions.get("indicator") in SERIES:
        found |= _indicator(cells, editions["indicator"])
    return frozenset(found)


def _breaks(whole: list[Number | None], parts: list[Number | None]) -> bool:
    numbers = [number for number in (*whole, *parts) if number is not None]
    return len(numbers) == len(whole) + len(parts) and sum(whole) != sum(parts)


def _request(cells: Mapping[Key, TruthCell], lines: list[str]) -> set[Failure]:
    def at(line: str, column: str) -> Number | None:
        cell = cells.get(("request", line, column))
        return cell.value if cell else None

    found: set[Failure] = set()
    for line in lines:
        if _breaks([at(line, "total")], [at(line, a) for a in APPLICANTS]):
            found.add(("row_total", "request", line))
    outcomes = [line for line in lines if line not in _ENDS]
    for column in (*APPLICANTS, "total"):
        if _breaks([at("concluded_total", column)], [at(line, column) for line in outcomes]):
            found.add(("concluded_sum", "request", column))
        into = [at("received", column), at("carried_in", column)]
        if _breaks(into, [at("concluded_total", column), at("carried_out", column)]):
            found.add(("balance", "request", column))
    return found


def _review(cells: Mapping[Key, TruthCell]) -> set[Failure]:
    found: set[Failure] = set()
    for channel in rows_of("review", ""):
        row = {k[2]: cell.value for k, cell in cells.items() if k[:2] == ("review", channel)}
        if _breaks([row.get("total")], [row.get(result) for result in RESULTS]):
            found.add(("block_total", "review", channel))
    return found


def _indicator(cells: Mapping[Key, TruthCell], series: str) -> set[Failure]:
    found: set[Failure] = set()
    values = {key[1:]: cell.value for key, cell in cells.items() if key[0] == "indicator"}
    for row in rows_of_series(series):
        for path, column in values:
            if path != row.path:
                continue
            parts = [values.get((part, column)) for part in row.parts]
            if parts and _breaks([values[path, column]], parts):
                found.add(("breakdown_sum", "indicator", f"{path}.{column}"))
        year, all_years = values.get((row.path, "year")), values.get((row.path, "cumulative"))
        if year is not None and all_years is not None and year > all_years:
            found.add(("cumulative_covers_year", "indicator", row.path))
    return found
