"""The command `xxgk`: put reports in, run the night, query the warehouse, review failures.

Exit codes: 0 published or answered, 1 nothing published or no answer, and why, 2 wrong
usage. Errors are one sentence; `--verbose` shows the rest.
"""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer
from rich.table import Table

from flows import console, cookbook, operate, runs, sourcing
from flows.review import commands as desk
from flows.settings import paths

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Chinese government disclosure reports, cell by cell, in a DuckDB star schema.",
)
app.add_typer(desk.app, name="review")
app.add_typer(sourcing.sources, name="sources")
app.add_typer(sourcing.raw, name="raw")
app.add_typer(operate.app)
app.add_typer(runs.app, name="runs")
_SHOWN = 20
_COLOURS = {
    "passed": "green",
    "flagged": "yellow",
    "quarantined": "red",
    "no_tables": "red",
}


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Reports to keep as snapshots.")],
    url: Annotated[str | None, typer.Option(help="Where the file was published.")] = None,
    verbose: console.Verbose = False,
) -> None:
    """Put local files into data/raw/ as snapshots; one already held is recognised."""
    with console.plainly(verbose=verbose):
        from flows import fetch

        if url and len(files) > 1:
            raise typer.BadParameter("--url belongs to one file")
        for file in files:
            if not file.is_file():
                raise FileNotFoundError(f"{file} is not a file")
        for file in files:
            sidecar, is_new = fetch.store(
                paths().raw, file.read_bytes(), file_name=file.name, url=url
            )
            word = "added" if is_new else "already held"
            console.console.print(f"{word} {sidecar.sha256[:12]} {file.name}")


@app.command()
def run(
    years: operate.Years = None,
    source: operate.Source = None,
    agency: operate.Agency = None,
    offline: Annotated[bool, typer.Option("--offline", help="Fetch nothing.")] = False,
    verbose: console.Verbose = False,
) -> None:
    """Run the night once: fetch, extract what is new, gate, build, publish.

    The options limit what is fetched, never what is published.
    """
    with console.plainly(verbose=verbose):
        with console.progress():
            from flows import nightly

            night = nightly.run_once(years, source, agency, offline=offline)
        _summary(night)


def _summary(night: Any) -> None:
    """What the night published, and where to look."""
    from flows import fetch, report

    where = paths()
    rows = report.reports(where.warehouse)
    table = Table("agency", "year", "type", "gate", "failed", "fault", box=None, pad_edge=False)
    for row in rows[:_SHOWN]:
        colour = _COLOURS[row["gate_status"]]
        table.add_row(
            row["agency"],
            str(row["report_year"] or ""),
            row["document_type"],
            f"[{colour}]{row['gate_status']}[/{colour}]",
            str(row["failed"] or ""),
            row["gate_fault"],
        )
    console.console.print(table)
    if len(rows) > _SHOWN:
        console.console.print(f"… and {len(rows) - _SHOWN} more")
    console.say_left_out(night.left_out)
    if night.fetched:
        console.say(f"\nFetched: {fetch.in_words(night.fetched)}.")
    console.say(
        f"\nPublished {_short(where.warehouse)}: {night.snapshots} snapshots, "
        f"{night.extracted} read tonight; statutory tables: {night.tables_passed} passed, "
        f"{night.tables_flagged} flagged, {night.tables_quarantined} quarantined."
    )
    console.say(f"Review pages: {_short(where.site / 'index.html')}")


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One SELECT.")],
    output: console.Output = console.Format.table,
    verbose: console.Verbose = False,
) -> None:
    """Query the published warehouse, read-only."""
    with console.plainly(verbose=verbose):
        _ask(query, output)


def _ask(query: str, output: console.Format) -> None:
    warehouse = paths().warehouse
    if not warehouse.exists():
        raise FileNotFoundError(f"no warehouse at {_short(warehouse)}; run `xxgk run` first")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        cursor = connection.execute(query)
        names = [column[0] for column in cursor.description or ()]
        console.answer(names, cursor.fetchall(), output)


@app.command("cookbook")
def look_up(
    name: Annotated[
        str | None, typer.Argument(help="A question; without it, all are listed.")
    ] = None,
    show: Annotated[
        bool, typer.Option("--sql", help="Print the SQL instead of the answer.")
    ] = False,
    output: console.Output = console.Format.table,
    verbose: console.Verbose = False,
) -> None:
    """Answer a question that researchers ask, or list them; `--sql` prints its query to copy."""
    with console.plainly(verbose=verbose):
        if name is None:
            for one in cookbook.recipes():
                console.say(f"{one.name:<22}{one.en}\n{'':<22}{one.zh}")
        elif show:
            sys.stdout.write(cookbook.recipe(name).sql)
        else:
            _ask(cookbook.recipe(name).sql, output)


class Package(StrEnum):
    """What a data package is made of."""

    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"


@app.command("export")
def export_package(
    folder: Annotated[Path, typer.Argument(help="Where to; made if need be.")],
    form: Annotated[Package, typer.Option("--format", help="What the files are.")],
    verbose: console.Verbose = False,
) -> None:
    """Write the star and the marts as a data package with its dictionary."""
    with console.plainly(verbose=verbose):
        from flows import export

        files = export.export(paths().warehouse, folder, form.value)
        console.say(f"{len(files)} files in {folder}")


@app.command("site")
def build_site(
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    verbose: console.Verbose = False,
) -> None:
    """Write the static site: what failed, with its source page, and what can be decided."""
    with console.plainly(verbose=verbose):
        from flows import site

        first = site.build(paths())
        console.say(f"Site: {_short(first)}")
        if show:
            typer.launch(str(first))


def main() -> None:
    """Entry point of the command."""
    app()
