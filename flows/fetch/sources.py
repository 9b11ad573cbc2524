"""What a source is: where it lists its reports, what they look like, how its hosts are treated.

The starter file `data/sources.yml` explains every field with examples.
"""

import re
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
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

    def known_years(self) -> frozenset[int] | None:
        """The years it has reports of, where its entry says so; None where only its lists know."""
        if self.years:
            return frozenset(read_years(self.years))
        years = {page.year for page in self.pages}
        known = frozenset(year for year in years if year is not None)
        return None if self.lists or len(known) < len(years) else known

    def may_have(self, year: int | None) -> bool:
        """Whether there may be something of a year; None stands for any."""
        known = self.known_years()
        return year is None or known is None or year in known


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
