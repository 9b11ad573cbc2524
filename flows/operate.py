"""`xxgk serve`, `backfill`, `runs`, `rollback`: the nights by the schedule, and behind them."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated
from zoneinfo import available_timezones

import typer
from rich.markup import escape
from rich.table import Column, Table

from flows import console
from flows.publish import one_night
from flows.settings import Paths, late_after, paths

# What a night needs takes a second to load; a query is not to wait for it.
if TYPE_CHECKING:
    from flows import forecast, record

_SHOWN = ("run_id", "outcome", "seconds", "held", "read", "passed", "flagged", "quarantined")
_COLUMNS = (*_SHOWN, "warehouse", "left_out", "changes", "message")
app = typer.Typer()
_runs = typer.Typer(invoke_without_command=True, help="The nights on record, newest first.")
app.add_typer(_runs, name="runs")


def _years(text: str | None) -> str | None:
    """Years as they are asked for, checked before anything begins."""
    if text:
        from flows import fetch

        try:
            fetch.read_years(text)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
    return text


def _timezone(name: str) -> str:
    """A clock that there is."""
    if name not in available_timezones():
        raise typer.BadParameter(f"{name} is no timezone like Asia/Shanghai")
    return name


Years = Annotated[
    str | None, typer.Option(callback=_years, help="Fetch these only: 2020 or 2019-2024.")
]
Source = Annotated[str | None, typer.Option(help="Fetch this source only.")]
Agency = Annotated[str | None, typer.Option(help="Fetch of bodies with this in their name only.")]


@app.command()
def serve(
    cron: Annotated[str, typer.Option(help="When: minute, hour, day, month, weekday.")] = (
        "0 2 * * *"
    ),
    timezone: Annotated[str, typer.Option(callback=_timezone, help="Whose clock.")] = (
        "Asia/Shanghai"
    ),
    interval: Annotated[
        int | None, typer.Option(min=1, help="Every so many seconds instead, to try it out.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Fetch nothing.")] = False,
    verbose: console.Verbose = False,
) -> None:
    """Run the night by a schedule, until ended; never two at once.

    The schedule is kept by the Prefect server that PREFECT_API_URL names. Without one, a
    server on this machine is used, or started and ended with this.
    """
    with console.plainly(verbose=verbose):
        from flows import nightly

        nightly.serve(cron, timezone, interval, offline=offline)


@app.command()
def backfill(
    years: Years = None,
    source: Source = None,
    agency: Agency = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, and how long it takes.")
    ] = False,
    verbose: console.Verbose = False,
) -> None:
    """Fetch years back, newest first, a night for each; read again what is held.

    Each night publishes everything held. Ctrl-C loses nothing that was fetched or read.
    """
    with console.plainly(verbose=verbose):
        from flows import forecast, record

        where = paths()
        planned = forecast.plan(where, years, source, agency)
        if dry_run:
            for sentence in forecast.sentences(planned, record.nights(where.runs)):
                console.say(sentence)
            return console.say("Nothing was done: leave out --dry-run to do it.")
        for step in planned.steps:
            _one_year(step, planned.steps[-1], source, agency)
        return console.say("All that was asked for is fetched, read and published.")


def _one_year(
    step: "forecast.Step", last: "forecast.Step", source: str | None, agency: str | None
) -> None:
    """The night of one step, and what it says afterwards."""
    from flows import fetch, nightly, telling

    year = str(step.year) if step.year else None
    try:
        with console.progress():
            night = nightly.run_once(year, source, agency, offline=not step.hosts)
    except nightly.Stopped as stopped:
        rest = f" --years {last.year}-{step.year}" if step.year else ""
        raise nightly.Stopped(f"{stopped}: `xxgk backfill{rest}`, with the same limits") from None
    console.say_left_out(night.left_out)
    console.say(
        f"{step.year or 'All years'}: fetched {fetch.in_words(night.fetched)}; "
        f"{night.extracted} snapshots read, {night.snapshots} published. {telling.verdicts(night)}"
    )


@_runs.callback()
def runs(
    context: typer.Context,
    late: Annotated[
        bool, typer.Option("--late", help="Only say whether the night is late; exit code 1 if so.")
    ] = False,
    last: Annotated[int, typer.Option(min=1, help="So many.")] = 20,
    output: console.Output = console.Format.table,
    verbose: console.Verbose = False,
) -> None:
    """The nights on record, newest first; `runs show ID` has one with everything.

    `answers` is the night whose warehouse is published now; `xxgk rollback` goes back to one
    that is `kept`. `--late` is for a timer of its own: a server that is down tells nobody.
    """
    if context.invoked_subcommand:
        return None
    with console.plainly(verbose=verbose):
        from flows import record

        where = paths()
        if late:
            return _late(where)
        nights = record.nights(where.runs)[-last:][::-1]
        whereabouts = _whereabouts(where)
        rows = [_row(night, whereabouts) for night in nights]
        if output is not console.Format.table:
            return console.answer(list(_COLUMNS), [tuple(row.values()) for row in rows], output)
        return _list(rows)


def _list(rows: list[dict[str, object]]) -> None:
    """The nights as a table, in what a console is wide."""
    heads = [Column(name, no_wrap=True) for name in (*_SHOWN, "warehouse")]
    table = Table(*heads, "notes", box=None, pad_edge=False)
    for row in rows:
        left_out = f"{row['left_out']} left out" if row["left_out"] else ""
        notes = "; ".join(str(n) for n in (row["message"], left_out, row["changes"]) if n)
        table.add_row(*(str(row[str(head.header)]) for head in heads), escape(notes))
    console.console.print(table)
    if not rows:
        console.say("No night is on record yet: `xxgk run`.")


def _late(where: Paths) -> None:
    """Say whether the night is late, and tell whoever is told of news."""
    from flows import record

    sentence = record.late(where.runs, late_after())
    if not sentence:
        return console.say("The night is not late.")
    from flows import nightly

    if trouble := nightly.tell_late(sentence):
        sentence = f"{sentence}; {trouble}"
    raise TimeoutError(sentence)


def _whereabouts(where: Paths) -> dict[str, str]:
    """What became of the warehouse of a night: kept, or the one that answers."""
    from flows import retention

    kept = dict.fromkeys(retention.kept_runs(where), "kept")
    now = retention.published_run(where.warehouse)
    return {**kept, now: "answers"} if now else kept


def _row(night: "record.Night", whereabouts: dict[str, str]) -> dict[str, object]:
    from flows import telling

    values = (
        night.run_id,
        night.outcome,
        round(night.seconds, 1),
        night.snapshots,
        night.extracted,
        night.tables_passed,
        night.tables_flagged,
        night.tables_quarantined,
        whereabouts.get(night.run_id, ""),
        len(night.left_out),
        telling.changed(night),
        night.message or "",
    )
    return dict(zip(_COLUMNS, values, strict=True))


@_runs.command("show")
def show(
    run_id: Annotated[
        str | None, typer.Argument(metavar="RUN", help="The last night, if not said.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The whole record.")] = False,
    verbose: console.Verbose = False,
) -> None:
    """One night: its stages, what it changed, what it left out, and where its log is."""
    with console.plainly(verbose=verbose):
        from flows import record, telling

        where = paths()
        nights = {night.run_id: night for night in record.nights(where.runs)}
        if not nights:
            raise LookupError("no night is on record yet: `xxgk run`")
        run_id = run_id or max(nights)
        if run_id not in nights:
            raise LookupError(f"no night {run_id} is on record: `xxgk runs` lists them")
        if as_json:
            return typer.echo(json.dumps(asdict(nights[run_id]), ensure_ascii=False, indent=2))
        console.say(telling.summary(nights[run_id], []))
        return console.say(f"Log: {where.runs / run_id}.log")


@app.command()
def rollback(
    run_id: Annotated[
        str | None, typer.Argument(metavar="RUN", help="The one before, if not said.")
    ] = None,
    verbose: console.Verbose = False,
) -> None:
    """Let the warehouse of an earlier night answer again; the next night publishes afresh."""
    with console.plainly(verbose=verbose):
        from flows import retention, site

        where = paths()
        with one_night(where.data):
            now, before = retention.roll_back(where, run_id)
            site.build(where)
        console.say(
            f"The warehouse of the night {now} answers again, and the site shows it. The next "
            f"night publishes afresh; {_or_back(before)}"
        )


def _or_back(before: str | None) -> str:
    return f"`xxgk rollback {before}` undoes this." if before else "what was there is replaced."
