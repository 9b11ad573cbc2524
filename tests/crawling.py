"""A crawl without the orchestrator: the same lanes side by side, as plain calls.

`python -m tests.crawling DATA` crawls what `DATA/sources.yml` lists, to be killed or timed.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flows import fetch
from flows.settings import Paths


def crawl(data: Path, years: str | None = None) -> dict[str, fetch.Tally]:
    """Crawl the sources of a data directory; what came of each."""
    where = Paths(data)
    sources, wrong = fetch.read_sources(where.sources)
    assert not wrong, wrong
    span = fetch.read_years(years) if years else None
    with fetch.night_of(where.raw, where.visits, span) as night, ThreadPoolExecutor(16) as pool:
        enabled = [source for source in sources if source.enabled]
        done = pool.map(lambda lane: fetch.crawl(night, lane), fetch.lanes(enabled))
        return {tally.source_id: tally for tallies in done for tally in tallies}


if __name__ == "__main__":
    print(fetch.in_words(fetch.counted(list(crawl(Path(sys.argv[1])).values()))))
