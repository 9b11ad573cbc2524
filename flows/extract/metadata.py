"""What a document says about itself: title, agency, year, dates, numbers, scope.

In: a `Document`. Out: `Metadata`, each field None where the document does not say. Names
are kept as printed; which body they mean is decided in stage, with the aliases.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import zip_longest

from flows.extract.dates import read_date, read_period
from flows.extract.report_titles import Title
from flows.extract.titles import agency_in, read_title
from flows.extract.untitled import compares_years, is_about_one, report_named, titled_by_itself
from flows.extract.wording import says, wording
from flows.normalise import PICTURE, Document, Grid

# A header stands on the first lines of a page, and a preface in its first paragraphs.
_HEADER_LINES = 40
# So many characters hold the first sentences, in which a body says that it reports.
_PREFACE = 600
_TRAILING_DATE = re.compile(r"20\d\d-\d\d?-\d\d?$")
_DATE_LINE = 16
_MENTIONS_FOR_ENCYCLOPEDIA = 2


@dataclass(frozen=True, slots=True)
class Metadata:
    """A document's own account of itself; `is_about_one` where it is about an annual report."""

    document_type: str
    title: str
    report_year: int | None
    agency: str | None
    index_number: str | None
    document_number: str | None
    published_date: date | None
    period: tuple[date, date] | None
    contact: str | None
    scope: str
    scope_sentence: str | None
    is_encyclopedia: bool
    is_about_one: bool


def read_metadata(document: Document) -> Metadata:
    """Read the metadata of a document of any type."""
    lines = _lines(document)
    head = lines[:_HEADER_LINES]
    fields = _fields(head)
    prose = "。".join(lines)
    unbroken = "".join(lines)
    # A page's own name for its content stands before the content repeats it.
    title = read_title([*filter(None, [fields.get("title")]), *_heads(head)])
    title = titled_by_itself(title, lines)
    # A sentence may be broken over lines, and a line may be a sentence without its stop.
    period = read_period(prose) or read_period(unbroken)
    scope, sentence = _scope("\n".join(lines))
    contact = wording().contact.search(prose)
    return Metadata(
        title.document_type,
        title.text,
        title.report_year or (period[0].year if period else _year_told(title, lines, prose)),
        _agency(title, fields.get("publisher"), prose, unbroken),
        fields.get("index_number"),
        fields.get("document_number"),
        _published(fields.get("published_date"), head),
        period,
        contact["contact"] if contact else None,
        scope,
        sentence,
        sum(says(prose, word) for word in wording().encyclopedia) >= _MENTIONS_FOR_ENCYCLOPEDIA,
        is_about_one(title) or compares_years(unbroken),
    )


def _lines(document: Document) -> list[str]:
    """The document line by line, each row of a grid as one."""
    if not document.grids:
        return [line.text for line in document.lines]
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            lines += [" ".join(filter(None, _without_pictures(row))) for row in block.texts]
        else:
            lines.append(block.text)
    return [line for line in lines if line]


def _without_pictures(row: list[str]) -> list[str]:
    """What the cells of a row say: a logo beside the title says nothing."""
    return [text for text in row if text != PICTURE] if PICTURE in row else row


def _heads(lines: list[str]) -> list[str]:
    """The first lines, or the first words of a page that came as one line."""
    if len(lines) > 1 or " " not in "".join(lines):
        return lines
    return lines[0].split(" ", _HEADER_LINES)[:_HEADER_LINES]


def _fields(lines: list[str]) -> dict[str, str]:
    """The header fields (`索引号: …`), whichever lines and cells they are spread over."""
    sign, names = _labels()
    best: dict[str, tuple[int, str]] = {}  # of two fields of one label, the one printed first
    for line in lines:
        if ":" not in line:
            continue
        found = list(sign.finditer(line))
        for match, following in zip_longest(found, found[1:]):
            rank, name = names["".join(match["label"].split())]
            value = line[match.end() : following.start() if following else None].strip(" ,")
            value = wording().behind_field.split(value, maxsplit=1)[0]
            before = line[: match.start()][-1:]
            opens = not before or before.isspace() or before == "•"
            if opens and value and (name not in best or rank < best[name][0]):
                best[name] = (rank, value)
    return {name: value for name, (_, value) in best.items()}


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, tuple[int, str]]]:
    """A pattern for a label, and each label's rank among those of its field."""
    names = {
        label: (rank, name)
        for name, labels in wording().fields.items()
        for rank, label in enumerate(labels)
    }
    # Space sets labels of unlike length right: 标 题, 文 号.
    label = "|".join(map(r"\s?".join, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?P<label>{label})\s*:"), names


def _year_told(title: Title, lines: list[str], prose: str) -> int | None:
    """The year of an annual report whose title says none: of the report that a sentence names.

    Or that with which its sentences begin, more than one and all alike; a plan for the next
    year begins with that, and then nothing is told.
    """
    if title.document_type != "annual_report":
        return None
    if (named := report_named(lines)) and named.report_year:
        return named.report_year
    opens = list(wording().opens_with_year.finditer(prose))
    years = {int(prose[match.start() - 4 : match.start()]) for match in opens}
    return years.pop() if len(opens) > 1 and len(years) == 1 else None


def _agency(title: Title, publisher: str | None, prose: str, unbroken: str) -> str | None:
    """The fullest name of the body whose document this is.

    The title names it; the publisher field or the 由…编制 sentence may name the same body
    more fully (包河区 is 合肥市包河区人民政府). Without a name in the title they stand alone.
    """
    compiled_by, published_by = wording().compiled_by, wording().published_by
    compiled = compiled_by.search(prose)
    if title.agency is None and publisher is None:
        compiled = compiled or compiled_by.search(unbroken)
        compiled = compiled or published_by.search(unbroken[:_PREFACE])
    printed = (publisher, compiled and compiled["agency"])
    others = [body for name in printed if name and (body := _body(name))]
    named = title.agency
    if named is None and (titled := agency_in(title.text)):
        named = _body(titled)
    if named is None:
        return others[0] if others else None
    fuller = [name for name in others if _is_fuller(name, named)]
    return max([named, *fuller], key=len)


def _body(name: str) -> str | None:
    """The body that a name is, or whose disclosure office it is; None where it says 本局."""
    body = wording().disclosure_office.sub("", name.strip())
    return None if not body or wording().no_name.search(body) else body


def _is_fuller(name: str, named: str) -> bool:
    """Whether a name is a fuller one of the same body, and not that of a part of it."""
    _, same, behind = name.partition(named)
    return bool(same) and not wording().part_of_body.search(behind)


def _published(field: str | None, head: list[str]) -> date | None:
    """The date of publication: its field, else behind the title, else alone on a line."""
    if field and (found := read_date(field)):
        return found
    trailing = [m[0] for line in head[:3] if (m := _TRAILING_DATE.search(line))]
    alone = [line for line in head if len(line) <= _DATE_LINE and line[:1].isdigit()]
    return next(filter(None, map(read_date, [*trailing, *alone])), None)


def _scope(text: str) -> tuple[str, str | None]:
    """Whose figures a text of lines states, and the sentence that says so.

    No scope pattern reaches over a 。, so with one at the end of every sentence and line the
    whole text is searched at once.
    """
    stopped = text.replace(";", "。").replace("\n", "。")
    for scope, words, pattern in wording().scope:
        possible = any([says(text, word) for word in words])
        if match := pattern.search(stopped) if possible else None:
            start = stopped.rfind("。", 0, match.start()) + 1
            return scope, text[start : stopped.find("。", match.end()) + 1 or None].strip()
    return "unknown", None
