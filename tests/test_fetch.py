"""What a page, a link and an answer are, before any of it is asked of a server."""

import gzip
import ipaddress
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.fetch.addresses import absolute, identity
from flows.fetch.body import MIB, BadBody, read_body
from flows.fetch.connect import may_ask
from flows.fetch.lists import looks_like_report
from flows.fetch.pages import HtmlPage, Link, attached, is_report, no_document
from flows.fetch.robots import read_robots
from flows.fetch.sources import Report
from flows.fetch.troubles import seconds_asked
from flows.fetch.wording import year_in
from flows.settings import agent

BASE = "http://www.a.gov.cn/xxgk/index.html"
FILLER = "内容" * 300


def page(html: str, address: str = BASE) -> HtmlPage:
    return HtmlPage(html.encode(), address, "text/html; charset=utf-8", None)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("t1.htm", "http://www.a.gov.cn/xxgk/t1.htm"),
        ("../t1.htm#top", "http://www.a.gov.cn/t1.htm"),
        ("//b.gov.cn/1", "http://b.gov.cn/1"),
        ("HTTPS://B.gov.cn:443/1", "https://b.gov.cn/1"),
        ("http://user:word@b.gov.cn/1", "http://b.gov.cn/1"),
        ("1;jsessionid=0A1B.node1?id=7", "http://www.a.gov.cn/xxgk/1?id=7"),
        ("show?utm_source=x&id=7&spm=1.2", "http://www.a.gov.cn/xxgk/show?id=7"),
        ("show?id=7&id=8", "http://www.a.gov.cn/xxgk/show?id=7&id=8"),
        ("show?t=%B1%A8", "http://www.a.gov.cn/xxgk/show?t=%B1%A8"),
        ("报告.htm?t=报", "http://www.a.gov.cn/xxgk/%E6%8A%A5%E5%91%8A.htm?t=%B1%A8"),
        ("javascript:void(0)", None),
        ("mailto:a@b.cn", None),
        ("file:///etc/passwd", None),
        ("http://[broken", None),
    ],
)
def test_link_becomes_the_address_it_means(link, address):
    assert absolute(link, BASE, "gb18030") == address


@given(link=st.text(max_size=40) | st.text("http:/[]@.%?&=;#\\\u4e2d 0aA", max_size=30))
def test_any_link_is_no_address_or_one_with_a_stable_identity(link):
    for prefix in ("", "http://", "//"):
        address = absolute(prefix + link, BASE)
        if address is not None:
            assert identity(identity(address)) == identity(address)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.cn/1?b=2&a=1", "http://A.cn:80/1?a=1&b=2#x", True),
        ("http://a.cn/1;jsessionid=A?a=1", "http://a.cn/1?a=1&PHPSESSID=9", True),
        ("http://a.cn", "http://a.cn/", True),
        ("http://a.cn/1?id=1", "http://a.cn/1?id=2", False),
        ("http://a.cn/1?t=%B1%A8", "http://a.cn/1?t=%E6%8A%A5", False),
    ],
)
def test_one_document_has_one_identity(one, other, same):
    assert (identity(one) == identity(other)) is same


@pytest.mark.parametrize(
    ("address", "public", "local"),
    [
        ("8.8.8.8", True, True),
        ("127.0.0.1", False, True),
        ("10.0.0.8", False, True),
        ("192.168.1.1", False, True),
        ("::1", False, True),
        ("169.254.169.254", False, False),
        ("fe80::1", False, False),
        ("0.0.0.0", False, False),
        ("224.0.0.1", False, False),
        ("::ffff:127.0.0.1", False, True),
        ("::ffff:169.254.169.254", False, False),
        ("2002:a9fe:a9fe::1", False, False),
        ("64:ff9b::a9fe:a9fe", False, False),
        ("64:ff9b::7f00:1", False, True),
        ("64:ff9b::808:808", True, True),
        ("100.64.0.1", False, False),
        ("2001:4860:4860::8888", True, True),
    ],
)
def test_address_of_the_local_network_is_asked_only_where_the_source_says_so(
    address, public, local
):
    found = ipaddress.ip_address(address)
    assert (may_ask(found, local=False), may_ask(found, local=True)) == (public, local)


