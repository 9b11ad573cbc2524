"""How many printed cells come out right, wrong, kept out or missing: `make accuracy`.

Runs real nights: on documents of the generator, and on the real ones of a directory of
answers (`*.gold.json`) where there is one. A cell counts as published when its statutory
table passed the gate, whichever snapshot is the canonical one.
"""

import argparse
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from flows import fetch
from tests import glued, gold
from tests.generator import Key, Sample, TruthCell, documents
from tests.night import run_night

_CELLS = """
    select
        cell.report_key, cell.table_code, cell.table_no,
        coalesce(indicator.label_path, cell.row_code) as row_code,
        cell.column_code, whole.verdict, cell.value, cell.value_status, cell.raw_text
    from stg_cell as cell
    inner join fct_report_table as whole using (report_key, table_no, table_code)
    left join stg_indicator as indicator using (report_key, table_no, row_code)
    order by cell.report_key, cell.table_no, cell.row_no, cell.column_no
"""
_REASONS = """
    select report_key, table_code, string_agg(rule_id || ': ' || reason, '; ')
    from quality_quarantine group by all
"""
_FAILURES = """
    select result.report_key, result.rule_id, result.table_code, result.place
    from quality_result as result
    inner join fct_report_table as whole using (report_key, table_no, table_code)
    where result.outcome = 'fail' and whole.verdict != 'quarantined'
      and result.rule_id in ('row_total', 'concluded_sum', 'balance', 'block_total',
                             'breakdown_sum', 'cumulative_covers_year')
"""


@dataclass
class Score:
    """What became of the printed cells of some documents."""

    counts: Counter = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)


@dataclass
class Found:
    """What a night made of one document."""

    document_type: str = ""
    cells: dict[Key, tuple] = field(default_factory=dict)
    failures: set[tuple[str, str, str]] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    kept_out: set[Key] = field(default_factory=set)
    reasons: dict[str, str] = field(default_factory=dict)


def run(contents: dict[str, tuple[bytes, str]], data: Path) -> dict[str, Found]:
    """Run a night on named documents; what it made of each."""
    by_key: dict[str, list[Found]] = defaultdict(list)
    found = {name: Found() for name in contents}
    for name, (content, file_name) in contents.items():
        sidecar, _ = fetch.store(data / "raw", content, file_name=file_name)
        by_key[sidecar.sha256[:32]].append(found[name])
    night = run_night(data)
    with duckdb.connect(str(night.where.warehouse), read_only=True) as connection:
        kinds = connection.execute("select report_key, document_type from dim_report").fetchall()
        for key, kind in kinds:
            for one in by_key[key]:
                one.document_type = kind
        _add_cells(connection, by_key)
        for key, code, reason in connection.execute(_REASONS).fetchall():
            for one in by_key[key]:
                one.reasons[code] = reason
        for key, *failure in connection.execute(_FAILURES).fetchall():
            for one in by_key[key]:
                one.failures.add(tuple(failure))
    return found


def _add_cells(connection: duckdb.DuckDBPyConnection, by_key: dict[str, list[Found]]) -> None:
    """The cells of tables let through; quarantined ones only count for what comes after."""
    places: dict[str, dict[Key, object]] = defaultdict(dict)
    for key, code, _, row, column, verdict, *cell in connection.execute(_CELLS).fetchall():
        place = nth(places[key], (code, row, column))
        places[key][place] = cell
        for one in by_key[key]:
            if verdict == "quarantined":
                one.kept_out.add(place)
            else:
                one.cells[place] = tuple(cell)
                one.tables.add(code)


def nth(taken: dict[Key, object], key: Key) -> Key:
    """The key of a cell; an indicator goes by its own label and how often that came before.

    What a row of a statistics table stands under is a reader's judgement; that its number
    belongs to its label is not.
    """
    code, row, column = key
    if code != "indicator":
        return key
    label = row.rpartition("/")[2].partition("#")[0]
    number = sum((code, f"{label} {n}", column) in taken for n in range(1, 9)) + 1
    return code, f"{label} {number}", column


