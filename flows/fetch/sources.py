"""What to fetch: `data/sources.yml`, one entry a source, checked when it is read.

In: the file. Out: `Source`s, and a sentence for each entry that is wrong, with its line and
the reason; the others go on. The starter file in `data/` explains every field.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from flows.fetch.addresses import host_of, plain


def _address(text: str) -> str:
    # {page} is no part of an address yet.
    plain(text.replace("{page}", "1"))
    return text


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text} is no pattern: {error}") from error
    return text


def _charset(text: str) -> str:
    try:
        "".encode(text)
    except LookupError as error:
        raise ValueError(f"{text} is no charset") from error
    return text


def _years(text: str) -> str:
    read_years(text)
    return text


Url = Annotated[str, AfterValidator(_address)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Years = Annotated[str, Field(coerce_numbers_to_str=True), AfterValidator(_years)]
Host = Annotated[str, Field(pattern=r"^[a-z0-9.:_-]+$")]


class _Strict(BaseModel):
    """An entry with a field nobody knows is wrong: it may be one misspelt."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Manners(_Strict):
    """How a host is treated; `defaults` of the file, `delay` and `budget` also of a source.

    `delay` and all waiting in seconds, `largest` in MiB, `budget` in requests a host and night.
    """

    delay: float = Field(2.0, ge=0)
    budget: int = Field(2000, ge=1)
    connect_seconds: float = Field(10.0, gt=0)
    read_seconds: float = Field(30.0, gt=0)
    document_seconds: float = Field(300.0, gt=0)
    largest: float = Field(50.0, gt=0)
    attempts: int = Field(3, ge=1)
    backoff: float = Field(5.0, ge=0)
    patience: float = Field(120.0, ge=0)


class Json(_Strict):
    """Where a JSON list keeps its entries, and what in an entry is its title and its link."""

    items: str
    title: str = "title"
    link: str = "url"


class Listing(_Strict):
    """A list of reports: pages of links, numbered or each leading to the next; or JSON."""

    url: Url
    more: Url | None = None
    first: int = Field(1, ge=0)
    last: int = Field(50, ge=0)
    next: Pattern | None = None
    json_: Json | None = Field(None, alias="json")

    @model_validator(mode="after")
    def _numbered(self) -> "Listing":
        if self.more and "{page}" not in self.more:
            raise ValueError("`more` has no {page} in it")
        return self


class Report(_Strict):
    """What a link to a report looks like."""

    title: Pattern | None = None
    url: Pattern | None = None


class Page(_Strict):
    """A report's own address, where no list leads to it."""

    url: Url
    year: int | None = None
    title: str = ""


class Source(_Strict):
    """One place that publishes reports, and how to treat it."""

    id: Annotated[str, Field(min_length=1, coerce_numbers_to_str=True)]
    enabled: bool = True
    agency: Annotated[str, Field(min_length=1)]
    region: Annotated[str | None, Field(pattern=r"^\d{6}$", coerce_numbers_to_str=True)] = None
    hosts: tuple[Host, ...] = ()
    lists: tuple[Listing, ...] = ()
    pages: tuple[Page, ...] = ()
    report: Report = Report()
    years: Years | None = None
    charset: Annotated[str, AfterValidator(_charset)] | None = None
    attachments: tuple[Literal["pdf", "docx", "doc", "xlsx", "xls", "wps"], ...] = ("pdf", "docx")
    allow_local: bool = False
    manners: Manners

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "Source":
        if not self.lists and not self.pages:
            raise ValueError("has neither lists nor pages")
        return self

    def allowed(self) -> frozenset[str]:
        """The hosts it may ask: those it names, and those of its own addresses."""
        listed = [url for one in self.lists for url in (one.url, one.more) if url]
        return frozenset({*self.hosts, *map(host_of, (*listed, *(p.url for p in self.pages)))})

    def wants(self, year: int | None, years: range | None) -> bool:
        """Whether a year is one to fetch; one that a title does not say, the page decides."""
        own = read_years(self.years) if self.years else None
        return year is None or all(span is None or year in span for span in (own, years))


