"""Whatever happens to a document on its way: no number in a wrong cell, no night stopped."""

from dataclasses import replace
from random import Random

import pytest

from tests.accuracy import Found, run
from tests.generator import Sample, documents
from tests.mishaps import HARMLESS, LOSSY

FORMS = ("2019", "2021", "2021+2019")
Met = list[tuple[str, Sample, Found]]


def _samples(seed: int, count: int) -> list[Sample]:
    """Documents that are text or a page, of a charset that mishaps can be written in."""
    return [
        one
        for one in documents(seed, count)
        if one.file_name.endswith((".txt", ".md", ".html")) and one.truth and one.is_utf8()
    ]


def _after(samples: list[Sample], mishaps: dict, data) -> Met:
    """A night on every sample after every mishap."""
    chance = Random(1)
    changed = {
        f"{sample.name} {name}": replace(sample, content=mishap(text, chance).encode())
        for sample in samples
        for text in [sample.content.decode("utf-8")]
        for name, mishap in mishaps.items()
    }
    contents = {name: (one.content, one.file_name) for name, one in changed.items()}
    found = run(contents, data)
    return [(name, changed[name], found[name]) for name in contents]


def _wrong(met: Met) -> list[tuple]:
    """Published numbers that the document does not print in that place."""
    return [
        (name, key, got)
        for name, sample, found in met
        for key, got in found.cells.items()
        if got[0] is not None and (key not in sample.truth or sample.truth[key].value != got[0])
    ]


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return [one for one in _samples(41, 70) if one.form in FORMS and not one.must_quarantine]


def test_what_keeps_every_number_in_place_keeps_every_table(samples, tmp_path):
    untouched = {"nothing": lambda text, _: text}
    met = _after(samples, untouched | HARMLESS, tmp_path)
    assert _wrong(met) == []
    whole = {one.name: len(found.tables) for name, one, found in met if name.endswith(" nothing")}
    assert [name for name, one, found in met if len(found.tables) < whole[one.name]] == []


def test_what_is_lost_or_torn_puts_no_number_into_another_cell(samples, tmp_path):
    assert _wrong(_after(samples, LOSSY, tmp_path)) == []


def test_no_mishap_of_any_document_stops_the_night(tmp_path):
    of_all_kinds = [one for one in _samples(42, 80) if one.form not in FORMS]
    assert len({one.form for one in of_all_kinds}) > 4
    _after(of_all_kinds, HARMLESS | LOSSY, tmp_path)
