"""A reader of the published warehouse as a process of its own: asks until it is told to stop.

`python -m tests.reader WAREHOUSE STOP`: until the file STOP exists, opens the warehouse read-only,
asks a fact and a mart in two statements, and prints a line of JSON an opening: the night read,
what both said, when it began to open and how long that took in seconds.
"""

import json
import sys
import time
from pathlib import Path

import duckdb

_NIGHT = "select max(run_id) from meta_run"
_FACT = "select sum(request_count)::int from fct_request where line_code = 'received'"
_MART = "select sum(received_summed)::int from mart_agency_year"


def read(warehouse: Path) -> dict[str, object]:
    """One opening and what it showed."""
    began = time.time()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        opened = time.time()
        night, fact, mart = (connection.execute(q).fetchone() for q in (_NIGHT, _FACT, _MART))
    assert night and fact and mart
    return {
        "night": night[0],
        "fact": fact[0],
        "mart": mart[0],
        "began": began,
        "waited": opened - began,
    }


if __name__ == "__main__":
    warehouse, stop = map(Path, sys.argv[1:])
    while not stop.exists():
        print(json.dumps(read(warehouse)), flush=True)
        time.sleep(0.4)
