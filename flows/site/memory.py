"""What each page was made of last time: one that would say the same is not made again.

`data/site/.pages.json` holds a fingerprint for each page. Before pages are written theirs are
taken out, so a build that was killed half-way leaves none that claims to be what it is not.
"""

import hashlib
import json
from pathlib import Path

from flows.files import put
from flows.site import pages


def fingerprint(said: object) -> str:
    """What a page is made of, in short."""
    return hashlib.md5(repr(said).encode(), usedforsecurity=False).hexdigest()


class Memory:
    """The pages of a site by their path in it, and what they were made of."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._file = site / ".pages.json"
        text = self._file.read_text("utf-8") if self._file.exists() else "{}"
        self._before: dict[str, str] = json.loads(text)
        self._now: dict[str, str] = {}

    def changed(self, made_of: dict[str, str]) -> list[str]:
        """The pages that must be written, of some, given what they are made of by path."""
        now = {page: f"{sign} {pages.look()}" for page, sign in made_of.items()}
        changed = [
            page
            for page, sign in now.items()
            if self._before.get(page) != sign or not (self._site / page).exists()
        ]
        lost = {page for page in changed if self._before.pop(page, None)}
        if lost:
            self._save(self._before)
        self._now |= now
        return changed

    def close(self) -> None:
        """Remember what is there now, and remove the pages of what is no longer."""
        for page in self._before.keys() - self._now.keys():
            (self._site / page).unlink(missing_ok=True)
        self._save(self._now)

    def _save(self, known: dict[str, str]) -> None:
        self._site.mkdir(parents=True, exist_ok=True)
        put(self._file, json.dumps(known, indent=0).encode())
