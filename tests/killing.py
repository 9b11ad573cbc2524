"""A crawl killed with -9 at random moments, then left to finish: what it must leave behind.

`python -m tests.killing [KILLS]` does it thirty times.
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from flows import fetch
from tests.bureaus import World, build
from tests.website import serving

_COMMAND = [sys.executable, "-m", "tests.crawling"]


def kill_and_finish(data: Path, kills: int, seed: int) -> tuple[World, list[int]]:
    """Kill a crawl so often, then let one finish; the world, and what was held at each kill."""
    chance = random.Random(seed)
    # Each in its own part of the first second: some among the lists, some among the documents.
    moments = [(number + chance.random()) * 0.9 / kills for number in range(kills)]
    chance.shuffle(moments)
    with serving() as site:
        world = build(site)
        (data / "sources.yml").write_text(world.sources(delay=0.05), "utf-8")
        held = []
        for moment in moments:
            asked = len(site.log)
            crawl = subprocess.Popen([*_COMMAND, str(data)], stdout=subprocess.DEVNULL)
            # Starting Python takes longer than the crawl: the moment counts from its first request.
            while crawl.poll() is None and len(site.log) == asked:
                time.sleep(0.002)
            time.sleep(moment)
            crawl.kill()
            crawl.wait()
            held.append(len(list((data / "raw").glob("??/*.sidecar.json"))))
        subprocess.run([*_COMMAND, str(data)], check=True, stdout=subprocess.DEVNULL)
    return world, held


def left_behind(data: Path, world: World) -> list[str]:
    """What is wrong with a store that should hold exactly the documents of a world."""
    raw = data / "raw"
    served = {address: body for address, body in world.kept.items()}
    whole = {
        one.sha256: fetch.content(raw, one)
        for one in fetch.sidecars(raw)
        if isinstance(one, fetch.Sidecar)
    }
    captures = fetch.captures(raw / "visits.sqlite")
    wrong = []
    if sorted(whole.values()) != sorted(served.values()):
        wrong.append(f"{len(whole)} snapshots are not the {len(served)} documents")
    if names := [path.name for path in raw.rglob("*.part")]:
        wrong.append(f"half files: {names}")
    if len(list(raw.glob("??/*"))) != 2 * len(served):
        wrong.append("files that are neither snapshot nor sidecar")
    if len(captures) != len(served) or {one.sha256 for one in captures} != whole.keys():
        wrong.append(f"{len(captures)} captures for {len(served)} documents")
    return wrong + fetch.verify(raw)[1]


def main(kills: int = 30) -> None:
    """Kill, finish, and say what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        world, held = kill_and_finish(Path(folder), kills, seed=kills)
        wrong = left_behind(Path(folder), world)
        took = time.monotonic() - began
    print(f"{kills} kills in {took:.0f} s; documents held at each: {held}")
    print(f"after one clean run {len(world.kept)} documents: {'; '.join(wrong) or 'nothing wrong'}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
