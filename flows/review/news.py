"""What newly fails: tonight's open questions that the last published night did not ask.

In: the ids asked before, the warehouse as published now. Out: a subject and a body in words,
for whoever is told. What fails every night alike is told once.
"""

from pathlib import Path

from flows.review.questions import NoWarehouse, Question, open_questions, open_warehouse

_TOLD = 20


def asked(warehouse: Path) -> frozenset[str]:
    """The ids of the questions that the published warehouse asks; none where there is none."""
    try:
        with open_warehouse(warehouse) as connection:
            return frozenset(one.review_id for one in open_questions(connection))
    except NoWarehouse:
        return frozenset()


def news(warehouse: Path, before: frozenset[str]) -> tuple[str, str] | None:
    """Subject and body about what newly fails; None where nothing does."""
    with open_warehouse(warehouse) as connection:
        fresh = [one for one in open_questions(connection) if one.review_id not in before]
    if not fresh:
        return None
    kept_out = sum(one.severity == "critical" for one in fresh)
    subject = f"xxgk: {len(fresh)} new failures, {kept_out} of them keep figures out"
    lines = [_line(one) for one in fresh[:_TOLD]]
    if len(fresh) > _TOLD:
        lines.append(f"… and {len(fresh) - _TOLD} more: xxgk review list")
    return subject, "\n".join(lines)


def _line(one: Question) -> str:
    return f"- {one.about}: {one.rule_id}, fault {one.fault}: {one.message} [{one.review_id}]"
