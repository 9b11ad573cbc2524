"""The inventory of the raw store: every pair of snapshot and sidecar looked at, bytes and all.

In: `data/raw/`. Out: how many pairs are whole, and a sentence for what is not. A damaged pair
is set aside into `damaged/`, where no stage looks: `xxgk add` of the right bytes, or the next
night that fetches them, puts it back.
"""

import time
from collections.abc import Iterator

from flows.fetch.raw import SUFFIX, Damaged, content, read_sidecar
from flows.files import Place, listed, move, sweep

_ASIDE = "damaged"
_UNDER_WAY = 60.0


def verify(raw: Place) -> tuple[int, list[str]]:
    """Check every pair; returns how many are whole, and what was set aside and why."""
    sweep(raw, "??")
    whole, damaged = 0, []
    for name, pair in _pairs(raw):
        why = _fault(raw, name, pair)
        if why is None:
            whole += 1
            continue
        damaged.append(set_aside(raw, name, why))
    return whole, damaged


def set_aside(raw: Place, sha256: str, why: str) -> str:
    """Move what is held under a hash to where no stage looks; the sentence that says so."""
    (raw / _ASIDE).mkdir(exist_ok=True)
    for path in listed(raw / sha256[:2], f"{sha256}*"):
        move(path, raw / _ASIDE / path.name)
    return f"{why}; set aside into {raw.name}/{_ASIDE}"


def _pairs(raw: Place) -> Iterator[tuple[str, list[Place]]]:
    """The files of each hash."""
    for folder in listed(raw, "??"):
        names: dict[str, list[Place]] = {}
        for path in listed(folder, "*"):
            # A name that begins with a dot is being written just now.
            if name := path.name.partition(".")[0]:
                names.setdefault(name, []).append(path)
        yield from (pair for pair in names.items() if not _is_under_way(pair[1]))


def _is_under_way(pair: list[Place]) -> bool:
    """Whether its sidecar may still be on the way: it is written last."""
    (first, *others) = pair
    return not others and time.time() - first.stat().st_mtime < _UNDER_WAY


def _fault(raw: Place, name: str, pair: list[Place]) -> str | None:
    beside = next((path for path in pair if path.name == f"{name}{SUFFIX}"), None)
    if beside is None:
        return f"{pair[0].name} has no sidecar"
    try:
        sidecar = read_sidecar(beside)
        if sidecar.sha256 != name:
            return f"{beside.name} speaks of another snapshot, {sidecar.sha256[:12]}"
        content(raw, sidecar)
    except Damaged as damaged:
        return str(damaged)
    return None
