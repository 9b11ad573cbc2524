"""Files that are whole or not there: written under another name and renamed into place.

A place is a path of this machine, or one in a store that many reach (`s3://…`).
"""

import os
import shutil
import threading
import time
from pathlib import Path

from upath import UPath

_DAY = 86400
Place = Path | UPath


def put(path: Place, content: bytes, *, lasting: bool = False) -> None:
    """Write a file; who reads meanwhile sees the old one or the new one, never half of either.

    `lasting`: on the disk when this returns, for what cannot be made again.
    """
    if not isinstance(path, Path):
        # A store shows an object when all of it is there.
        path.write_bytes(content)
        return
    aside = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_native_id()}.part")
    try:
        with aside.open("wb") as file:
            file.write(content)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def read(place: Place) -> bytes:
    """All of a file; of a store's, by one request.

    Raises:
        OSError: it is not there, or cannot be read.
    """
    if isinstance(place, Path):
        return place.read_bytes()
    return bytes(place.fs.cat_file(place.path))


def listed(folder: Place, pattern: str) -> list[Place]:
    """What is in a folder under names of a pattern, in order; no folder, nothing."""
    if not isinstance(folder, Path):
        # Other machines put things there; what was seen last may be old.
        folder.fs.invalidate_cache()
    found: list[Place] = list(folder.glob(pattern))
    return sorted(found, key=str)


def move(path: Place, target: Place) -> None:
    """Put a file in another's place, or into another folder of the same store."""
    if isinstance(path, Path) and isinstance(target, Path):
        path.replace(target)
    else:
        put(target, path.read_bytes())
        drop(path)


def drop(place: Place) -> None:
    """Remove a file, or a folder with all that is in it."""
    if not isinstance(place, Path):
        place.fs.rm(place.path, recursive=True)
    elif place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def sweep(folder: Place, pattern: str) -> None:
    """Remove what processes that are no more left half-written in the folders of a pattern.

    A number may be another process's by now: after a day nobody is still writing. In a store
    nothing is ever half-written.
    """
    if not isinstance(folder, Path):
        return
    for aside in folder.glob(f"{pattern}/.*.part"):
        writer = int(aside.name.split(".")[-2].partition("-")[0])
        if not _is_running(writer) or time.time() - aside.stat().st_mtime > _DAY:
            aside.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
