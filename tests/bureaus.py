"""Six bodies' websites with all that such sites do wrong, and what of them is to be kept.

Each host serves 50 reports of three years in lists of its own shape. `build` lays the routes
and returns the `sources.yml` that leads there and the bytes that must be in the store after a
night, no more and no fewer, by address.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import yaml

from tests.reports import disclosure_cells, report, request_cells
from tests.website import Reply, Website, always, in_turn, page

YEARS = (2021, 2022, 2023)
REPORTS = 50
TABLES = {"request": request_cells(), "disclosure": disclosure_cells()}
QUICK = {
    "delay": 0.02,
    "backoff": 0.01,
    "attempts": 3,
    "read_seconds": 20,
    "document_seconds": 20,
    "largest": 2,
    "patience": 1,
}


@dataclass
class Bureau:
    """A host being built: its source, and the documents it really has, by address."""

    site: Website
    host: str
    source: dict
    kept: dict[str, bytes] = field(default_factory=dict)

    def keep(self, path: str, body: bytes, content_type: str = "text/html", **how: bool) -> str:
        """Serve a document that is to be kept; its address."""
        address = self.site.add(self.host, path, page(body, content_type, **how))
        self.kept[address] = body
        return address


@dataclass(frozen=True)
class World:
    """All hosts, the sources that lead there, and what a night must keep, by address."""

    bureaus: list[Bureau]

    def sources(self, **defaults: object) -> str:
        entries = [bureau.source for bureau in self.bureaus]
        return yaml.safe_dump(
            {"defaults": QUICK | defaults, "sources": entries}, allow_unicode=True
        )

    @property
    def kept(self) -> dict[str, bytes]:
        return {url: body for bureau in self.bureaus for url, body in bureau.kept.items()}


def titles(host: str) -> list[tuple[int, str]]:
    """The year and the title of each report of a host; no two hosts have one in common."""
    places = ("大桥", "定海", "平凉", "江浦", "四平", "控江", "延吉", "长白", "殷行")
    kinds = ("街道办事处", "财政局", "教育局")
    names = [
        f"上海市杨浦区{kind if kind[-1] == '局' else place + kind}{n}{host[-1]}号"
        for n, (place, kind) in enumerate((p, k) for p in places for k in kinds)
    ]
    listed = [(year, f"{name}{year}年政府信息公开工作年度报告") for year in YEARS for name in names]
    return listed[:REPORTS]


def html(title: str, body: str, *, charset: str = "utf-8", head: str = "") -> bytes:
    return (
        f'<html><head><meta charset="{charset}"><title>{title}</title>{head}</head>'
        f"<body><h1>{title}</h1>{body}</body></html>"
    ).encode(charset)


def text_of(title: str, year: int) -> str:
    """A report's page, as the reader of warehouses would have it."""
    lines = report(TABLES, year=year).splitlines()[1:]
    return "".join(f"<p>{line}</p>" for line in lines)


def report_page(title: str, year: int, **how: str) -> bytes:
    return html(title, text_of(title, year), **how)


def list_pages(links: list[str], at_once: int = 20) -> Iterator[list[str]]:
    for start in range(0, len(links), at_once):
        yield links[start : start + at_once]


def build(site: Website) -> World:
    makers: list[Callable[[Bureau], None]] = [_static, _gbk, _json, _attached, _leading, _broken]
    bureaus = []
    for number, make in enumerate(makers, 2):
        host = f"127.0.0.{number}"
        name = make.__name__.strip("_")
        source = {"id": name, "agency": f"某{number}局", "allow_local": True}
        bureau = Bureau(site, host, source)
        site.add(host, "/robots.txt", always(Reply(status=404)))
        make(bureau)
        bureaus.append(bureau)
    return World(bureaus)


