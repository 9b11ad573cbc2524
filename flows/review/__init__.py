"""The steward's desk: what the published warehouse asks, and what a person answers.

In: the published warehouse, read-only. Out: entries of `data/decisions.yml`, applied by the
next night. Nothing here changes the warehouse.
"""

from flows.review.answers import (
    Signature,
    Transcription,
    accept,
    accept_coverage,
    correct,
    reject,
)
from flows.review.labels import Label, labels
from flows.review.news import asked, news
from flows.review.printed import Printed, identity, printed_tables
from flows.review.questions import (
    Question,
    Subject,
    decisions_taken,
    open_questions,
    open_warehouse,
    outcomes_of,
    question,
    questions_named,
    rows_of,
    subject,
)

__all__ = [
    "Label",
    "Printed",
    "Question",
    "Signature",
    "Subject",
    "Transcription",
    "accept",
    "accept_coverage",
    "asked",
    "correct",
    "decisions_taken",
    "identity",
    "labels",
    "news",
    "open_questions",
    "open_warehouse",
    "outcomes_of",
    "printed_tables",
    "question",
    "questions_named",
    "reject",
    "rows_of",
    "subject",
]
