"""How many documents a second go from a website on loopback into the store, and in what memory.

Six hosts, no delay; the server and the crawl are processes of their own, on the same machine.
A second night asks for the same documents again, under conditions.
"""

import multiprocessing as mp
import resource
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

import yaml

from flows import fetch
from tests.bureaus import QUICK, html, report_page
from tests.crawling import crawl
from tests.website import Reply, always, page, serving

HOSTS = [f"127.0.0.{number}" for number in range(2, 8)]
LISTED = 100
SIZES = (300, 3000)
BAR = 150


def _serve(documents: int, ready: Connection) -> None:
    """Serve so many reports over the hosts until told to stop."""
    body = report_page("某局2020年政府信息公开工作年度报告", 2020)
    with serving() as site:
        for host in HOSTS:
            own = range(documents // len(HOSTS))
            for number in own:
                path = f"/{number}.html"
                site.add(host, path, page(body + f"<!-- {host} {number} -->".encode()))
            for start in range(0, len(own), LISTED):
                titled = "<a href=/{0}.html>某{0}局2020年政府信息公开工作年度报告</a>"
                links = "".join(titled.format(n) for n in own[start : start + LISTED])
                reply = always(Reply(html("年报", links)))
                site.add(host, f"/list?p={start // LISTED + 1}", reply)
        ready.send(site.port)
        ready.recv()


def _crawl(data: Path, done: Connection) -> None:
    began = time.monotonic()
    tallies = crawl(data)
    took = time.monotonic() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    done.send((took, fetch.in_words(fetch.counted(list(tallies.values()))), most))


def _sources(port: int) -> str:
    entries = [
        {
            "id": host,
            "agency": "某局",
            "allow_local": True,
            "lists": [{"url": f"http://{host}:{port}/list?p={{page}}"}],
        }
        for host in HOSTS
    ]
    defaults = QUICK | {"delay": 0, "budget": 10**6}
    return yaml.safe_dump({"defaults": defaults, "sources": entries})


def measure(documents: int) -> float:
    """Two nights of so many documents; how many a second the first put into the store."""
    spawned = mp.get_context("spawn")
    ours, theirs = spawned.Pipe()
    server = spawned.Process(target=_serve, args=(documents, theirs))
    server.start()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        (data / "sources.yml").write_text(_sources(ours.recv()), "utf-8")
        rates = []
        for night in ("first", "second"):
            end, start = spawned.Pipe()
            process = spawned.Process(target=_crawl, args=(data, start))
            process.start()
            took, said, most = end.recv()
            process.join()
            rates.append(documents / took)
            print(
                f"{documents:6} documents, {night} night: {rates[-1]:5.0f} a second, "
                f"at most {most:.0f} MB ({said})"
            )
    ours.send("stop")
    server.join()
    return rates[0]


if __name__ == "__main__":
    # The small one shows what memory does; starting up takes a good part of its time.
    *_, rate = [measure(documents) for documents in SIZES]
    print(f"{rate:.0f} documents a second into the store; the bar is {BAR}")
    sys.exit(rate < BAR)