def score(sample: Sample, found: Found, into: Score) -> None:
    """Count the cells of one generated document."""
    name = f"{sample.name} {sample.layout} {sample.form}"
    into.counts["documents"] += 1
    is_kind = sample.document_type != "near_miss" or found.document_type != "annual_report"
    if is_kind and sample.document_type not in ("near_miss", found.document_type):
        is_kind = False
    if not is_kind:
        into.counts["misclassified"] += 1
        into.troubles.append(f"{name}: {sample.document_type} taken for {found.document_type}")
    has_figures = ("annual_report", "monthly_statistics", "work_plan")
    if sample.document_type not in has_figures:
        into.counts["wrong"] += len(found.cells)
        if found.tables:
            into.troubles.append(f"{name}: a {sample.document_type} made facts")
        return
    for code in sample.must_quarantine & found.tables:
        into.counts["unquarantined"] += 1
        into.troubles.append(f"{name}: {code} published, must be quarantined")
    truth: dict[Key, TruthCell] = {}
    for key, cell in sample.truth.items():
        truth[nth(truth, key)] = cell
    due = {key: cell for key, cell in truth.items() if key[0] not in sample.must_quarantine}
    for key, cell in due.items():
        _score_cell(key, cell, found, into, name)
    for code in {key[0] for key in due} - found.tables:
        reason = found.reasons.get(code, "not found")
        into.troubles.append(f"kept out {name}: {code} {reason[:150]}")
    extra = {k for k in found.cells if k not in truth and found.cells[k][0] is not None}
    if extra and not sample.must_quarantine:
        into.counts["wrong"] += len(extra)
        into.troubles.append(f"{name}: cells nobody printed: {sorted(extra)[:3]}")
    _score_failures(sample, found, into, name)
    _score_glued(sample, truth, found, into)


def _score_glued(sample: Sample, truth: dict[Key, TruthCell], found: Found, into: Score) -> None:
    """Count the glued tables that have one solution, and what became of their cells."""
    if not sample.is_glued:
        return
    codes = glued.solvable(sample)
    due = {k: c.value for k, c in truth.items() if k[0] in codes and c.value is not None}
    right = sum(key in found.cells and found.cells[key][0] == due[key] for key in due)
    tables = {"glued": len(glued.considered(sample)), "solvable": len(codes)}
    into.counts.update(tables | {"solvable cells": len(due), "solvable right": right})


def _score_cell(key: Key, cell: TruthCell, found: Found, into: Score, name: str) -> None:
    """Count one printed cell: right, wrong, missing from its table, or kept out with it."""
    got = found.cells.get(key)
    into.counts["cells"] += cell.value is not None
    if got is None:
        if cell.value is not None:
            # Of several statistics tables one may be kept out.
            is_missing = key[0] in found.tables and key not in found.kept_out
            into.counts["missing" if is_missing else "kept out"] += 1
            if is_missing:
                into.troubles.append(f"{name}: {key} missing")
    elif got[0] == cell.value:
        into.counts["right"] += cell.value is not None
    else:
        into.counts["wrong"] += 1
        into.troubles.append(f"{name}: {key} printed {cell.printed!r} read as {got}")


def _score_failures(sample: Sample, found: Found, into: Score, name: str) -> None:
    """Identities that fail: those of published tables, no more and no fewer."""
    # Identities that took glued digits apart prove nothing; a statistics table uses none.
    usable = {"indicator"} if sample.is_glued else found.tables
    due = {f for f in sample.failing if f[1] in found.tables & usable}
    due = {f for f in due if f[1] not in sample.must_quarantine}
    seen = {f for f in found.failures if f[1] not in sample.must_quarantine}
    for failure in due ^ seen:
        into.counts["failures wrong"] += 1
        word = "missed" if failure in due else "invented"
        into.troubles.append(f"{name}: {word} {failure}")


def by_layout(samples: list[Sample]) -> dict[str, Score]:
    """The score of documents by layout."""
    with tempfile.TemporaryDirectory() as folder:
        contents = {s.name: (s.content, s.file_name) for s in samples}
        found = run(contents, Path(folder))
    scores: dict[str, Score] = defaultdict(Score)
    for sample in samples:
        score(sample, found[sample.name], scores[sample.layout])
    return scores


def show(scores: dict[str, Score]) -> None:
    """Print the scores as a table, the troubles below."""
    heads = ["documents", "misclassified", "cells", "right", "wrong", "missing", "kept out"]
    heads += ["unquarantined", "failures wrong"]
    print(f"{'':<16}" + "".join(f"{head:>15}" for head in heads) + f"{'right %':>10}")
    whole = Counter()
    for name in sorted(scores):
        _line(name, scores[name].counts, heads)
        whole += scores[name].counts
    _line("all", whole, heads)
    if whole["glued"]:
        share = 100 * whole["solvable"] / whole["glued"]
        right = 100 * whole["solvable right"] / max(1, whole["solvable cells"])
        tables = f"{whole['solvable']} of {whole['glued']} ({share:.1f} %)"
        print(f"glued tables with exactly one solution: {tables}; right: {right:.2f} % of cells")
    for one in scores.values():
        for trouble in one.troubles:
            print(trouble)


def _line(name: str, counts: Counter, heads: list[str]) -> None:
    share = 100 * counts["right"] / counts["cells"] if counts["cells"] else 100.0
    print(f"{name:<16}" + "".join(f"{counts[head]:>15}" for head in heads) + f"{share:>10.2f}")


def main() -> None:
    """Entry point of `make accuracy`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2000)
    words = parser.parse_args()
    show(by_layout(list(documents(words.seed, words.count))))
    if gold.CORPUS.exists():
        print()
        show(by_layout(list(gold.samples(gold.CORPUS))))


if __name__ == "__main__":
    main()
