"""What the other tests see of a page is what a browser does with it."""

import pytest


@pytest.fixture
def page(tmp_path):
    def write(body):
        path = tmp_path / "page.html"
        path.write_text(f"<!doctype html><html><body>{body}</body></html>", "utf-8")
        return path

    return write


def test_request_that_leaves_the_disk_is_seen_and_not_sent(browse, page):
    seen = browse(page('<img src="https://example.org/logo.png?id=1"><p>text'))
    assert seen.asked == ["https://example.org/logo.png?id=1"]


def test_page_of_its_own_files_asks_nothing(browse, page, tmp_path):
    (tmp_path / "style.css").write_text("p { color: red }")
    seen = browse(page('<link rel="stylesheet" href="style.css"><img src="data:,"><p>text'))
    assert seen.asked == []
    assert seen.page.evaluate("getComputedStyle(document.querySelector('p')).color") == (
        "rgb(255, 0, 0)"
    )


def test_missing_file_and_failing_script_are_errors(browse, page):
    seen = browse(page('<link rel="stylesheet" href="none.css"><script>boo()</script>'))
    assert len(seen.errors) == 2
    assert any("boo is not defined" in error for error in seen.errors)


def test_width_and_colours_are_those_asked_for(browse, page, tmp_path):
    wide = page('<meta name="color-scheme" content="light dark"><div style="width:500px">x</div>')
    seen = browse(wide, 390, dark=True)
    assert seen.overflow > 0 and browse(wide, 1280).overflow == 0
    assert seen.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert seen.shoot(tmp_path / "shot.png").stat().st_size > 100
