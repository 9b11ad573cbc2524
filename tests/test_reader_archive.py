"""Web archives: the page inside is read as the page itself, and traced into it."""

from email.message import EmailMessage

import pytest

from flows.normalise import Refused, media_type, read, resolve
from tests.generator import documents
from tests.rows import rows_of

PAGE = "<html><head><meta charset={0}></head><body><p>规章</p><p>12</p></body></html>"


def archived(page: bytes, how: str = "quoted-printable", kind: str = "html") -> bytes:
    archive = EmailMessage()
    archive["MIME-Version"] = "1.0"
    archive["Subject"] = "年报"
    archive.make_related()
    archive.add_attachment(page, "text", kind, cte=how)
    archive.add_attachment(b"\x89PNG", "image", "png")
    return bytes(archive)


@pytest.mark.parametrize("how", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_the_page_of_an_archive_is_read(how: str, charset: str) -> None:
    content = archived(PAGE.format(charset).encode(charset), how)
    assert media_type(content) == "multipart/related"
    pieces = list(read(content).lines)
    assert [piece.text for piece in pieces] == ["规章", "12"]
    assert [resolve(piece.locator, content) for piece in pieces] == ["规章", "12"]


def test_an_archived_report_gives_the_facts_of_its_page() -> None:
    sample = next(s for s in documents(3, 200) if s.layout == "html" and s.truth)
    page, archive = rows_of(sample.content), rows_of(archived(sample.content))
    for name in ("cell", "table", "indicator", "figure"):
        rows, others = page[name], archive[name]
        assert [{**row, "content_sha256": ""} for row in rows] == [
            {**row, "content_sha256": ""} for row in others
        ]


def test_a_page_about_archives_is_a_page() -> None:
    page = b"<html><body><p>MIME-Version: 1.0, multipart/related</p></body></html>"
    assert media_type(page) == "text/html"


def test_an_archive_without_a_page_says_so() -> None:
    with pytest.raises(Refused, match="holds no page"):
        read(archived(b"body {}", kind="css"))
