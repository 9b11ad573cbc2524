"""The cookbook: questions that researchers ask, each answered by one SELECT to copy.

In: `sql/cookbook/`, a file a question, named after it. Its first lines are comments: the question
in English and in Chinese, the grain of the answer, and what its reader must not do with it.
"""

from dataclasses import dataclass
from difflib import get_close_matches

from flows.settings import SQL


@dataclass(frozen=True, slots=True)
class Recipe:
    """A question in English and Chinese, and the SELECT that answers it, comments and all."""

    name: str
    en: str
    zh: str
    sql: str


def recipes() -> list[Recipe]:
    """Every question, by name."""
    found = []
    for path in sorted((SQL / "cookbook").glob("*.sql")):
        sql = path.read_text("utf-8")
        en, zh, *_ = (line.removeprefix("-- ") for line in sql.splitlines())
        found.append(Recipe(path.stem, en, zh, sql))
    return found


def recipe(name: str) -> Recipe:
    """The question of a name.

    Raises:
        LookupError: there is none; it says which names come close.
    """
    known = {one.name: one for one in recipes()}
    if name not in known:
        near = ", ".join(get_close_matches(name, known)) or "see `xxgk cookbook`"
        raise LookupError(f"no {name} in the cookbook: {near}")
    return known[name]
