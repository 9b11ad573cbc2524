"""What a person sees while a night runs: one line of progress, stage by stage.

Silent unless a display is open, so that scheduled nights and tests print nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

_displays: list[Progress] = []
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


@contextmanager
def progress() -> Iterator[None]:
    """Show progress until the block ends."""
    display = Progress(
        SpinnerColumn(),
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )
    with display:
        _displays.append(display)
        try:
            stage("starting")
            yield
            _finish(display)
        finally:
            _displays.remove(display)


def stage(name: str, size: int = 1) -> None:
    """A stage begins, with so many things to do; the one before it is done."""
    for display in _displays:
        _finish(display)
        display.add_task(name, total=max(size, 1), completed=0 if size else 1)


def advance(count: int) -> None:
    """So many more things of the stage are done."""
    for display in _displays:
        if display.task_ids:
            display.advance(display.task_ids[-1], count)


def _finish(display: Progress) -> None:
    if display.task_ids:
        last = display.tasks[-1]
        display.update(last.id, completed=last.total)
