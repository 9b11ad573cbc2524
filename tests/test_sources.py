"""What to fetch, as `sources.yml` says it; what is wrong in it is named, and the rest goes on."""

from pathlib import Path

import pytest

from flows.fetch import Lane, Source, lanes, read_sources, read_years
from flows.settings import PROJECT

GOOD = "{id: good, agency: A, pages: [{url: 'http://a.example/1', year: 2020}]}"


def read(folder: Path, text: str) -> tuple[list[Source], list[str]]:
    path = folder / "sources.yml"
    path.write_text(text, "utf-8")
    return read_sources(path)


def test_starter_file_is_right_and_asks_no_server():
    found, wrong = read_sources(PROJECT / "data" / "sources.yml")
    assert wrong == []
    assert len(found) == 5
    assert not any(one.enabled for one in found)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("{id: bad, agency: B}", "neither lists nor pages"),
        ("{id: bad, pages: [{url: 'http://b.example'}]}", "agency"),
        ("{id: bad, agency: B, pages: [{url: 'ftp://b.example'}]}", "ftp://b.example"),
        ("{id: bad, agency: B, pages: [{url: 'http://'}]}", "http://"),
        ("{id: bad, agency: B, pages: [{url: 'http://b.example'}], pagse: 1}", "pagse"),
        ("{id: bad, agency: B, lists: [{url: 'http://b.example', more: 'http://c'}]}", "{page}"),
        ("{id: bad, agency: B, pages: [{url: 'http://b.example'}], report: {url: '('}}", "pattern"),
        ("{id: bad, agency: B, pages: [{url: 'http://b.example'}], charset: x}", "charset"),
        ("{id: bad, agency: B, pages: [{url: 'http://b.example'}], years: 2022-2019}", "2022-2019"),
        ("{id: bad, agency: B, pages: [{url: 'http://b.example'}], delay: -1}", "delay"),
        ("{id: bad, agency: B, pages: [{url: 'http://b.example'}], region: 31}", "region"),
        ("{id: bad, agency: B, pages: [{url: 'http://b.example'}], attachments: [exe]}", "attach"),
        ("{id: good, agency: B, pages: [{url: 'http://b.example'}]}", "taken"),
        ("just words", "mapping"),
    ],
)
def test_wrong_entry_is_named_with_its_line_and_the_others_go_on(tmp_path, entry, reason):
    last = GOOD.replace("good", "last")
    found, wrong = read(tmp_path, f"sources:\n  - {GOOD}\n  - {entry}\n  - {last}\n")
    assert [one.id for one in found] == ["good", "last"]
    (sentence,) = wrong
    assert "line 3: source 2" in sentence and reason in sentence


def test_line_is_that_of_the_field_at_fault(tmp_path):
    text = "sources:\n- id: bad\n  agency: A\n  pages:\n  - url: http://a.example\n  years: soon\n"
    assert "line 6" in read(tmp_path, text)[1][0]


@pytest.mark.parametrize("text", ["", "[]", "sources", "sources: [", "defaults: {delay: soon}"])
def test_file_that_lists_no_sources_is_refused(tmp_path, text):
    with pytest.raises(ValueError, match="sources"):
        read(tmp_path, text)


def test_no_file_means_nothing_to_fetch(tmp_path):
    assert read_sources(tmp_path / "none.yml") == ([], [])


def test_source_may_be_treated_more_gently_than_the_rest(tmp_path):
    gentle = GOOD.replace("{id: good", "{id: gentle, delay: 9, budget: 5")
    found, _ = read(tmp_path, f"defaults: {{delay: 1}}\nsources:\n- {GOOD}\n- {gentle}\n")
    assert [(one.manners.delay, one.manners.budget) for one in found] == [(1, 2000), (9, 5)]


def test_year_that_a_title_does_not_say_is_fetched(tmp_path):
    entry = GOOD.replace("agency", "years: 2019-2021, agency")
    ((source,), _) = read(tmp_path, f"sources: [{entry}]")
    wanted = [year for year in (None, 2018, 2019, 2021, 2022) if source.wants(year, None)]
    assert wanted == [None, 2019, 2021]
    assert not source.wants(2019, read_years("2020"))


def test_sources_that_share_a_host_wait_for_each_other(tmp_path):
    def entry(name: str, *hosts: str) -> str:
        pages = ", ".join(f"{{url: 'http://{host}/1'}}" for host in hosts)
        return f"- {{id: {name}, agency: A, pages: [{pages}]}}\n"

    listed = [entry("a", "x"), entry("b", "y"), entry("c", "z"), entry("d", "x", "z")]
    found, _ = read(tmp_path, "sources:\n" + "".join(listed))

    def names(lane: Lane) -> list[str]:
        return sorted(source.id for source in lane.sources)

    assert sorted(map(names, lanes(found))) == [["a", "c", "d"], ["b"]]


@pytest.mark.parametrize("text", ["last year", "2021-2019", ""])
def test_years_that_are_none_are_refused(text):
    with pytest.raises(ValueError):
        read_years(text)
