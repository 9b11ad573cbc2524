"""`xxgk review`: the steward's desk at the console.

Every answer is written to `data/decisions.yml` and applied by the next `xxgk run`.
"""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, fields
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from flows import console, review
from flows.rulebook import rulebook
from flows.settings import paths
from flows.warehouse import Connection

app = typer.Typer(no_args_is_help=True, help="Look at what failed, and decide.")
_COLOURS = {"critical": "red", "warning": "yellow", "void": "red", "absent": "yellow"}
_COVERAGE = "coverage:"

Reason = Annotated[str, typer.Option("--reason", help="Why; kept with the decision.")]
By = Annotated[str, typer.Option("--by", help="Who decides; your user name if not said.")]
TableOf = Annotated[
    str | None, typer.Option("--table", help="With a report: request, disclosure, indicator:2 …")
]


@contextmanager
def _desk(*, verbose: bool) -> Iterator[Connection]:
    with (
        console.plainly(verbose=verbose),
        review.open_warehouse(paths().warehouse) as connection,
    ):
        yield connection


def _signature(reason: str, by: str) -> review.Signature:
    return review.Signature(reason, by or getpass.getuser(), datetime.now(UTC).date())


def _applied(count: int) -> None:
    decisions = "1 decision" if count == 1 else f"{count} decisions"
    console.say(f"{decisions} written to {paths().decisions.name}; `xxgk run` applies them.")


@app.command("list")
def list_open(
    agency: Annotated[str | None, typer.Option(help="Any part of its name.")] = None,
    year: Annotated[int | None, typer.Option(help="The year reported on.")] = None,
    rule: Annotated[str | None, typer.Option(help="The rule that fails.")] = None,
    fault: Annotated[str | None, typer.Option(help="source, extraction, capture, unknown.")] = None,
    output: console.Output = console.Format.table,
    verbose: console.Verbose = False,
) -> None:
    """What is open: rules that fail and that no one has decided on."""
    with _desk(verbose=verbose) as connection:
        found = review.open_questions(connection, agency=agency, year=year, rule=rule, fault=fault)
        if output is not console.Format.table:
            columns = [field.name for field in fields(review.Question)]
            return console.answer(columns, [astuple(one) for one in found], output)
        _list(found)
        for taken in review.decisions_taken(connection):
            if taken["status"] in ("void", "absent"):
                what = f"decision {taken['decision_no']} ({taken['decision']}, {taken['about']})"
                console.console.print(
                    f"[{_COLOURS[taken['status']]}]{taken['status']}[/]: "
                    f"{escape(what)}: {escape(taken['why'])}",
                    soft_wrap=True,
                )
        return None


def _list(found: list[review.Question]) -> None:
    table = Table("id", "agency", "year", "table", "rule", "fault", box=None, pad_edge=False)
    for one in found:
        table.add_row(
            one.review_id,
            escape(one.agency_name),
            str(one.report_year or ""),
            one.table_code,
            f"[{_COLOURS[one.severity]}]{one.rule_id}[/]",
            one.fault,
        )
    if found:
        console.console.print(table)
    console.say(f"{len(found)} open." + (" `xxgk review show ID` shows one." if found else ""))


@app.command()
def show(review_id: str, verbose: console.Verbose = False) -> None:
    """One question: the rule, the numbers, the table as printed, what can be decided."""
    with _desk(verbose=verbose) as connection:
        one = review.question(connection, review_id)
        console.say(f"{one.about}: {one.rule_id} ({one.severity}, fault {one.fault})")
        console.say(rulebook()[one.rule_id].why)
        for failure in review.outcomes_of(connection, [one.report_key])[one.report_key]:
            where = (failure["rule_id"], failure["table_code"], failure["table_no"])
            if where == (one.rule_id, one.table_code, one.table_no) and failure["message"]:
                console.say(
                    f"  {review.identity(failure) or failure['message']}   {failure['place']}"
                )
        for table in review.printed_tables(connection, [one.report_key])[one.report_key]:
            if (table.name.code, table.table_no) == (one.table_code, one.table_no):
                _print(table)
        console.say(f"accept as printed:  xxgk review accept {one.review_id} --reason …")
        console.say(
            f"read wrong:         xxgk review correct {one.review_id} ROW.COLUMN NUMBER --reason …"
        )
        console.say(f"withdraw:           xxgk review reject {one.review_id} --reason …")


