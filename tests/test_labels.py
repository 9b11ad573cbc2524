"""Two labels are one when their words are, whatever their ordinals and spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.form import Form, Node
from flows.extract.forms import forms
from flows.extract.labels import key, split_ordinal


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("1、属于国家秘密", "1.属于国家秘密"),
        ("1．属于国家秘密", "1.属于国家秘密"),
        ("⒈属于国家秘密", "1.属于国家秘密"),
        ("属于国家秘密", "1.属于国家秘密"),
        ("9.属于国家秘密", "1.属于国家秘密"),
        (" 1 . 属于 国家\n秘密 ", "1.属于国家秘密"),
        ("（一）予以公开", "(一)予以公开"),
        ("㈠予以公开", "(一)予以公开"),
        ("( 一 ) 予以公开", "(一)予以公开"),
        ('3.危及"三安全一稳定"', "3.危及“三安全一稳定”"),
        ("3.危及「三安全一稳定」", "3.危及“三安全一稳定”"),
        ("社会公益\n组织", "社会公益组织"),
        ("本年增／减", "本年增/减"),
        ("逾期不补正、行政机关不再处理", "逾期不补正，行政机关不再处理"),
        ("四、结转下年度继续办理", "三、结转下年度继续办理"),
        ("其中：1.网站公开", "1、网站公开"),
        ("其中:网站公开", "网站公开"),
        ("(1)“信息不存在”数", "信息不存在数"),
    ],
)
def test_a_label_is_the_same_in_every_style(printed: str, label: str) -> None:
    assert key(printed) == key(label) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("行政许可", "行政处罚"),
        ("本年新制作数量", "本年新公开数量"),
        ("规范性文件", "行政规范性文件"),
        ("第二十条第(一)项", "第二十条第(五)项"),
        ("12", "2"),
        ("1.5", "5"),
        ("1,234", "234"),
    ],
)
def test_different_words_are_different_labels(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize("text", ["", "  ", "1.", "(一)", "——", "/", "、"])
def test_a_text_without_words_has_an_empty_key(text: str) -> None:
    assert key(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、本年新收", (False, "chapter", "本年新收")),
        ("第三、本年新收", (False, "chapter", "本年新收")),
        ("（六）其他处理", (False, "section", "其他处理")),
        ("2.重复申请", (False, "item", "重复申请")),
        ("2)重复申请", (False, "item", "重复申请")),
        ("（2）传真申请数", (False, "point", "传真申请数")),
        ("其中：1.网站公开", (True, "item", "网站公开")),
        ("其中:网站公开", (True, None, "网站公开")),
        ("其 中:1.网站公开", (True, "item", "网站公开")),
        ("中:1.网站公开", (True, "item", "网站公开")),
        ("中小企业数", (False, None, "中小企业数")),
        ("主动公开信息数", (False, None, "主动公开信息数")),
        ("2020年度", (False, None, "2020年度")),
        ("第二十条第(一)项", (False, None, "第二十条第(一)项")),
        ("1.5倍", (False, None, "1.5倍")),
    ],
)
def test_an_ordinal_is_told_from_the_words(text: str, expected: tuple[bool, str, str]) -> None:
    assert split_ordinal(text) == expected


@given(st.text(max_size=30))
def test_a_key_holds_letters_and_digits_alone(text: str) -> None:
    assert key(text) == "" or key(text).isalnum()


@given(st.text(st.characters(categories=["Lo"]), min_size=1, max_size=12), st.integers(1, 99))
def test_an_ordinal_in_front_never_changes_a_key(words: str, number: int) -> None:
    assert key(f"({number}){words}") == key(f"{number}、{words}") == key(f"{number}．{words}")


def _levels(nodes: tuple[Node, ...]) -> list[tuple[Node, ...]]:
    return [nodes, *(level for node in nodes for level in _levels(node.children))]


@pytest.mark.parametrize(
    "form",
    [form for form in forms() if form.shape != "indicator_rows"],
    ids=lambda form: f"{form.edition} {form.table_code}",
)
def test_no_two_labels_of_a_form_share_a_key(form: Form) -> None:
    for block in form.blocks:
        for siblings in _levels(block.columns):
            keys = [k for node in siblings for k in node.keys]
            assert len(keys) == len(set(keys))
        keys = [k for leaf in block.row_leaves for k in leaf.keys]
        assert len(keys) == len(set(keys))
        assert not set(keys) & (block.group_keys | block.corner)
        assert "" not in {*keys, *block.group_keys, *block.corner}