@pytest.mark.parametrize(
    ("packing", "body"),
    [
        ("", b"words"),
        ("gzip", gzip.compress(b"words", mtime=0)),
        ("x-gzip", gzip.compress(b"words", mtime=0)),
        ("deflate", zlib.compress(b"words")),
    ],
)
def test_body_is_unpacked(packing, body):
    chunks = [body[:3], b"", body[3:]]
    assert read_body(chunks, packing, str(len(body)), MIB) == b"words"


@pytest.mark.parametrize(
    ("chunks", "packing", "announced", "reason"),
    [
        ([b"x" * 700_000] * 2, "", "", "larger than 1 MiB"),
        ([], "", str(10 * 1024 * MIB), "10,240 announced"),
        ([gzip.compress(b"0" * 40 * MIB)], "gzip", "", "larger than 1 MiB"),
        ([gzip.compress(b"words", mtime=0)[:-9]], "gzip", "", "ends too soon"),
        ([b"<html>not packed"], "gzip", "", "broken"),
        ([b"words"], "br", "", "not asked for"),
    ],
)
def test_body_that_is_not_whole_within_its_limit_is_refused(chunks, packing, announced, reason):
    with pytest.raises(BadBody, match=reason):
        read_body(chunks, packing, announced, MIB)


def test_bomb_is_unpacked_no_further_than_the_limit():
    """A thousandfold bomb in one chunk: what is unpacked beyond the limit is one piece at most."""
    made = []
    bomb = gzip.compress(b"0" * 200 * MIB)
    with pytest.raises(BadBody):
        read_body((made.append(chunk) or chunk for chunk in [bomb, bomb]), "gzip", "", MIB)
    assert made == [bomb]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("某区2020年政府信息公开工作年度报告", 2020),
        ("某区政府信息公开工作年度报告(2020年度)", 2020),
        ("某区二〇一九年政府信息公开工作年度报告", 2019),
        ("2019年至2020年报告", None),
        ("某区政府信息公开指南", None),
        ("沪府办〔120201〕号", None),
    ],
)
def test_year_is_the_one_that_a_title_says(title, year):
    assert year_in(title) == year


@pytest.mark.parametrize(
    ("title", "is_one"),
    [
        ("某区2020年政府信息公开工作年度报告", True),
        ("某局2020年度政府信息公开年报", True),
        ("某區2020年政府資訊公開年度報告", True),
        ("某街道办事处2020年政府信息公…", False),
        ("某街道办事处2020年政府信息公开…", True),
        ("关于做好2020年政府信息公开年度报告编制工作的通知", False),
        ("一图读懂2020年政府信息公开年度报告", False),
        ("某区2020年法治政府建设年度报告", False),
        ("政府信息公开指南", False),
        ("政府信息公开年报", False),
        ("信息公开年度报告", False),
        ("杨浦区政府信息公开年报", True),
    ],
)
def test_title_of_a_link_decides_whether_it_may_be_a_report(title, is_one):
    assert looks_like_report(Link("http://a.cn/1", title), Report()) is is_one


def test_source_says_itself_what_its_reports_look_like():
    link = Link("http://a.cn/t20240131_1.htm", "2023年公开年报")
    assert looks_like_report(link, Report(title="公开年报$", url=r"/t\d{8}_\d+\.htm$"))
    assert not looks_like_report(link, Report(title="公开年报$", url=r"/c\d+\.html$"))


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<title>404 - 出错了</title>" + FILLER, "404"),
        ("<title>页面 不存在</title>" + FILLER, "页面不存在"),
        ("<title>某局</title><p>系统维护中,请稍后访问。</p>", "系统维护"),
        ("<p>您的访问过于频繁,请完成安全验证</p>", "访问过于频繁"),
        ("<script>location.reload()</script>", "script"),
        ("<p>本局受理申请404件,系统维护费用列支合理,年度报告如下。" + FILLER + "</p>", None),
        ("<title>某局2020年政府信息公开工作年度报告</title><p>详见附件</p>", None),
        ("<title>某局</title><p>受理403件</p>", None),
    ],
)
def test_page_that_says_it_is_none_is_no_document(html, reason):
    why = no_document(page(html), BASE)
    assert (why is None) if reason is None else (reason in (why or ""))


