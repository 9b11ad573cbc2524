"""Files that are whole or not there: written under another name and renamed into place."""

import os
from pathlib import Path


def put(path: Path, content: bytes, *, lasting: bool = False) -> None:
    """Write a file; who reads meanwhile sees the old one or the new one, never half of either.

    `lasting`: on the disk when this returns, for what cannot be made again.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as file:
            file.write(content)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
