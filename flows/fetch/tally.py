"""What a night made of a source's documents, counted, and a sentence for each trouble."""

from dataclasses import dataclass, field, fields


@dataclass(slots=True)
class Tally:
    """Documents of a source by what came of them; `left` are those of a host left for tonight."""

    source_id: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    failed: int = 0
    refused: int = 0
    left: int = 0
    troubles: list[str] = field(default_factory=list)


COUNTED = {
    "new": "new",
    "changed": "changed",
    "unchanged": "unchanged",
    "gone": "gone",
    "failed": "failed",
    "refused": "refused by robots.txt",
    "left": "left for another night",
}
assert set(COUNTED) == {one.name for one in fields(Tally)} - {"source_id", "troubles"}


def counted(tallies: list[Tally]) -> dict[str, int]:
    """All of them together: how many documents by what came of them; what is none is left out."""
    sums = {name: sum(getattr(one, name) for one in tallies) for name in COUNTED}
    return {name: count for name, count in sums.items() if count}


def in_words(counts: dict[str, int]) -> str:
    """What came of the documents, in one line."""
    return ", ".join(f"{count} {COUNTED[name]}" for name, count in counts.items()) or "none"
