"""Every byte of a snapshot can be found again, whatever charset it came in."""

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.normalise.charset import decode, shown

REPORT = "青山市财政局政府信息公开工作年度报告，全年受理申请12件。"


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (REPORT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + REPORT.encode(), "utf-8"),
        (REPORT.encode("gb18030"), "gb18030"),
        ("㐀镕，〇".encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"), "utf-16-be"),
        ("report 12\r\n".encode("utf-16-le"), "utf-16-le"),
        ("report 12\r\n".encode("utf-16-be"), "utf-16-be"),
        (b"", "utf-8"),
    ],
)
def test_a_whole_text_is_decoded_without_damage(content: bytes, charset: str) -> None:
    decoded = decode(content)
    assert decoded.charset == charset
    assert decoded.damage == 0
    assert decoded.text.encode(charset) == content[decoded.start :]
    assert not decoded.text.startswith("\ufeff")


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_few_bad_bytes_do_not_change_the_charset(charset: str) -> None:
    content = (REPORT + "\n").encode(charset) * 3 + b"\xff\xff" + REPORT.encode(charset)
    decoded = decode(content)
    assert decoded.charset == charset
    assert decoded.damage == 2
    assert shown(decoded.text).count("\ufffd") == 2
    assert shown(decoded.text).replace("\ufffd", "") == f"{REPORT}\n" * 3 + REPORT


def test_a_text_cut_within_a_character_counts_what_is_left_of_it() -> None:
    content = (REPORT * 2 + "件").encode()[:-1]
    decoded = decode(content)
    assert (decoded.charset, decoded.damage) == ("utf-8", 2)
    assert shown(decoded.text).endswith("。\ufffd\ufffd")


def test_a_replacement_character_that_the_publisher_printed_is_no_damage() -> None:
    decoded = decode("共\ufffd件".encode())
    assert decoded.damage == 0
    assert shown(decoded.text) == "共\ufffd件"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["，", "。", "、", "报告", "12", "涓€"]),
            st.sampled_from(["utf-8", "gb18030"]),
        )
    ).map(lambda parts: b"".join([text.encode(charset) for text, charset in parts]))
    | st.binary(max_size=12)
)
@example(("，" * 6).encode() + "报告".encode("gb18030"))
def test_of_two_charsets_the_one_wins_that_explains_more_and_punctuates(content: bytes) -> None:
    texts = {charset: content.decode(charset, "replace") for charset in ("utf-8", "gb18030")}
    doubts = {charset: text.count("\ufffd") for charset, text in texts.items()}
    for charset, text in texts.items():
        doubts[charset] -= sum(map(text.count, "，。、"))
    decoded = decode(content)
    if decoded.charset in texts and decoded.start == 0:
        is_utf8 = "\ufffd" not in texts["utf-8"]
        assert decoded.charset == ("utf-8" if is_utf8 else min(texts, key=doubts.__getitem__))


@pytest.mark.parametrize("declared", ["big5", "Big5-HKSCS", "cn-big5"])
def test_big5_is_believed_only_where_the_bytes_agree(declared: str) -> None:
    traditional = "政府資訊公開，全年受理申請。"
    assert decode(traditional.encode("big5"), declared).text == traditional
    assert decode(REPORT.encode("gb18030"), declared).text == REPORT
    assert decode(REPORT.encode(), declared).text == REPORT


_BYTES = st.one_of(
    st.binary(max_size=200),
    st.builds(
        lambda bom, text, charset, junk, more: (
            bom + text.encode(charset, "ignore") + junk + more.encode(charset, "ignore")
        ),
        st.sampled_from([b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE]),
        st.text(max_size=40),
        st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5hkscs"]),
        st.binary(max_size=3),
        st.text(max_size=40),
    ),
)


@given(content=_BYTES, start=st.integers(0, 80), end=st.integers(0, 80))
@example(content=codecs.BOM_UTF16_LE + b"a\0b", start=0, end=2)
@example(content=codecs.BOM_UTF16_BE + b"\xd8\x00\x00a", start=0, end=2)
@example(content=codecs.BOM_UTF16_BE + b"\xd8\x01\x00", start=1, end=3)
def test_offsets_lead_every_part_of_the_text_back_to_its_bytes(
    content: bytes, start: int, end: int
) -> None:
    decoded = decode(content)
    offsets = decoded.offsets().tolist()
    assert len(offsets) == len(decoded.text) + 1
    assert (offsets[0], offsets[-1]) == (decoded.start, len(content))
    start, end = sorted((min(start, len(decoded.text)), min(end, len(decoded.text))))
    part, text = content[offsets[start] : offsets[end]], decoded.text[start:end]
    assert b"".join(_bytes_of(character, decoded.charset) for character in text) == part
    unit = 2 if decoded.charset.startswith("utf-16") else 1
    if (offsets[start] - decoded.start) % unit == 0:
        # Marks cannot be reported as they are: a report is sent between processes as UTF-8.
        assert ascii(part.decode(decoded.charset, "xxgk-mark")) == ascii(text)


def _bytes_of(character: str, charset: str) -> bytes:
    is_mark = "\udc00" <= character <= "\udcff"
    return bytes([ord(character) - 0xDC00]) if is_mark else character.encode(charset)


def test_two_characters_of_one_code_count_with_the_first() -> None:
    content = "公開".encode("big5hkscs") + b"\x88\x62" + "。，申請。".encode("big5hkscs")
    decoded = decode(content, "big5-hkscs")
    assert decoded.charset == "big5hkscs" and len(decoded.text) == 9
    assert decoded.offsets().tolist() == [0, 2, 4, 6, 6, 8, 10, 12, 14, 16]


@given(content=_BYTES)
def test_what_is_shown_holds_no_mark(content: bytes) -> None:
    decoded = decode(content)
    visible = shown(decoded.text)
    assert len(visible) == len(decoded.text)
    assert visible.encode().decode() == visible
