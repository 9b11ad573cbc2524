"""The gate under load: 10,000 reports, one in fifty broken in a known way.

`make gate` shows whether every planted break is found under its rule and fault and nothing
else, and what the gate takes: under 60 s and 2 GB on two cores. Writing and reading the
reports is not counted.
"""

import argparse
import hashlib
import multiprocessing
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from flows import stage
from flows.extract.batches import write_batch
from flows.fetch import Sidecar
from flows.gate import gate
from flows.settings import Paths
from flows.warehouse import connect
from tests.generator import sample
from tests.generator.agencies import draw_agency
from tests.generator.gate_truth import Finding, Report, findings
from tests.generator.series import BREAKS, LEGACY_YEARS, LEVELS, STATUTORY_YEARS, draw_series

_LAYOUTS = ("html", "html_word", "pipe", "lines", "markdown", "docx")
# What goes wrong on the way, once a report is printed; only text can be cut by hand.
_CUT = "\n我们将进一步加强政府信息公开工作的组织领导和业务培训,不断提高"
_CAPTURED = ("cut", "damaged", "other_year")
_SHARE = 0.02
_YEARS = 5
_FAILURES = """
    select report_key, rule_id, table_code, place, fault from quality_result
    where outcome = 'fail'
"""


def _break_capture(content: bytes, broken: str, year: int) -> tuple[bytes, set[Finding]]:
    """A document spoiled after it was written, and what must be found of that."""
    if broken == "cut":
        return content.rstrip() + _CUT.encode(), {("not_cut_off", "", "", "capture")}
    if broken == "damaged":
        stop = "。".encode()
        damaged = content.replace(stop, "完".encode()[:2] + stop, 1)
        return damaged, {("characters_whole", "", "", "capture")}
    text = re.sub(
        rf"(期限|时限)(自|为){year}(年1月1日)(起?至)(?:{year}年)?",
        rf"\g<1>\g<2>{year - 1}\g<3>\g<4>{year - 1}年",
        content.decode(),
    )
    return text.encode(), {("report_year_agrees", "", "", "source")}


def _body(number: int, agency: str, level: str) -> list[tuple[bytes, str, set[Finding], str]]:
    """The reports of one body: bytes, name, what must be found, how it was broken."""
    rng = random.Random(f"gate {number}")
    statutory = rng.random() < 0.85
    years = STATUTORY_YEARS if statutory else LEGACY_YEARS
    is_broken = rng.random() < _SHARE * _YEARS
    broken = rng.choice((*BREAKS[statutory], *_CAPTURED)) if is_broken else ""
    in_year = rng.choice(years[1:])
    if broken in ("in_force", "prior_items"):
        in_year = 2022 if broken == "in_force" else 2020
    layout = "lines" if broken in _CAPTURED else rng.choice(_LAYOUTS)
    # One seed for all years, so that each says alike whose figures these are.
    seed, before, made = rng.randrange(2**32), None, []
    truths = draw_series(rng, agency, level, statutory=statutory, broken=broken, in_year=in_year)
    for truth in truths:
        printed = sample(truth, layout, seed=seed)
        report = Report(truth, printed)
        due = findings(before, report)
        content, how = printed.content, broken if truth.year == in_year else ""
        if how in _CAPTURED:
            content, more = _break_capture(content, how, truth.year)
            due |= more
        name = f"{number}-{truth.year}-{layout}-{how}{Path(printed.file_name).suffix}"
        made.append((content, name, due, how))
        before = report
    return made


def _write(task: tuple[Path, list[tuple[int, str, str]]]) -> list[tuple[str, int, str, set, str]]:
    """Write and read the reports of some bodies; returns what must be found in each."""
    extracted, bodies = task
    made = [report for body in bodies for report in _body(*body)]
    write_batch(extracted, [content for content, *_ in made])
    return [(hashlib.sha256(content).hexdigest(), len(content), *rest) for content, *rest in made]


def _bodies(count: int) -> list[tuple[int, str, str]]:
    """Bodies of different names, each with its level."""
    rng = random.Random("bodies of the gate")
    named: dict[str, str] = {}
    while len(named) < count:
        level = rng.choice(LEVELS)
        named.setdefault(draw_agency(rng, level), level)
    return [(number, *one) for number, one in enumerate(named.items())]


def check(count: int, data: Path) -> bool:
    """Judge `count` reports in a directory; prints what was found, returns whether all was."""
    where = Paths(data)
    bodies = _bodies(count // _YEARS)
    tasks = [(where.extracted, bodies[at : at + 20]) for at in range(0, len(bodies), 20)]
    start = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        made = [one for batch in pool.imap_unordered(_write, tasks) for one in batch]
    print(f"{len(made)} reports written and read in {time.perf_counter() - start:.0f} s")
    moment = "2025-01-01T00:00:00+00:00"
    held = [
        Sidecar(sha, size, name, name, fetched_at=moment, last_seen_at=moment)
        for sha, size, name, _, _ in made
    ]
    with connect(where.next_warehouse) as connection:
        start = time.perf_counter()
        stage.load(connection, where.extracted, held, [], [])
        print(f"staged in {time.perf_counter() - start:.0f} s")
    with connect(where.next_warehouse) as connection:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        gate(connection, "bench", [])
        took = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found: dict[str, set[Finding]] = defaultdict(set)
        for key, *failure in connection.execute(_FAILURES).fetchall():
            found[key].add(tuple(failure))
        rows = connection.execute("select count(*) from quality_result").fetchone()[0]
    print(
        f"gate: {took:.1f} s, peak {peak / 2**20:.2f} GB (before it {before / 2**20:.2f} GB),"
        f" {rows} outcomes"
    )
    return _compare(made, found) and took < 60 and peak < 2 * 2**20


def _compare(made: list[tuple[str, int, str, set, str]], found: dict[str, set[Finding]]) -> bool:
    """Print by rule how many failures were due, found, missed and invented."""
    counts: dict[str, Counter] = defaultdict(Counter)
    planted = Counter(how for *_, how in made if how)
    troubles = []
    for sha, _, name, due, _ in made:
        seen = found[sha[:32]]
        for kind, failures in (("due", due), ("missed", due - seen), ("invented", seen - due)):
            for failure in failures:
                counts[failure[0]][kind] += 1
                if kind != "due":
                    troubles.append(f"{kind} {name}: {failure}")
    print(f"{sum(planted.values())} reports broken: {dict(planted)}")
    print(f"{'rule':<24}{'due':>8}{'missed':>8}{'invented':>10}")
    for rule, count in sorted(counts.items()):
        print(f"{rule:<24}{count['due']:>8}{count['missed']:>8}{count['invented']:>10}")
    print("\n".join(troubles[:40]))
    return not troubles


def main() -> None:
    """Entry point of `make gate`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(0 if check(parser.parse_args().count, Path(folder)) else 1)


if __name__ == "__main__":
    main()
