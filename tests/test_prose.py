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
        ("受理依申请公开件9件。", {"requests_received": 9}),
        (
            "受理公民、法人和其他组织向本局提出的政府信息公开申请5件,均已答复。",
            {"requests_received": 5},
        ),
        ("收到法人和其他组织提出的政府信息公开申请5件。", {}),
        ("收到依申请公开请求2件。", {"requests_received": 2}),
        ("我局未收到政府信息依申请公开申请。", {"requests_received": 0}),
        ("我局未收到依申请公开,未收到咨询。", {"requests_received": 0}),
        ("我局未收到依申请公开的投诉。", {}),
        ("信息公开类行政复议7件,诉讼9件,均获维持。", {"reviews": 7, "litigations": 9}),
        ("代理诉讼9件。", {}),
        ("收到0件信息公开申请。", {"requests_received": 0}),
        ("收到来自公民、法人或者其他组织公开政府信息的申请2件。", {"requests_received": 2}),
        ("主动公开的各类政府信息数量66件。", {"items_published": 66}),
        ("配备了6名全职工作人员、1名兼职工作人员。", {"staff_full_time": 6, "staff_part_time": 1}),
        ("配备了132名专、兼职工作人员。", {}),
        ("全年收到政府信息公开申请200余件。", {}),
    ],
)
def test_figure_is_the_number_that_is_stated(sentence, figures):
    assert stated(sentence) == figures


@pytest.mark.parametrize("rows", [0, 200])
def test_figures_are_the_same_in_a_paragraph_and_in_a_line_with_all_tables(rows):
    table = "规章 12 3 450 行政规范性文件 1 0 6 " * rows
    said = f"全年收到政府信息公开申请12件。我局未收到投诉。{table}。主动公开信息66条;行政复议7件。"
    assert stated(said) == {"requests_received": 12, "items_published": 66, "reviews": 7}


def test_number_that_the_warehouse_could_not_hold_is_no_figure(tmp_path):
    sentence = "全年收到政府信息公开申请12345678901234567890件。"
    assert stated(sentence) == {}
    write_batch(tmp_path, [sentence.encode()])
    assert list(tmp_path.rglob("document.parquet")) != []
    assert list(tmp_path.rglob("figure.parquet")) == []
