"""What a person sees at the console: progress stage by stage, and errors as one sentence.

Progress is silent unless a display is open, so that scheduled nights and tests print nothing.
"""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

# Each open display and its stage.
_displays: dict[Progress, TaskID] = {}
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)
Verbose = Annotated[bool, typer.Option("--verbose", help="Show the traceback of an error.")]


class Format(StrEnum):
    """How the answer to a query is printed."""

    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"


Output = Annotated[Format, typer.Option("--format", help="How to print it.")]


@contextmanager
def plainly(*, verbose: bool) -> Iterator[None]:
    """An error becomes one sentence and exit code 1."""
    try:
        yield
    except (typer.Exit, typer.BadParameter):
        raise
    except Exception as error:
        if verbose:
            raise
        sentence = " ".join(str(error).split()) or type(error).__name__
        errors.print(f"[red]error:[/red] {escape(sentence)}", soft_wrap=True)
        raise typer.Exit(1) from error


def say(text: str) -> None:
    """A sentence, printed as it is however wide the console is."""
    console.print(escape(text), soft_wrap=True)


def say_left_out(sentences: Iterable[str]) -> None:
    """What a night left out, a line each."""
    for sentence in sentences:
        console.print(f"[red]left out:[/red] {escape(sentence)}", soft_wrap=True)


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
        _displays[display] = display.add_task("starting", total=1)
        try:
            yield
            _finish(display)
        finally:
            del _displays[display]


def stage(name: str, size: int = 1) -> None:
    """A stage begins, with so many things to do; the one before it is done."""
    for display in _displays:
        _finish(display)
        _displays[display] = display.add_task(name, total=max(size, 1), completed=0 if size else 1)


def advance(count: int) -> None:
    """So many more things of the stage are done."""
    for display, task in _displays.items():
        display.advance(task, count)


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things a stage does side by side, shown while it is at work."""

    tasks: tuple[tuple[Progress, TaskID], ...]

    def expect(self, count: int) -> None:
        """It has so many more things to do."""
        for display, task in self.tasks:
            total = next(one.total for one in display.tasks if one.id == task)
            display.update(task, total=(total or 0) + count)

    def advance(self, count: int) -> None:
        """So many more of them are done."""
        for display, task in self.tasks:
            display.advance(task, count)


@contextmanager
def part(name: str) -> Iterator[Part]:
    """Show a part of the stage until the block ends; then the stage is one further."""
    tasks = tuple((display, display.add_task(f"  {name}", total=0)) for display in _displays)
    try:
        yield Part(tasks)
    finally:
        for display, task in tasks:
            display.remove_task(task)
        advance(1)


def _finish(display: Progress) -> None:
    task = _displays[display]
    total = next(one.total for one in display.tasks if one.id == task)
    display.update(task, completed=total)


def answer(names: list[str], rows: list[tuple[Any, ...]], output: Format) -> None:
    """Print rows in the format asked for."""
    if output is Format.json:
        answer = [dict(zip(names, row, strict=True)) for row in rows]
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2, default=str) + "\n")
    elif output is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([names, *rows])
    elif output is Format.markdown:
        lines = [names, ["---"] * len(names), *rows]
        for line in lines:
            cells = ("" if v is None else str(v).replace("|", "\\|") for v in line)
            sys.stdout.write(f"| {' | '.join(cells)} |\n")
    else:
        table = Table(*names, box=None, pad_edge=False)
        for row in rows:
            table.add_row(*("" if v is None else str(v).replace("[", "\\[") for v in row))
        console.print(table)
