"""`xxgk serve`, `backfill`, `rollback`: nights by the schedule, for years back, and undone."""

from typing import TYPE_CHECKING, Annotated
from zoneinfo import available_timezones

import typer

from flows import console
from flows.publish import one_night
from flows.settings import paths

# What a night needs takes a second to load; a query is not to wait for it.
if TYPE_CHECKING:
    from flows import forecast

app = typer.Typer()


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
