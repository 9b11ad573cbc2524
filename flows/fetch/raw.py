"""The raw store: snapshots as served, each with a sidecar, written once and never edited.

When an address served which of them is in the journal beside (`journal.py`).

Layout: `data/raw/<first two of sha256>/<sha256>.<extension>` and beside it
`<sha256>.sidecar.json`. The name is the hash of the bytes, so a file already held is
recognised by what it says. Bytes are written first and the sidecar last, both to a
temporary name and renamed: a sidecar means that its snapshot is whole.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from flows.files import Place, listed, put, read

SUFFIX = ".sidecar.json"
_AT_ONCE = 16
_EXTENSION = re.compile(r"\.[a-z0-9]{1,5}\Z")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What is known of a snapshot; `origin` is prose, `headers` those worth keeping."""

    sha256: str
    bytes: int
    path: str
    file_name: str | None = None
    url: str | None = None
    final_url: str | None = None
    fetched_at: str | None = None
    last_seen_at: str | None = None
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    source_id: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """How a server answered: the address that did, its status, the headers worth keeping."""

    final_url: str
    status: int
    headers: dict[str, str]


class Damaged(ValueError):
    """A snapshot or sidecar that is not what it was when stored."""


class Altered(Damaged):
    """Bytes whose hash is not the one in their sidecar."""


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def store(
    raw: Place,
    content: bytes,
    *,
    file_name: str | None = None,
    url: str | None = None,
    served: Served | None = None,
    source_id: str | None = None,
) -> tuple[Sidecar, bool]:
    """Keep some bytes as a snapshot; returns its sidecar and whether it is new.

    Bytes already held keep their first sidecar: a snapshot is never edited. One that was
    damaged since is made whole again, and counts as new.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    folder = raw / sha256[:2]
    beside = folder / f"{sha256}{SUFFIX}"
    if known := _known(beside):
        if is_whole(raw, known):
            return known, False
        put(raw / known.path, content, lasting=True)
        return known, True
    suffix = Path(file_name or "").suffix.lower()
    extension = suffix if _EXTENSION.fullmatch(suffix) else ".bin"
    moment = now()
    sidecar = Sidecar(
        sha256,
        len(content),
        f"{sha256[:2]}/{sha256}{extension}",
        file_name=file_name,
        url=url,
        final_url=served.final_url if served else url,
        fetched_at=moment,
        last_seen_at=moment,
        status=served.status if served else None,
        headers=served.headers if served else {},
        source_id=source_id,
    )
    folder.mkdir(parents=True, exist_ok=True)
    put(raw / sidecar.path, content, lasting=True)
    text = json.dumps(asdict(sidecar), ensure_ascii=False, indent=2) + "\n"
    put(beside, text.encode(), lasting=True)
    return sidecar, True


def _known(beside: Place) -> Sidecar | None:
    try:
        return read_sidecar(beside)
    except (Damaged, OSError):
        return None


def read_sidecar(path: Place) -> Sidecar:
    """Read a sidecar.

    Raises:
        Damaged: it is no JSON, or has not the fields of one.
    """
    try:
        return Sidecar(**json.loads(read(path)))
    except (ValueError, TypeError) as error:
        raise Damaged(f"{path.name} is no sidecar: {error}") from error


def sidecars(raw: Place) -> Iterator[Sidecar | Damaged]:
    """Every snapshot held, by hash; a sidecar that cannot be read comes as `Damaged`."""
    # Side by side, for a store answers each as slowly as many.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from pool.map(_sidecar_or_damage, listed(raw, f"??/*{SUFFIX}"))


def _sidecar_or_damage(path: Place) -> Sidecar | Damaged:
    try:
        return read_sidecar(path)
    except Damaged as damaged:
        return damaged


def snapshot_path(raw: Place, sha256: str) -> Place | None:
    """Where a snapshot lies; None where its sidecar is not to be read."""
    beside = raw / sha256[:2] / f"{sha256}{SUFFIX}"
    try:
        return raw / read_sidecar(beside).path
    except (Damaged, OSError):
        return None


def is_whole(raw: Place, sidecar: Sidecar) -> bool:
    """Whether a snapshot is there and the bytes that were stored."""
    try:
        content(raw, sidecar)
    except Damaged:
        return False
    return True


def held(raw: Place, sha256: str) -> bytes | None:
    """The bytes of a snapshot by their hash; None where they are not held whole."""
    sidecar = _known(raw / sha256[:2] / f"{sha256}{SUFFIX}")
    try:
        return content(raw, sidecar) if sidecar else None
    except Damaged:
        return None


def content(raw: Place, sidecar: Sidecar) -> bytes:
    """The bytes of a snapshot.

    Raises:
        Altered: their hash is not the one in the sidecar.
        Damaged: they cannot be read.
    """
    try:
        found = read(raw / sidecar.path)
    except OSError as error:
        raise Damaged(f"snapshot {sidecar.sha256[:12]} cannot be read: {error}") from error
    if hashlib.sha256(found).hexdigest() != sidecar.sha256:
        raise Altered(f"snapshot {sidecar.sha256[:12]} is not the bytes that were stored")
    return found
