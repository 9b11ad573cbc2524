"""What a document says, before anybody has laid it out: the truth that a reader must find.

Codes are those of design.md, section 5. Keys of a truth's cells stand in the order in which
the values are printed. An indicator's row code is its label path (labels from the outermost
down, ordinals and 其中 removed, NFKC, joined by `/`); a task's is its number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Key = tuple[str, str, str]  # table_code, row_code, column_code
Failure = tuple[str, str, str]  # rule_id, table_code, place
Number = int | Decimal

TABLE_CODES = ("disclosure", "request", "review", "indicator", "task")
APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other_organization",
)
RESULTS = ("upheld", "corrected", "other", "pending")


@dataclass(frozen=True, slots=True)
class TruthCell:
    """A value cell: `value` in yuan where it is money, None where it is blank or `/`."""

    value: Number | None
    status: str  # reported, blank, not_applicable
    printed: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Stranger:
    """A printed row that no form knows; the table it stands in may not be published."""

    table_code: str
    after: str
    label: str
    printed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """One document's content. `editions` holds the form of each table, by table code.

    `misstated` are figures that the prose gives otherwise than the tables; `published` is a
    date to be printed as YYYY-MM-DD, else one is drawn where the noise has header fields;
    `scope_note` a sentence that says whose figures these are.
    """

    agency: str
    level: str
    year: int
    document_type: str
    form: str
    editions: Mapping[str, str]
    cells: Mapping[Key, TruthCell]
    absent: frozenset[tuple[str, str]] = frozenset()
    strangers: tuple[Stranger, ...] = ()
    must_quarantine: frozenset[str] = frozenset()
    noise: frozenset[str] = frozenset()
    near_miss: str | None = None
    misstated: Mapping[str, int] = field(default_factory=dict)
    published: str | None = None
    scope_note: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A rendered document and what must come of it.

    `truth` holds the cells as printed; a table named in `must_quarantine` may not reach the
    facts, whatever the truth holds of it. `failing` are the identities that do not hold in
    the printed numbers. `is_glued`: cells are concatenated with nothing between them.
    `prose` are the figures stated in words, with the value the sentence gives.
    """

    name: str
    content: bytes
    file_name: str
    layout: str
    form: str
    script: str
    charset: str
    document_type: str
    truth: Mapping[Key, TruthCell]
    must_quarantine: frozenset[str]
    failing: frozenset[Failure]
    report_year: int | None
    agency: str | None
    is_glued: bool
    noise: frozenset[str] = frozenset()
    editions: Mapping[str, str] = field(default_factory=dict)
    prose: Mapping[str, int] = field(default_factory=dict)

    def is_utf8(self) -> bool:
        """Whether its bytes are UTF-8, whatever is said of them."""
        try:
            return bool(self.content.decode("utf-8"))
        except UnicodeDecodeError:
            return False