@pytest.mark.parametrize("path", ["/", "/index.html", "/404.html", "/error/"])
def test_landing_page_is_no_document_where_another_was_asked_for(path):
    landed = page("<p>" + FILLER, f"http://www.a.gov.cn{path}")
    assert "leads to" in (no_document(landed, BASE) or "")
    assert no_document(landed, landed.address) is None


@pytest.mark.parametrize(
    ("html", "is_one"),
    [
        ("<h1>某局2020年<br>政府信息公开工作年度报告</h1>", True),
        ("<script>'政府信息公开工作年度报告'</script><p>登录</p>", False),
        ("<p>关于绿化工作的情况说明</p>", False),
    ],
)
def test_page_decides_whether_it_is_a_report(html, is_one):
    assert is_report(page(html), None) is is_one


def test_what_a_report_attaches_is_known_by_kind_and_name():
    links = (
        "<a href=1.pdf>2020年政府信息公开工作年度报告</a><a href=1.pdf#p2>附件</a>"
        "<a href='download?id=2'>附件1:统计表.DOCX</a><iframe src=/v/3.pdf></iframe>"
        "<a href=/help.pdf>网站使用说明</a><a href=4.xls>附件2</a><a href=5.html>附件3</a>"
    )
    found = [link.address for link in attached(page(links), ("pdf", "docx"))]
    folder = "http://www.a.gov.cn/xxgk"
    assert found == [f"{folder}/1.pdf", f"{folder}/download?id=2", "http://www.a.gov.cn/v/3.pdf"]


@pytest.mark.parametrize(
    ("head", "target"),
    [
        ("<meta http-equiv=refresh content='0;url=../1.html'>", "http://www.a.gov.cn/1.html"),
        ("<meta http-equiv=refresh content='300;url=1.html'>", None),
        ("<meta http-equiv=refresh content='0;url=javascript:a()'>", None),
        ("<base href='/b/'><meta http-equiv=refresh content='0;url=1.html'>", "/b/1.html"),
    ],
)
def test_page_that_leads_on_at_once_is_a_redirect(head, target):
    found = page(f"<html><head>{head}</head>").leads_to
    assert found == target or (found or "").endswith(str(target))


@pytest.mark.parametrize(
    ("charset", "said", "content_type"),
    [
        ("gbk", "<meta charset=gb2312>", "text/html"),
        ("gbk", "", "text/html; charset=GBK"),
        ("gbk", "", "text/html"),
        ("utf-8", "", ""),
        ("big5", "<meta charset=big5>", "text/html"),
    ],
)
def test_page_is_read_in_its_charset(charset, said, content_type):
    content = f"<head>{said}<title>政府公開</title></head>".encode(charset)
    assert HtmlPage(content, BASE, content_type, None).title == "政府公開"


def test_robots_speaks_to_us_by_name_and_sets_the_pace():
    robots = read_robots(
        b"User-agent: *\nDisallow: /\nUser-agent: xxgk\nDisallow: /a\nCrawl-delay: 7"
    )
    assert [robots.allow(f"http://a.cn/{path}") for path in ("a/1", "b")] == [False, True]
    assert robots.delay == 7
    assert read_robots(b"\x00\xff<html>404").allow("http://a.cn/")


def test_server_says_in_seconds_or_by_date_how_long_to_wait():
    later = datetime.now(UTC) + timedelta(seconds=90)
    assert seconds_asked("120") == 120
    assert 85 < (seconds_asked(format_datetime(later, usegmt=True)) or 0) <= 90
    assert seconds_asked("Mon, 01 Feb 2021 08:00:00 GMT") == 0
    assert seconds_asked("soon") is None and seconds_asked(None) is None


def test_servers_are_told_whom_to_write_to(monkeypatch):
    monkeypatch.setenv("XXGK_CONTACT", "mailto:crawl@example.org")
    assert agent().startswith("xxgk/") and "mailto:crawl@example.org" in agent()
    monkeypatch.setenv("XXGK_CONTACT", "a\r\nX-Header: 1")
    with pytest.raises(ValueError, match="XXGK_CONTACT"):
        agent()
