"""What codes are called: rows, columns and words of the gate, in Chinese and English."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from flows.warehouse import Connection, rows

_LABELS = """
    select applicant_code as code, name_zh as zh, name_en as en from dim_applicant
    union all select line_code, name_zh, name_en from dim_request_line
    union all select item_code, name_zh, name_en from dim_disclosure_item
    union all select measure_code, name_zh, name_en from dim_measure
    union all select distinct channel_code, channel_zh, channel_en from dim_review_result
    union all select distinct result_code, result_zh, result_en from dim_review_result
"""


@dataclass(frozen=True, slots=True)
class Label:
    """What a row, a column or a word of the gate is called."""

    code: str
    zh: str
    en: str


def labels(connection: Connection) -> dict[str, Label]:
    """Every code that has a name, with its Chinese and English name."""
    known = {code: Label(code, *pair) for code, pair in _more_labels().items()}
    return known | {row["code"]: Label(**row) for row in rows(connection, _LABELS)}


@cache
def _more_labels() -> dict[str, list[str]]:
    text = Path(__file__).with_name("labels.yml").read_text("utf-8")
    return dict(yaml.safe_load(text))
