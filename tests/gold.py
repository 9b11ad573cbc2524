"""Real documents with answers: `*.gold.json` beside each, as the accuracy tool scores them.

The answers are keyed by statutory labels; they are put under codes with the forms. Numbers
stand in the order of the form's columns.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from flows.extract.form import Block, Form
from flows.extract.forms import forms
from flows.extract.labels import key
from flows.settings import PROJECT
from tests.generator import Key, Sample, TruthCell

CORPUS = PROJECT.parent / "shared" / "corpus"
_NUMBER = re.compile(r"[-+]?[\d.,]+")
_CHECKS = {
    "t4_sum": ("block_total", "review"),
    "row_sum": ("row_total", "request"),
    "result_total": ("concluded_sum", "request"),
    "balance": ("balance", "request"),
}
_MONEY = ("procurement_amount", "fee_amount")


def samples(folder: Path) -> Iterator[Sample]:
    """The real documents of a folder, near misses included."""
    for note in sorted(folder.glob("*.meta.json")):
        name = note.name.removesuffix(".meta.json")
        meta = json.loads(note.read_text("utf-8"))
        (file,) = (p for p in folder.glob(f"{name}.*") if p.suffix != ".json")
        gold = folder / f"{name}.gold.json"
        answers = json.loads(gold.read_text("utf-8")) if gold.exists() else {}
        yield Sample(
            name,
            file.read_bytes(),
            file.name,
            f"real {meta['layout']}",
            meta["form"],
            meta["script"],
            "",
            "annual_report" if meta["kind"] == "annual_report" else "near_miss",
            dict(_cells(answers)),
            frozenset() if answers else frozenset({"disclosure", "request", "review"}),
            frozenset(_failing(answers)),
            answers.get("report_year"),
            answers.get("publisher"),
            meta["layout"] == "flat",
        )


def _failing(answers: dict) -> Iterator[tuple[str, str, str]]:
    """The contradictions that the answers list, under our names for rules and places."""
    named = {
        key(node.label): node.code or ""
        for code in ("request", "review")
        for block in _form(code).blocks
        for column in block.columns
        for node in column.all()
        if node.code
    }
    for check, place, _ in answers.get("identity_checks", {}).get("fail", ()):
        yield (*_CHECKS[check], named[key(place)])


def _cells(answers: dict) -> Iterator[tuple[Key, TruthCell]]:
    for code in ("disclosure", "request"):
        lines = answers.get({"disclosure": "table2", "request": "table3"}[code], {})
        edition = _edition(code, lines)
        for label, numbers in lines.items():
            listed = numbers if isinstance(numbers, list) else [numbers]
            yield from _line(edition, code, label, listed)
    review = _form("review")
    columns = [
        (group.code or "", leaf.code or "")
        for block in review.blocks
        for column in block.columns
        for group in column.groups()
        if group.code
        for leaf in group.leaves()
    ]
    for (row, column), number in zip(columns, answers.get("table4", []), strict=False):
        yield ("review", row, column), _cell(number, column)
    listed = answers.get("indicator_list") or [
        [label, *rest] for label, rest in answers.get("indicators", {}).items()
    ]
    for place, (label, unit, *numbers) in enumerate(listed):
        for column, number in zip(("year", "cumulative"), numbers, strict=False):
            money = "fee_amount" if unit == "万元" else column
            yield ("indicator", f"{place}/{_bare(label)}", column), _cell(number, money)


def _edition(code: str, lines: dict) -> str:
    """The edition that has most of the rows of an answer."""
    keys = {key(label.rpartition("/")[2]) for label in lines}
    known = {
        form.edition: sum(len(keys & block.leaf_of.keys()) for block in form.blocks)
        for form in forms()
        if form.table_code == code and form.shape == "matrix"
    }
    return max(known, key=lambda edition: (known[edition], -len(_rows_of(code, edition))))


def _rows_of(code: str, edition: str) -> tuple[str, ...]:
    return next(f.row_codes for f in forms() if (f.table_code, f.edition) == (code, edition))


def _bare(label: str) -> str:
    from flows.extract.labels import split_ordinal

    return re.sub(r"\s+", "", split_ordinal(label)[2])


def _form(code: str) -> Form:
    return next(form for form in forms() if form.table_code == code and form.shape == "matrix")


def _line(edition: str, code: str, label: str, numbers: list) -> Iterator[tuple[Key, TruthCell]]:
    block, row = _find(edition, code, label.rpartition("/")[2])
    columns = [leaf.code or "" for column in block.columns for leaf in column.leaves()]
    for column, number in zip(columns, numbers, strict=True):
        yield (code, row, column), _cell(number, column)


def _find(edition: str, code: str, label: str) -> tuple[Block, str]:
    """The block and row code of a label in an edition."""
    for form in forms():
        for block in form.blocks if (form.table_code, form.edition) == (code, edition) else ():
            leaf = block.leaf_of.get(key(label))
            if leaf is not None:
                return block, leaf.code or ""
    raise ValueError(f"no row {label} in the {edition} form")


def _cell(number: object, column: str) -> TruthCell:
    if number is None or number == "":
        return TruthCell(None, "blank", "")
    text = str(number)
    found = _NUMBER.search(text)
    value = Decimal(found[0].replace(",", "")) if found else None
    if value is not None and column in _MONEY and "元" not in text.replace("万元", ""):
        value *= 10_000
    return TruthCell(value, "reported" if found else "not_applicable", text)