def _index(bureau: Bureau, links: list[str], **how: str) -> None:
    """Static lists: index.html, index_1.html …, with the site's own links around."""
    site, host = bureau.site, bureau.host
    chunks = list(list_pages(links))
    for number, chunk in enumerate(chunks):
        path = "/xxgk/index.html" if number == 0 else f"/xxgk/index_{number}.html"
        around = '<a href="/">首页</a><a href="mailto:a@b.cn">邮箱</a><a href="/1.html">政策</a>'
        around += (
            '<a href="/nb/">政府信息公开年报</a><a href="/xxgk/index.html">某区信息公开年度报告</a>'
        )
        body = html("政府信息公开年报", around + "".join(chunk), **how)
        site.add(host, path, always(Reply(body, headers={"Content-Type": "text/html"})))
    bureau.source["lists"] = [
        {
            "url": site.url(host, "/xxgk/index.html"),
            "more": site.url(host, "/xxgk/index_{page}.html"),
        }
    ]


def _static(bureau: Bureau) -> None:
    """`t20240131_123.htm`, relative links, packed and not, a title cut short in the list."""
    links = []
    for number, (year, title) in enumerate(titles(bureau.host)):
        path = f"/xxgk/{year + 1}01/t{year + 1}0131_{number}.htm"
        bureau.keep(path, report_page(title, year), packed=number % 2 == 0, etag=number % 3 > 0)
        shown = title if number % 5 else title[:-6] + "…"
        links.append(f'<li><a href="./{year + 1}01/t{year + 1}0131_{number}.htm#top">{shown}</a>')
    site, host = bureau.site, bureau.host
    notice = "/xxgk/t20240101_999.htm"
    site.add(host, notice, page(html("关于做好2023年政府信息公开年度报告编制工作的通知", "各单位")))
    links.append(f'<a href="{notice}">关于做好2023年政府信息公开年度报告编制工作的通知</a>')
    _index(bureau, links)
    bureau.source["report"] = {"url": r"/t\d{8}_\d+\.html?$"}


def _gbk(bureau: Bureau) -> None:
    """GBK pages at GBK addresses below a <base>, under session ids and with tracking."""
    links = []
    for number, (year, title) in enumerate(titles(bureau.host)):
        name = quote(f"报告{number}".encode("gbk"))
        bureau.keep(f"/nb/show?name={name}", report_page(title, year, charset="gbk"))
        link = f"nb/show;jsessionid=A{number}?name={name}&amp;utm_source=list"
        again = f"nb/show?spm=3&amp;name={name}"
        links.append(
            f'<a href="{link}" title="{title}">{title[:8]}</a><a href="{again}">{title}</a>'
        )
    head = f'<base href="{bureau.site.url(bureau.host, "/")}">'
    _index(bureau, links, charset="gbk", head=head)


def _json(bureau: Bureau) -> None:
    """A list that is JSON, page after page, the last one again for good."""
    site, host = bureau.site, bureau.host
    items = []
    for number, (year, title) in enumerate(titles(bureau.host)):
        bureau.keep(f"/content/{number}", report_page(title, year), etag=number % 2 == 0)
        items.append({"id": number, "name": title})
    chunks = list(list_pages([json.dumps(item) for item in items]))
    for number in range(1, 6):
        chunk = chunks[min(number, len(chunks)) - 1]
        body = f'{{"data": {{"rows": [{",".join(chunk)}]}}}}'.encode()
        reply = Reply(body, headers={"Content-Type": "application/json"})
        site.add(host, f"/api/list?page={number}", always(reply))
    shape = {"items": "data.rows", "title": "name", "link": "/content/{id}"}
    bureau.source["lists"] = [{"url": site.url(host, "/api/list?page={page}"), "json": shape}]


