"""A country: bodies that report ten years running, through three forms, with what real ones do.

Some years are missing, some reports come late, contradict themselves or the year before, and
some are published once more with a number changed. `write_country` lays all of it down as
snapshots that have been fetched and read; the same count gives the same bytes.
"""

import hashlib
import json
import multiprocessing
import random
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from flows.extract.batches import write_batch
from flows.fetch import Sidecar
from flows.files import put
from flows.settings import Paths
from tests.generator import sample
from tests.generator.agencies import draw_agency, draw_department
from tests.generator.series import BREAKS, LEGACY_YEARS, LEVELS, STATUTORY_YEARS, draw_series
from tests.generator.truth import Truth

YEARS = (*LEGACY_YEARS, *STATUTORY_YEARS)
_LAYOUTS = ("html", "html_word", "pipe", "lines", "markdown", "docx")
_SCOPES = {
    "department": "本报告由{agency}编制。",
    "county": "本报告汇总各部门、街镇的情况编制。",
    "city": "本报告汇总各部门、县区的情况编制。",
}
_BROKEN, _MISSING, _REPUBLISHED, _SILENT = 0.6, 0.03, 0.03, 0.2
_UNDER = 0.8
# Beside the ways of the series: a row of which every cell is left blank.
_WAYS = {True: (*BREAKS[True], "blank_row"), False: BREAKS[False]}
_BODIES_AT_ONCE = 20

Body = tuple[int, str, str]


def bodies(count: int) -> list[Body]:
    """Bodies of different names, each with its number and its level; some under another."""
    rng = random.Random("bodies of a country")
    named: dict[str, str] = {}
    counties: list[str] = []
    while len(named) < count:
        level = rng.choice(LEVELS)
        name = draw_agency(rng, level)
        if level == "county":
            counties.append(name)
        elif level == "department" and counties and rng.random() < _UNDER:
            name = draw_department(rng, rng.choice(counties))
        named.setdefault(name, level)
    return [(number, *one) for number, one in enumerate(named.items())]


def reports_of(number: int, agency: str, level: str) -> Iterator[tuple[bytes, str, str]]:
    """The reports of a body in order of years: bytes, file name, and when they were fetched."""
    rng = random.Random(f"country {number}")
    layout, seed = rng.choice(_LAYOUTS), rng.randrange(2**32)
    note = "" if rng.random() < _SILENT else _SCOPES[level].format(agency=agency)
    for statutory in (False, True):
        years = STATUTORY_YEARS if statutory else LEGACY_YEARS
        broken = rng.choice(_WAYS[statutory]) if rng.random() < _BROKEN else ""
        in_year = {"in_force": 2022, "prior_items": 2020}.get(broken, rng.choice(years[1:]))
        for truth in draw_series(
            rng, agency, level, statutory=statutory, broken=broken, in_year=in_year
        ):
            if rng.random() < _MISSING:
                continue
            printed = [replace(truth, scope_note=note)]
            if statutory and rng.random() < _REPUBLISHED:
                printed.append(_changed(printed[0]))
            for month, version in zip(("04", "09"), printed, strict=False):
                made = sample(version, layout, seed=seed)
                name = f"{number}-{truth.year}-{month}{Path(made.file_name).suffix}"
                yield made.content, name, f"{truth.year + 1}-{month}-01T00:00:00+00:00"


def _changed(truth: Truth) -> Truth:
    """The same report with one more reconsideration upheld: its total follows."""
    cells = dict(truth.cells)
    for column in ("upheld", "total"):
        key = ("review", "reconsideration", column)
        value = (cells[key].value or 0) + 1
        cells[key] = replace(cells[key], value=value, printed=str(value))
    return replace(truth, cells=cells)


def write_country(data: Path, count: int) -> int:
    """Lay down the reports of so many bodies, read already; returns how many there are."""
    every = bodies(count)
    steps = range(0, len(every), _BODIES_AT_ONCE)
    tasks = [(data, every[at : at + _BODIES_AT_ONCE]) for at in steps]
    if len(tasks) == 1:
        return _write(tasks[0])
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        return sum(pool.imap_unordered(_write, tasks))


def _write(task: tuple[Path, list[Body]]) -> int:
    data, some = task
    where = Paths(data)
    made = [report for body in some for report in reports_of(*body)]
    write_batch(where.extracted, [content for content, *_ in made])
    for content, name, moment in made:
        sha = hashlib.sha256(content).hexdigest()
        path = f"{sha[:2]}/{sha}{Path(name).suffix}"
        held = Sidecar(
            sha, len(content), path, file_name=name, fetched_at=moment, last_seen_at=moment
        )
        (where.raw / sha[:2]).mkdir(parents=True, exist_ok=True)
        put(where.raw / path, content)
        beside = json.dumps(asdict(held), ensure_ascii=False)
        put(where.raw / sha[:2] / f"{sha}.sidecar.json", beside.encode())
    return len(made)