def _print(printed: review.Printed) -> None:
    for block in printed.blocks:
        table = Table(box=None, pad_edge=False)
        table.add_column("", no_wrap=True)
        for column in block.columns:
            table.add_column(escape(column.zh), overflow="fold", justify="right")
        for row in block.rows:
            failing = {at for at, mark in row.marks.items() if mark.is_failing}
            texts = [escape(text or "·") for text in row.texts]
            marked = [
                f"[red bold]{text}[/]" if at in failing else text for at, text in enumerate(texts)
            ]
            table.add_row(row.label.code, *marked)
        console.console.print(table)


@app.command()
def accept(
    ids: Annotated[list[str] | None, typer.Argument(help="Open questions, or reports.")] = None,
    reason: Reason = "",
    by: By = "",
    rule: Annotated[str | None, typer.Option(help="All open ones of a rule.")] = None,
    agency: Annotated[str | None, typer.Option(help="All open ones of an agency.")] = None,
    verbose: console.Verbose = False,
) -> None:
    """Publish as printed although a rule fails; never a choice between two readings."""
    if bool(ids) == bool(rule or agency):
        raise typer.BadParameter("give ids, or --rule and --agency")
    _need(reason)
    signed = _signature(reason, by)
    if ids and ids[0].startswith(_COVERAGE):
        with console.plainly(verbose=verbose):
            review.accept_coverage(paths().decisions, ids[0].removeprefix(_COVERAGE), signed)
            return _applied(1)
    with _desk(verbose=verbose) as connection:
        if ids:
            found = [one for name in ids for one in review.questions_named(connection, name)]
        else:
            found = review.open_questions(connection, rule=rule, agency=agency)
        if not found:
            raise LookupError("no open question is like that; see `xxgk review list`")
        review.accept(paths().decisions, found, signed)
        for one in found:
            console.say(f"accept {one.about}: {one.rule_id}")
        return _applied(len(found))


@app.command()
def correct(
    name: Annotated[str, typer.Argument(help="An open question, or a report with --table.")],
    cell: Annotated[str, typer.Argument(help="row.column, such as received.total")],
    value: Annotated[str, typer.Argument(help="What the page prints there.")],
    reason: Reason = "",
    by: By = "",
    table: TableOf = None,
    expect: Annotated[str | None, typer.Option(help="What was read there until now.")] = None,
    attest: Annotated[bool, typer.Option("--attest", help="I have seen it on the page.")] = False,
    verbose: console.Verbose = False,
) -> None:
    """Transcribe what a cell really prints, where it was read wrong."""
    _need(reason)
    with _desk(verbose=verbose) as connection:
        about = review.subject(connection, name, table)
        said = review.Transcription(cell, value, expect, attest)
        entry = review.correct(connection, paths().decisions, about, said, _signature(reason, by))
        before = "no number" if entry.expect is None else f"{entry.expect.normalize():f}"
        console.say(f"correct {about.about}, {cell}: {before} becomes {entry.value.normalize():f}")
        _applied(1)


@app.command()
def reject(
    name: Annotated[str, typer.Argument(help="An open question, or a report.")],
    reason: Reason = "",
    by: By = "",
    table: TableOf = None,
    verbose: console.Verbose = False,
) -> None:
    """Withdraw a table or a report, also one that passed."""
    _need(reason)
    with _desk(verbose=verbose) as connection:
        about = review.subject(connection, name, table)
        review.reject(paths().decisions, about, _signature(reason, by))
        console.say(f"reject {about.about}")
        _applied(1)


def _need(reason: str) -> None:
    if not reason.strip():
        raise typer.BadParameter("say why, with --reason")
