"""Figures stated in words: what is one, and what is not."""

from decimal import Decimal

import pytest

from flows.extract import write_batch
from flows.extract.prose import read_figures
from flows.normalise import read


def stated(sentence: str) -> dict[str, Decimal]:
    return {one.code: one.value for one in read_figures(read(sentence.encode()))}


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("全年收到政府信息公开申请12件。", {"requests_received": 12}),
        ("全年收到政府信息公开申请1.2万件。", {"requests_received": 12_000}),
        ("全年未收到政府信息公开申请。", {"requests_received": 0}),
        ("全年收到政府信息公开申请200余件。", {}),
    ],
)
def test_figure_is_the_number_that_is_stated(sentence, figures):
    assert stated(sentence) == figures


def test_number_that_the_warehouse_could_not_hold_is_no_figure(tmp_path):
    sentence = "全年收到政府信息公开申请12345678901234567890件。"
    assert stated(sentence) == {}
    write_batch(tmp_path, [sentence.encode()])
    assert list(tmp_path.rglob("document.parquet")) != []
    assert list(tmp_path.rglob("figure.parquet")) == []