def read_sources(path: Path) -> tuple[list[Source], list[str]]:
    """The sources, also those not enabled, and a sentence for each wrong one; no file, none.

    Raises:
        ValueError: the file is no YAML, has no list of sources, or its defaults are wrong.
    """
    if not path.exists():
        return [], []
    try:
        text = path.read_text("utf-8")
        document = yaml.safe_load(text)
        node = yaml.compose(text, yaml.SafeLoader)
        entries = document["sources"] or []
        manners = Manners(**(document.get("defaults") or {}))
    except ValidationError as error:
        raise ValueError(f"{path.name}: defaults: {_reasons(error)}") from error
    except (yaml.YAMLError, TypeError, KeyError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is no list of sources: {error}") from error
    found: list[Source] = []
    wrong: list[str] = []
    for number, entry in enumerate(entries):
        try:
            found.append(_source(entry, manners, {one.id for one in found}))
        except (ValidationError, ValueError) as error:
            place = error.errors()[0]["loc"] if isinstance(error, ValidationError) else ()
            line = _line(node, ("sources", number, *place))
            why = _reasons(error) if isinstance(error, ValidationError) else str(error)
            wrong.append(f"{path.name} line {line}: source {number + 1} is left out: {why}")
    return found, wrong


def _source(entry: Any, manners: Manners, taken: set[str]) -> Source:
    if not isinstance(entry, dict):
        raise ValueError("it is no mapping")
    own = {name: entry[name] for name in ("delay", "budget") if name in entry}
    rest = {name: value for name, value in entry.items() if name not in own}
    treated = Manners.model_validate({**manners.model_dump(), **own})
    source = Source.model_validate({**rest, "manners": treated})
    if source.id in taken:
        raise ValueError(f"the id {source.id} is taken by a source before it")
    return source


def _reasons(error: ValidationError) -> str:
    """What is wrong with an entry, each field by its name."""
    return "; ".join(
        " ".join([".".join(map(str, one["loc"])), one["msg"].removeprefix("Value error, ")]).strip()
        for one in error.errors()
    )


def _line(node: yaml.Node | None, place: tuple[int | str, ...]) -> int:
    """The line, from 1, of the innermost node on the way to a place."""
    line = node.start_mark.line + 1 if node else 1
    for step in place:
        inner = next(_inner(node, step), None)
        if inner is None:
            break
        node = inner
        line = node.start_mark.line + 1
    return line


def _inner(node: yaml.Node | None, step: int | str) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        yield from node.value[step : step + 1]
    elif isinstance(node, yaml.MappingNode):
        yield from (value for key, value in node.value if key.value == step)


def chosen(
    sources: list[Source], source_id: str | None = None, agency: str | None = None
) -> list[Source]:
    """The enabled sources: the one asked for, those of bodies with a name, or all.

    Raises:
        ValueError: no such source is enabled, or none of such a body.
    """
    enabled = [one for one in sources if one.enabled]
    if source_id and source_id not in {one.id for one in enabled}:
        raise ValueError(f"no source {source_id} is enabled")
    if agency and not any(agency in one.agency for one in enabled):
        raise ValueError(f"no source of {agency} is enabled")
    return [one for one in enabled if source_id in (None, one.id) and (agency or "") in one.agency]


def read_years(text: str) -> range:
    """Years as written on the command line: `2020`, or `2019-2024` with both ends.

    Raises:
        ValueError: it is neither.
    """
    first, _, last = text.partition("-")
    try:
        years = range(int(first), int(last or first) + 1)
    except ValueError as error:
        raise ValueError(f"{text} is no year and no range like 2019-2024") from error
    if not years:
        raise ValueError(f"{text} ends before it begins")
    return years
