"""A page as Chromium shows it: opened from disk, with what it complained of and asked for.

`browse(path, width, dark=True)` is a fixture (conftest.py): it opens a file and returns a `Seen`.
Without Playwright or Chromium its tests are skipped, and say what to install.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

HEIGHT = 900
Browse = Callable[..., "Seen"]


@dataclass(frozen=True)
class Seen:
    """An open page, its errors, and the address of every request that left the disk."""

    page: "Page"
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def overflow(self) -> int:
        """How many pixels the page is wider than its window: a phone would scroll sideways."""
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(width))

    def shoot(self, picture: Path) -> Path:
        """Take a picture of the whole page, from top to bottom."""
        self.page.screenshot(path=picture, full_page=True)
        return picture


# One module at a time: while Playwright is open an event loop runs in this thread, and a
# test that starts one of its own (a Prefect flow) would be refused.
@pytest.fixture(scope="module")
def browse() -> Iterator[Browse]:
    """Open pages from disk in windows of a given width, in light or dark."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
    )
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium)

        def open_page(path: Path, width: int = 1280, *, dark: bool = False) -> Seen:
            window = running.new_context(
                viewport={"width": width, "height": HEIGHT},
                color_scheme="dark" if dark else "light",
            )
            # Recorded, and still not sent: a test needs no network to see that a page does.
            window.route(re.compile("^(http|ws)s?:"), lambda route: route.abort())
            seen = Seen(window.new_page())
            _listen(seen)
            seen.page.goto(path.resolve().as_uri(), wait_until="load")
            return seen

        yield open_page
        running.close()


def _listen(seen: Seen) -> None:
    page = seen.page
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on(
        "console",
        lambda said: seen.errors.append(said.text) if said.type == "error" else None,
    )
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("file:", "data:", "blob:"))
            else seen.asked.append(request.url)
        ),
    )
