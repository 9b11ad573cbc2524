"""`xxgk runs`: the nights on record, one with everything it did, and whether the next is late."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Column, Table

from flows import console
from flows.settings import Paths, late_after, paths

# What a night needs takes a second to load; a query is not to wait for it.
if TYPE_CHECKING:
    from flows import record

_SHOWN = ("run_id", "outcome", "seconds", "held", "read", "passed", "flagged", "quarantined")
_COLUMNS = (*_SHOWN, "warehouse", "left_out", "changes", "message")
app = typer.Typer(invoke_without_command=True, help="The nights on record, newest first.")


@app.callback()
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


@app.command("show")
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
