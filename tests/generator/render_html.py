"""HTML as government sites serve it: hand-made, exported from Word, and wrapped in chrome.

- html: clean tables, spans done right
- html_ragged: header cells without their rowspan, some with an empty cell below
- html_word: Word export; `colspan="2%"`, runs split over spans, &nbsp; in empty cells
- html_nested: layout tables around the article, forms and navigation beside it
- html_cut: a table cut in two by a page break, its header repeated
- html_div: rows and cells are div elements
- html_text: what a converter from PDF or Word left of a table: a row or a cell a paragraph, or
  a line of one paragraph
"""

import html
import random

from tests.generator.page import Line, Page
from tests.generator.render_text import typed
from tests.generator.sheets import Sheet, Slot, cut, ragged

_STYLE = (
    "border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;"
    "padding:0cm 5.4pt 0cm 5.4pt;height:22.7pt"
)
_SPAN = "font-size:12.0pt;font-family:宋体;mso-bidi-font-family:宋体;color:black"


class HtmlWriter:
    """Writes one page; `layout` names how."""

    def __init__(self, rng: random.Random, layout: str, charset: str) -> None:
        self.rng, self.layout, self.charset = rng, layout, charset
        self.word = layout == "html_word"
        self.upper = layout == "html" and rng.random() < 0.2
        self.head_cells = rng.choice(("td", "td", "th"))
        self.closes = layout == "html_word" or rng.random() < 0.85
        self.keep_empty = rng.random() < 0.6
        self.references = rng.random() < 0.04
        self.overlapping = False
        if layout == "html_text":
            self.typed_as = rng.choice(("spaced", "lines"))
            self.broken = rng.random() < 0.5

    def page(self, page: Page) -> str:
        """The whole document."""
        self.overlapping = "overlapping_spans" in page.noise
        body = "\n".join(self._block(block) for block in page.blocks)
        if "truncated" in page.noise and "</tr>" in body.lower():
            return self._top(page.title) + body[: body.lower().rindex("</tr>")]
        if self.layout == "html_nested":
            body = self._framed(body)
        return self._top(page.title) + body + "\n</body></html>"

    def _top(self, title: str) -> str:
        metas = [
            f'<meta http-equiv="Content-Type" content="text/html; charset={self.charset}">',
            f'<meta charset="{self.charset}">',
        ]
        doctype = self.rng.choice(("<!DOCTYPE html>", "", "<!DOCTYPE html PUBLIC>"))
        script = "<script>var hits=[2023,11,0,0,0,0,11];/*<td>99</td>*/</script>"
        style = "<style>td{width:20px;height:30px}</style>"
        tail = self.rng.choice(("", "", "_政府信息公开年报"))
        return (
            f"{doctype}<html><head>{self.rng.choice(metas)}"
            f"<title>{html.escape(title)}{tail}</title>"
            f'<meta name="ArticleTitle" content="{html.escape(title)}">'
            f"{style}{script}</head>\n<body>\n"
        )

    def _framed(self, body: str) -> str:
        links = "".join(
            f'<li><a href="t{year}.html">{year}年政府信息公开工作年度报告</a></li>'
            for year in (2017, 2018, 2019)
        )
        return (
            '<table width="100%"><tr><td colspan="2"><ul><li>首页</li><li>政务公开</li></ul></td>'
            "</tr>"
            f'<tr><td width="20%"><form><input type="text" value="12"><ul>{links}</ul></form></td>'
            f'<td><table><tr><td><div class="TRS_Editor">{body}</div></td></tr></table></td></tr>'
            '<tr><td colspan="2">主办：人民政府办公室　网站标识码：3100000123　访问量：883726</td>'
            "</tr></table>"
        )

    def _block(self, block: Line | Sheet) -> str:
        if isinstance(block, Line):
            return self._line(block)
        if self.layout == "html_cut" and len(block.rows) > block.header + 4:
            at = self.rng.randrange(block.header + 2, len(block.rows) - 1)
            same = self.rng.random() < 0.6
            parts = cut(block, at, repeat_header=self.rng.random() < 0.7, repeat_label=same)
            between = self.rng.choice(("", "<p>&nbsp;</p>", "<p>- 3 -</p>"))
            return between.join(self._table(part) for part in parts)
        if self.layout == "html_ragged" and block.header > 1:
            return self._table(ragged(block, keep_empty=self.keep_empty))
        if self.layout == "html_text":
            return self._typed(block)
        return self._divs(block) if self.layout == "html_div" else self._table(block)

    def _line(self, line: Line) -> str:
        text = self._text(line.text)
        if line.kind == "title":
            return f"<h1>{text}</h1>"
        if line.kind == "chrome":
            return f"<div class='bar'>{text}</div>"
        if self.word:
            text = f'<span style="{_SPAN}">{text}<o:p></o:p></span>'
        indent = self.rng.choice(("", "　　", "&nbsp;&nbsp;&nbsp;&nbsp;"))
        return f"<p>{indent}{text}</p>"

    def _text(self, text: str) -> str:
        escaped = html.escape(text, quote=False)
        if self.references:
            escaped = "".join(c if c.isascii() else f"&#{ord(c)};" for c in escaped)
        return escaped.replace("\n", "<br/>")

    def _table(self, sheet: Sheet) -> str:
        rows = [self._row(row) for row in sheet.rows]
        if self.word and self.rng.random() < 0.5:
            # Word ends a table with a row of no height that only carries the column widths.
            rows.append("<tr height=0>" + "<td width=60></td>" * sheet.width + "</tr>")
        attributes = " class=MsoNormalTable border=1 cellspacing=0" if self.word else ' border="1"'
        text = f"<table{attributes}><tbody>" + "\n".join(rows) + "</tbody></table>"
        if self.upper:
            for tag in ("table", "tbody", "tr", "td"):
                text = text.replace(f"<{tag}", f"<{tag.upper()}").replace(
                    f"/{tag}>", f"/{tag.upper()}>"
                )
        return text

    def _row(self, row: tuple[Slot, ...]) -> str:
        end = "</tr>" if self.closes else ""
        return "<tr>" + "".join(self._cell(slot) for slot in row) + end

    def _cell(self, slot: Slot) -> str:
        tag = self.head_cells if slot.role == "header" else "td"
        # A span left over from another year's form reaches into the row below its group.
        rows = slot.rows + 1 if self.overlapping and slot.rows > 10 else slot.rows
        spans = f' rowspan="{rows}"' if rows > 1 else ""
        if slot.columns > 1:
            # Editors that take the span for a width write a percent sign; browsers ignore it.
            sign = "%" if self.word and self.rng.random() < 0.3 else ""
            spans += f' colspan="{slot.columns}{sign}"'
        end = f"</{tag}>" if self.closes else ""
        note = "<!--<td>7</td>-->" if self.word and self.rng.random() < 0.01 else ""
        return f"{note}<{tag}{self._attributes()}{spans}>{self._content(slot)}{end}"

    def _attributes(self) -> str:
        return f' style="{_STYLE}" width={self.rng.randint(20, 90)}' if self.word else ""

    def _content(self, slot: Slot) -> str:
        if not self.word:
            empty = "&nbsp;" if self.keep_empty else ""
            return self._text(slot.text) or (empty if slot.role == "value" else "")
        if not slot.text:
            return "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        runs = [slot.text]
        if len(slot.text) > 1 and "\n" not in slot.text and self.rng.random() < 0.3:
            at = self.rng.randrange(1, len(slot.text))
            runs = [slot.text[:at], slot.text[at:]]
        spans = "".join(
            f'<span lang=EN-US style="{_SPAN}">{self._text(run)}</span>' for run in runs
        )
        return f"\n  <p class=MsoNormal align=center>{spans}</p>\n  "

    def _typed(self, sheet: Sheet) -> str:
        lines = map(self._text, typed(sheet, self.rng, self.typed_as))
        if self.broken:
            return f"<p>{'<br/>'.join(lines)}</p>"
        return "\n".join(f'<p style="white-space:pre-wrap">{line}</p>' for line in lines)

    def _divs(self, sheet: Sheet) -> str:
        rows = []
        for row in sheet.rows:
            cells = "".join(
                f'<div class="cell" style="width:{10 * slot.columns}%">'
                f"{self._text(slot.text)}</div>"
                for slot in row
            )
            rows.append(f'<div class="row">{cells}</div>')
        return '<div class="table">' + "\n".join(rows) + "</div>"


def render_html(page: Page, rng: random.Random, layout: str, charset: str) -> str:
    """A page as HTML; `charset` is what the meta tag says."""
    return HtmlWriter(rng, layout, charset).page(page)
