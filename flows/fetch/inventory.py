"""The inventory of the raw store: every pair of snapshot and sidecar looked at, bytes and all.

In: `data/raw/`. Out: how many pairs are whole, and a sentence for what is not. A damaged pair
is set aside into `damaged/`, where no stage looks: `xxgk add` of the right bytes, or the next
night that fetches them, puts it back.
"""

from collections.abc import Iterator

from flows.fetch.raw import SUFFIX, Damaged, content, read_sidecar
from flows.files import Place, listed, move, sweep

_ASIDE = "damaged"


def verify(raw: Place) -> tuple[int, list[str]]:
    """Check every pair; returns how many are whole, and what was set aside and why."""
    sweep(raw, "??")
    whole, damaged = 0, []
    for name, pair in _pairs(raw):
        why = _fault(raw, name, pair)
        if why is None:
            whole += 1
            continue
        (raw / _ASIDE).mkdir(exist_ok=True)
        for path in pair:
            move(path, raw / _ASIDE / path.name)
        damaged.append(f"{why}; set aside into {raw.name}/{_ASIDE}")
    return whole, damaged


def _pairs(raw: Place) -> Iterator[tuple[str, list[Place]]]:
    """The files of each hash."""
    for folder in listed(raw, "??"):
        names: dict[str, list[Place]] = {}
        for path in listed(folder, "*"):
            # A name that begins with a dot is being written just now.
            if name := path.name.partition(".")[0]:
                names.setdefault(name, []).append(path)
        yield from names.items()


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
