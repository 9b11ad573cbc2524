"""Killed half-way, the next crawl goes on where it stopped, and leaves no trace of it.

`make soak` kills thirty times.
"""

import subprocess
import sys
import time

from flows import fetch
from tests.bureaus import build
from tests.crawling import crawl
from tests.killing import kill_and_finish, left_behind
from tests.website import serving


def test_store_of_a_crawl_killed_five_times_is_that_of_one_never_killed(tmp_path):
    world, held = kill_and_finish(tmp_path, 5, seed=1)
    assert 0 < held[-1] < 300
    assert left_behind(tmp_path, world) == []


def test_next_crawl_does_not_ask_again_what_was_written_down(tmp_path):
    with serving() as site:
        world = build(site)
        (tmp_path / "sources.yml").write_text(world.sources(delay=0.01), "utf-8")
        command = [sys.executable, "-m", "tests.crawling", str(tmp_path)]
        killed = subprocess.Popen(command)
        while len(fetch.captures(tmp_path / "raw" / "visits.sqlite")) < 60:
            time.sleep(0.02)
        killed.kill()
        killed.wait()
        half = tmp_path / "raw" / "00" / ".0.html.4194305-1.part"
        half.parent.mkdir(exist_ok=True)
        half.write_bytes(b"half")
        known = {one.address for one in fetch.captures(tmp_path / "raw" / "visits.sqlite")}
        site.log.clear()
        crawl(tmp_path)
        asked = {site.url(one.host, one.path) for one in site.asked()}
        assert not known & asked
        assert not half.exists()
        site.log.clear()
        crawl(tmp_path)
        assert known <= {site.url(one.host, one.path) for one in site.asked()}
