"""`xxgk sources` and `xxgk raw`: what would be fetched, and whether what is held is whole."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from flows import console
from flows.settings import contact, paths

# The crawl takes a while to load; a query is not to wait for it.
if TYPE_CHECKING:
    from flows.fetch import Source

sources = typer.Typer(no_args_is_help=True, help="Look at data/sources.yml, and try it.")
raw = typer.Typer(no_args_is_help=True, help="Look after the snapshots in data/raw/.")
_SHOWN = 50


@sources.command("list")
def list_sources(verbose: console.Verbose = False) -> None:
    """Every source, and what is wrong with those that are left out."""
    with console.plainly(verbose=verbose):
        from flows import fetch

        found, wrong = fetch.read_sources(paths().sources)
        table = Table("id", "agency", "region", "years", "hosts", "", box=None, pad_edge=False)
        for one in found:
            hosts = " ".join(sorted(one.allowed()))
            state = "" if one.enabled else "not enabled"
            table.add_row(one.id, escape(one.agency), one.region, one.years, hosts, state)
        if found:
            console.console.print(table)
        _complain(wrong, f"{len(found)} sources, {sum(one.enabled for one in found)} enabled")


@sources.command()
def check(
    source_id: Annotated[
        str | None, typer.Argument(help="A source to try, enabled or not.")
    ] = None,
    verbose: console.Verbose = False,
) -> None:
    """Check the file; with an ID read its lists, and show what a night would fetch."""
    with console.plainly(verbose=verbose):
        from flows import fetch

        found, wrong = fetch.read_sources(paths().sources)
        if contact() is None:
            console.say("XXGK_CONTACT is not set: servers are not told whom to write to.")
        if source_id is None:
            return _complain(wrong, f"{len(found)} sources are well-formed")
        source = next((one for one in found if one.id == source_id), None)
        if source is None:
            _complain(wrong, "")
            raise LookupError(f"no source {source_id} in {paths().sources.name}")
        return _try(source)


def _try(source: "Source") -> None:
    from flows import fetch

    with fetch.web({}) as client:
        found, troubles = fetch.reports_of(source, client)
    links = [link for link in found if source.wants(link.year, None)]
    table = Table("year", "title", "address", box=None, pad_edge=False)
    for link in links[:_SHOWN]:
        table.add_row(str(link.year or "?"), escape(link.title), escape(link.address))
    if links:
        console.console.print(table)
    if len(links) > _SHOWN:
        console.say(f"… and {len(links) - _SHOWN} more")
    _complain(troubles, f"{source.id}: {len(links)} reports would be fetched")


def _complain(wrong: list[str], sentence: str) -> None:
    """Say what is wrong, if anything is, with exit code 1; and what is right."""
    for one in wrong:
        console.errors.print(f"[red]error:[/red] {escape(one)}", soft_wrap=True)
    if sentence:
        console.say(f"{sentence}.")
    if wrong:
        raise typer.Exit(1)


@raw.command()
def verify(verbose: console.Verbose = False) -> None:
    """Check every snapshot against its sidecar; what is damaged is set aside and named."""
    with console.plainly(verbose=verbose):
        from flows import fetch

        whole, damaged = fetch.verify(paths().raw)
        _complain(damaged, f"{whole} snapshots are whole, {len(damaged)} damaged")
