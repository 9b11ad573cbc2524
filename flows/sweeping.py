"""Work that makes objects by the hundred thousand and no cycles, let alone by the collector."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """Keep the garbage collector from sweeping until the block ends.

    So many tuples would set it off again and again, over all that the process holds, and
    nearly all of them go when the last reference goes.
    """
    sweeps = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if sweeps:
            gc.enable()