def _attached(bureau: Bureau) -> None:
    """Pages whose report is a file; pages and files belong together."""
    links = []
    for number, (_, title) in enumerate(titles(bureau.host)[: REPORTS // 2]):
        kind = "pdf" if number % 2 else "docx"
        start = b"%PDF-1.7\n" if kind == "pdf" else b"PK\x03\x04"
        file = start + f"{title} {number}".encode()
        bureau.keep(f"/files/{number}.{kind}", file, "application/octet-stream")
        body = (
            f'<p>附件:<a href="../files/{number}.{kind}">{title}.{kind}</a>'
            '<a href="/guide.pdf">网站使用说明</a><a href="/app.apk">下载客户端</a></p>'
        )
        bureau.keep(f"/show/{number}.html", html(title, body))
        links.append(f'<a href="/show/{number}.html">{title}</a>')
    _index(bureau, links)


def _leading(bureau: Bureau) -> None:
    """Redirects, meta refresh, and what robots.txt forbids; lists that lead to the next."""
    site, host = bureau.site, bureau.host
    robots = b"User-agent: *\nDisallow: /secret/\n"
    site.add(host, "/robots.txt", always(Reply(robots)))
    links = []
    for number, (year, title) in enumerate(titles(bureau.host)):
        body = report_page(title, year)
        address = site.url(host, f"/old/{number}.html")
        if number % 3 == 0:
            site.add(host, f"/new/{number}.html", page(body))
            moved = {"Location": f"/new/{number}.html"}
            site.add(host, f"/old/{number}.html", always(Reply(status=302, headers=moved)))
            bureau.kept[address] = body
        elif number % 3 == 1:
            site.add(host, f"/new/{number}.html", page(body))
            head = f'<meta http-equiv="refresh" content="0; url=../new/{number}.html">'
            site.add(host, f"/old/{number}.html", page(html(title, "", head=head)))
            bureau.kept[address] = body
        else:
            bureau.keep(f"/old/{number}.html", body)
        links.append(f'<a href="/old/{number}.html">{title}</a>')
    site.add(host, "/secret/1.html", page(report_page(titles(bureau.host)[0][1], 2021)))
    links.append('<a href="/secret/1.html">机密2021年政府信息公开工作年度报告</a>')
    chunks = list(list_pages(links))
    for number, chunk in enumerate(chunks, 1):
        following = f'<a href="/list?p={number + 1}">下一页</a>' if number < len(chunks) else ""
        body = html("年报", "".join(chunk) + following)
        site.add(host, f"/list?p={number}", always(Reply(body)))
    bureau.source["lists"] = [{"url": site.url(host, "/list?p=1")}]


def _broken(bureau: Bureau) -> None:
    """Servers that stumble and go on, and pages that are none although they say 200."""
    site, host = bureau.site, bureau.host
    links = []
    stumbles = [
        Reply(status=503, headers={"Retry-After": "0"}),
        Reply(status=500),
        Reply(b"<html>half of it", headers={"Content-Length": "9000"}, cut=16),
        Reply(b"", headers={"Content-Length": "10"}, cut=0),
        Reply(b"\x1f\x8b\x08\x00broken", headers={"Content-Encoding": "gzip"}),
    ]
    for number, (year, title) in enumerate(titles(bureau.host)):
        path = f"/r/{number}.html"
        body = report_page(title, year)
        address = bureau.keep(path, body)
        if number % 10 < 4:
            site.add(host, path, in_turn(always(stumbles[number % 10]), page(body)))
        links.append(f'<a href="{path}">{title}</a>')
        bureau.kept[address] = body
    said = titles(host)[0][1]
    nothing = {
        "soft404": html("页面不存在", "<p>您访问的页面不存在或已删除</p>" + "x" * 900),
        "maintenance": html("某局", f"<p>{said}</p><p>系统维护中,请稍后再试</p>"),
        "challenge": b"<html><script>var a = 'wzws';eval(a)</script></html>",
        "other": html("某局", "<p>关于开展春季绿化工作的情况说明" + "绿化" * 300),
    }
    for name, body in nothing.items():
        site.add(host, f"/{name}.html", always(Reply(body)))
        links.append(f'<a href="/{name}.html">某局{name}2021年政府信息公开工作年度报告</a>')
    site.add(host, "/broken.html", always(stumbles[-1]))
    site.add(host, "/home.html", always(Reply(status=302, headers={"Location": "/index.html"})))
    site.add(host, "/index.html", page(html("某局", f"<p>{said}</p>" + "门户" * 400)))
    site.add(host, "/cut.html", always(stumbles[2]))
    for name in ("broken", "home", "cut", "never"):
        links.append(f'<a href="/{name}.html">某局{name}2021年政府信息公开工作年度报告</a>')
    _index(bureau, links)
