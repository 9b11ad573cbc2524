"""Traditional text comes out in the mainland's words, Simplified text as it went in."""

from pathlib import Path
from typing import Any

import opencc
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flows.normalise import read
from flows.normalise import script as module
from flows.normalise.clean import clean, clean_lines
from flows.normalise.script import script_of, simplify
from flows.settings import FORMS

PHRASES = [
    tuple(line.split("\t"))
    for line in Path(module.__file__).with_name("phrases.txt").read_text("utf-8").splitlines()
]


def _labels(entry: Any) -> list[str]:
    """Every label, spelling and corner of a form file."""
    if isinstance(entry, list):
        return [label for part in entry for label in _labels(part)]
    if not isinstance(entry, dict):
        return []
    own = [entry["label"]] if "label" in entry else []
    for name in ("also", "corner"):
        own += entry.get(name, [])
    return own + [label for part in entry.values() for label in _labels(part)]


LABELS = sorted(
    {
        label
        for path in sorted(FORMS.glob("*.yml"))
        for label in _labels(yaml.safe_load(path.read_text("utf-8")))
    }
)
TO_TRADITIONAL = {name: opencc.OpenCC(name) for name in ("s2t", "s2tw", "s2hk", "s2twp")}


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("檔案館", "档案馆"),
        ("檔案要求", "文件要求"),
        ("國家檔案法", "国家档案法"),
        ("人事檔案", "人事档案"),
        ("印發檔案", "印发文件"),
        ("入口網站", "门户网站"),
        ("最佳化營商環境", "优化营商环境"),
        ("便民服務民眾", "便民服务群众"),
        ("許可權", "权限"),
        ("行政許可權力", "行政许可权力"),
        ("服務視窗", "服务窗口"),
        ("網際網路", "互联网"),
        ("行動網際網路", "移动互联网"),
        ("網路", "网络"),
        ("數位政府", "数字政府"),
        ("政府資訊公開", "政府信息公开"),
        ("資料庫", "数据库"),
        ("資料", "资料"),
        ("專案", "项目"),
        ("專案組", "专案组"),
        ("程式碼", "代码"),
        ("方程式", "方程式"),
        ("中介面臨", "中介面临"),
        ("執行", "执行"),
        ("建立", "建立"),
        ("程序", "程序"),
    ],
)
def test_taiwan_wording_comes_out_as_the_mainland_word(traditional: str, simplified: str) -> None:
    assert simplify(traditional) == simplified


@pytest.mark.parametrize(("traditional", "simplified"), PHRASES)
def test_every_phrase_converts_to_its_own_right_hand_side(
    traditional: str, simplified: str
) -> None:
    assert simplify(traditional) == simplified
    assert simplify(simplified) == simplified


def test_no_phrase_stands_in_the_dictionary_twice() -> None:
    assert all(len(phrase) == 2 for phrase in PHRASES)
    assert len({traditional for traditional, _ in PHRASES}) == len(PHRASES)


@pytest.mark.parametrize("label", LABELS)
def test_a_statutory_label_is_simplified_already(label: str) -> None:
    assert simplify(label) == label


@pytest.mark.parametrize("name", TO_TRADITIONAL)
@pytest.mark.parametrize("label", LABELS)
def test_a_statutory_label_survives_the_way_there_and_back(label: str, name: str) -> None:
    assert simplify(TO_TRADITIONAL[name].convert(label)) == label


@given(st.lists(st.sampled_from(LABELS), min_size=1, max_size=5), st.sampled_from(["s2t", "s2twp"]))
def test_labels_in_a_row_survive_the_way_there_and_back(labels: list[str], name: str) -> None:
    text = "\n".join(labels)
    assert simplify(TO_TRADITIONAL[name].convert(text)) == text


@given(st.text(max_size=60))
def test_simplifying_twice_changes_nothing_more(text: str) -> None:
    once = simplify(text)
    assert simplify(once) == once


@given(st.text("政府信息公开工作年度报告档案文件资料网络数据0123456789,。 ", max_size=60))
def test_simplified_text_is_not_touched(text: str) -> None:
    assert simplify(text) == text


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("政府信息公开工作年度报告", "hans"),
        ("政府資訊公開工作年度報告", "hant"),
        ("本机关全年受理申请，引用「檔案館」一词。", "hans"),
        ("本機關全年受理申請，引用“档案馆”一詞。", "hant"),
        ("上海", "hans"),
        ("12", "hans"),
        ("", "hans"),
    ],
)
def test_a_script_is_told_by_most_of_its_telling_characters(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("raw", "script", "text"),
    [
        ("１．属于国家秘密（件）", "hans", "1.属于国家秘密(件)"),
        ("  本年\u3000新\n制作  数量 ", "hans", "本年 新 制作 数量"),
        ("窗体顶端 1663.23万", "hans", "1663.23万"),
        ("12&nbsp;", "hans", "12"),
        ("社会公益<br/>组织", "hans", "社会公益 组织"),
        ("1\u200b2\ufeff", "hans", "12"),
        ("12²", "hans", "12²"),
        ("①", "hans", "①"),
        ("檔案館", "hans", "檔案館"),
        ("檔案館", "hant", "档案馆"),
        ("執行檔案要求", "hant", "执行文件要求"),
        ("\ufffd12", "hant", "\ufffd12"),
        ("主动公开(kāi)数", "hans", "主动公开数"),
        ("主动公开\n(kāi)数", "hans", "主动公开数"),
        ("年报(bà o)", "hans", "年报"),
        ("", "hans", ""),
    ],
)
def test_a_piece_is_half_width_single_spaced_and_without_residue(
    raw: str, script: Any, text: str
) -> None:
    assert clean(raw, script) == text


@given(st.text(max_size=40), st.sampled_from(["hans", "hant"]))
def test_cleaning_twice_changes_nothing_more(raw: str, script: Any) -> None:
    text = clean(raw, script)
    assert text == text.strip() and "  " not in text
    assert clean(clean(text, script), script) == clean(text, script)


FOLDED = [chr(code) for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), 0x3000, 0xFF08)]


@given(
    st.lists(st.text(st.sampled_from(["報", "告", "檔", "案", *"(ào) １\t", *FOLDED]))),
    st.sampled_from(["hans", "hant"]),
)
def test_lines_cleaned_together_are_as_if_cleaned_alone(raws: list[str], script: Any) -> None:
    assert clean_lines(raws, script) == [clean(raw, script) for raw in raws]


def test_a_document_keeps_its_traditional_text_beside_the_simplified() -> None:
    document = read("青山市檔案館政府資訊公開工作年度報告".encode())
    (line,) = document.lines
    assert document.script == "hant"
    assert line.raw == "青山市檔案館政府資訊公開工作年度報告"
    assert line.text == "青山市档案馆政府信息公开工作年度报告"
