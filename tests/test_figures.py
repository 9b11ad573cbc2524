"""The words that figures stated in prose are looked for by."""

import re

import yaml

from flows.settings import PROJECT

FACTS = PROJECT / "flows" / "extract" / "prose.yml"
UNITS = re.compile(r"\(\?P<unit>([^)]+)\)")
OPENS_WITH = re.compile(r"\(\?:([^)]+)\)")


def test_a_line_with_a_number_and_any_unit_of_a_figure_is_looked_at() -> None:
    facts = yaml.safe_load(FACTS.read_text("utf-8"))
    patterns = [pattern for entry in facts["figures"].values() for pattern in entry["patterns"]]
    units = set("|".join(UNITS.findall("".join([facts["numbers"], *patterns]))).split("|"))
    assert len(units) > 10
    printed = [f"共 {number}{unit}" for number in ("5", "5 ", "5万", "5 万 ") for unit in units]
    for pattern in (facts["counted_by"], facts["told_by"]):
        assert [text for text in printed if not re.search(pattern, text)] == []


def test_a_line_that_says_there_was_none_is_looked_at() -> None:
    facts = yaml.safe_load(FACTS.read_text("utf-8"))
    openings = [OPENS_WITH.match(entry["pattern"]) for entry in facts["none"].values()]
    words = "|".join([opening[1] if opening else "" for opening in openings]).split("|")
    assert [word for word in words if not re.search(facts["told_by"], word)] == []
