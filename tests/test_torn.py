"""Text that was PDF once: a row is a line, and a label of several lines stands around it."""

import io
from random import Random

import pdfplumber
import pytest

from flows.extract.lines import lines_of
from flows.extract.table import Reading
from flows.extract.torn import read_torn
from flows.normalise import read, resolve
from tests.accuracy import run
from tests.generator import draw_truth, render, sample
from tests.reports import APPLICANTS, Cells, changed, disclosure_cells, form, request_cells
from tests.rows import rows_of

HEADER = [
    "（本列数据的勾稽关系为：第一项加第二项之和，等于 法人或其他组织",
    "第三项加第四项之和） 自然人 社会 法律 总计",
    "商业 科研",
    "公益 服务 其他",
    "企业 机构",
    "组织 机构",
]
TORN = {
    "partly_granted": ("（二）部分公开（区分处理的，只计这一情形，不", "计其他情形）"),
    "refused_prohibited_by_law": ("2.其他法律行政法规", "禁止公开"),
    "refused_security_stability": ("（三）不予公 3.危及“三安全", "开 一稳定”"),
    "unavailable_not_held": ("1.本机关不掌握相关", "政府信息"),
    "not_processed_reconfirm": ("5.要求行政机关确认或", "重新出具已获取信息"),
}


def printed(cells: Cells, header: list[str] = HEADER, torn: dict = TORN) -> list[str]:
    """Table 3 of the 2019 form, line by line."""
    lines = ["2020年上海市杨浦区人民政府信息公开工作年度报告"]
    lines += ["三、收到和处理政府信息公开申请情况", *header]
    for leaf in form("request").blocks[0].row_leaves:
        code = leaf.code or ""
        numbers = " ".join(cells[code, column] for column in (*APPLICANTS, "total"))
        above, below = torn.get(code, ("", ""))
        lines += [above, numbers, below] if above else [f"{leaf.label} {numbers}"]
    return [*lines, "四、政府信息公开行政复议、行政诉讼情况", ""]


def reading(lines: list[str], table: str = "request") -> Reading | None:
    document = read("\n".join(lines).encode())
    return read_torn(lines_of(document), form(table))


def values(found: Reading | None) -> dict:
    assert found is not None
    return {address: cell.piece.text for address, cell in found.cells.items()}


def without(lines: list[str], text: str) -> list[str]:
    assert any(text in line for line in lines)
    return [line for line in lines if text not in line]


def swapped(lines: list[str], one: str, other: str) -> list[str]:
    places = {one: other, other: one}
    assert places.keys() <= set(lines)
    return [places.get(line, line) for line in lines]


def test_rows_get_their_numbers_wherever_their_labels_stand():
    assert values(reading(printed(request_cells()))) == request_cells()


def test_values_placed_so_are_inferred():
    found = rows_of("\n".join(printed(request_cells())).encode())
    assert [table["evidence"] for table in found["table"]] == ["inferred"]
    assert {cell["value_status"] for cell in found["cell"]} == {"inferred"}


def test_torn_header_goes_on_record():
    found = rows_of("\n".join(printed(request_cells())).encode())
    assert {row["finding_code"] for row in found["finding"]} == {"header_torn"}


@pytest.mark.parametrize(
    "header",
    [
        [*HEADER[:1], "自然人 法律 社会 总计", "商业 科研", "服务 公益 其他", *HEADER[4:]],
        [*HEADER[:2], "科研 商业", *HEADER[3:4], "机构 企业", *HEADER[5:]],
        [*HEADER[:1], "总计 社会 法律 自然人", *HEADER[2:]],
    ],
)
def test_columns_in_another_order_are_not_taken_in_the_order_of_the_form(header):
    assert reading(printed(request_cells(), header)) is None


@pytest.mark.parametrize("piece", ["商业 科研", "企业 机构", "公益 服务 其他"])
def test_header_that_lost_a_piece_is_none(piece):
    assert reading(without(printed(request_cells()), piece)) is None


def test_label_that_is_not_in_the_text_names_no_row():
    assert reading(without(printed(request_cells()), "5.要求行政机关确认或")) is None


def test_labels_in_another_order_than_their_rows_are_in_doubt():
    lines = swapped(printed(request_cells()), "2.其他法律行政法规", "1.本机关不掌握相关")
    assert reading(lines) is None


def test_rows_that_changed_places_with_their_labels_are_in_doubt():
    lines = printed(request_cells())
    one = next(line for line in lines if line.startswith("6.属于"))
    other = next(line for line in lines if line.startswith("2.重复申请"))
    assert reading(swapped(lines, one, other)) is None


def test_row_dropped_with_all_totals_adjusted_is_missed():
    cells = changed(
        request_cells(),
        granted__natural_person="11", granted__total="12",
        unavailable_not_held__natural_person="0",
        unavailable_not_held__legal_service="0", unavailable_not_held__total="0",
        other__legal_service="1", other__total="2",
    )  # fmt: skip
    lines = printed(cells)
    assert reading(lines) is not None
    at = lines.index("1.本机关不掌握相关")
    assert reading(lines[:at] + lines[at + 3 :]) is None


@pytest.mark.parametrize("row", ["9.属于其他 0 0 0 0 0 0 0", "9.属于其他 0 0 0"])
def test_row_that_no_form_knows_is_in_doubt(row):
    lines = printed(request_cells())
    assert reading([*lines[:12], row, *lines[12:]]) is None


def test_row_below_the_last_of_the_form_is_in_doubt():
    lines = printed(request_cells())
    assert reading([*lines[:-2], "五、其他 0 0 0 0 0 0 0", *lines[-2:]]) is None


def test_last_row_must_have_its_label_beside_it():
    torn = TORN | {"carried_out": ("四、结转下年度", "继续办理")}
    assert reading(printed(request_cells(), torn=torn)) is None


def test_table_printed_twice_is_in_doubt():
    lines = printed(request_cells())
    assert reading(lines + lines) is None


@pytest.mark.parametrize("wrong", ["granted__total", "received__business", "carried_out__total"])
def test_sums_that_do_not_hold_leave_a_torn_table_unread(wrong):
    assert reading(printed(changed(request_cells(), **{wrong: "6"}))) is None


def test_number_that_fell_out_of_its_row_is_put_back_where_a_cell_is_blank():
    lines = printed(request_cells())
    rows = [f"| {line.replace(' ', ' | ')} |" if line[-1:].isdigit() else line for line in lines]
    at = next(place for place, line in enumerate(rows) if "四、结转" in line)
    fallen = [
        *rows[: at - 1],
        "1",
        rows[at - 1],
        rows[at].removesuffix("1 |") + "|",
        *rows[at + 1 :],
    ]
    assert values(reading(fallen)) == request_cells()
    assert reading([line for line in fallen if line != "1"]) is None


REVIEW = [
    "2020年上海市杨浦区人民政府信息公开工作年度报告",
    "四、政府信息公开行政复议、行政诉讼情况",
    "行政复议 行政诉讼",
    "未经复议直接起诉 复议后起诉",
    "结果 结果 其他 尚未",
    "总计",
    "维持 纠正 结果 审结 结果 结果 其他 尚未 结果 结果 其他 尚未",
    "总计 总计",
    "维持 纠正 结果 审结 维持 纠正 结果 审结",
]


@pytest.mark.parametrize(
    ("row", "is_read"),
    [
        ("2 1 0 3 6 2 1 0 3 6 2 1 0 3 6", True),
        ("2 1 0 3 7 2 1 0 3 6 2 1 0 3 6", False),
        ("2 1 0 3 6 2 1 0 3 6 2 1 0 3", False),
        ("合计 2 1 0 3 6 2 1 0 3 6 2 1 0 3 6", False),
    ],
)
def test_row_without_a_label_is_read_where_its_blocks_add_up(row, is_read):
    found = reading([*REVIEW, row], "review")
    assert (list(values(found).values()) == row.split()) if is_read else found is None


def test_page_number_and_running_head_between_rows_are_no_part_of_a_table():
    lines = printed(request_cells())
    for furniture in (["- 3 -"], ["第 3 页"], ["3", lines[0]], ["- 3 -", lines[0]]):
        assert values(reading([*lines[:20], *furniture, *lines[20:]])) == request_cells()


DISCLOSURE = [
    "2020年上海市杨浦区人民政府信息公开工作年度报告",
    "第二十条第（一）项",
    "本年新",
    "信息内容 本年新公开数量 对外公开总数量",
    "制作数量",
    "规章 3 3 3",
    "规范性文件 3 3 3",
    "第二十条第（五）项",
    "信息内容 上一年项目数量 本年增/减 处理决定数量",
    "行政许可 3 -2 3",
    "其他对外管理服务事项 3 -2 3",
    "第二十条第（六）项",
    "信息内容 上一年项目数量 本年增/减 处理决定数量",
    "行政处罚 3 -2 3",
    "行政强制 3 -2 3",
    "第二十条第（八）项",
    "信息内容 上一年项目数量 本年增/减",
    "行政事业性收费 3 -2",
    "第二十条第（九）项",
    "信息内容 采购项目数量 采购总金额",
    "政府集中采购 3 25.5万元",
    "三、收到和处理政府信息公开申请情况",
]


def test_table_without_sums_is_read_where_every_label_stands_beside_its_numbers():
    found = reading(DISCLOSURE, "disclosure")
    assert values(found) == disclosure_cells()
    assert found is not None
    assert not any(row.inferred for row in found.rows)


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("行政处罚 3 -2 3", ["行政处", "3 -2 3", "罚"]),
        ("行政处罚 3 -2 3", ["行政处罚 3 -2 1", "3"]),
        ("行政强制 3 -2 3", ["行政强制 3 -2 1", "3"]),
        ("行政强制 3 -2 3", ["行政强制 3 3"]),
        ("行政强制 3 -2 3", ["行政强制 3 -2 3", "行政检查 1 2 3"]),
    ],
)
def test_table_without_sums_is_not_read_where_anything_is_astray(line, lines):
    at = DISCLOSURE.index(line)
    assert reading([*DISCLOSURE[:at], *lines, *DISCLOSURE[at + 1 :]], "disclosure") is None


def test_locators_of_torn_tables_resolve_to_what_is_printed():
    content = "\n".join(printed(request_cells())).encode()
    cells = rows_of(content)["cell"]
    assert cells
    for cell in cells:
        assert resolve(str(cell["fragment"]), content) == cell["raw_text"]


@pytest.mark.parametrize("layout", ["pdf_text", "markdown_torn"])
def test_text_of_a_pdf_says_what_the_page_says(layout):
    truth = draw_truth(Random(8), "2021", "county")
    page, text = (rows_of(render(truth, how, seed=3)) for how in ("html", layout))
    said = [
        {(c["row_code"], c["column_code"]): c["value"] for c in found["cell"]}
        for found in (page, text)
    ]
    assert said[1] == said[0]
    assert len(said[0]) == len(truth.cells)


def test_what_pdfplumber_makes_of_a_pdf_is_read(tmp_path):
    noise = frozenset(("label_variants", "page_numbers"))
    drawn = [
        sample(draw_truth(Random(seed), edition, noise=noise), "pdf", seed=seed)
        for seed, edition in enumerate(("2019", "2021") * 3)
    ]
    texts = {}
    for one in drawn:
        with pdfplumber.open(io.BytesIO(one.content)) as pdf:
            text = "\n".join(page.extract_text() for page in pdf.pages)
        texts[one.name] = (text.encode(), f"{one.name}.txt")
    for name, found in run(texts, tmp_path).items():
        assert found.tables == {"disclosure", "request", "review"}, found.reasons
        truth = next(one.truth for one in drawn if one.name == name)
        # The sign of a change has no character in this font that a tool could know.
        said = {key: abs(cell[0]) for key, cell in found.cells.items()}
        assert said == {key: abs(cell.value) for key, cell in truth.items()}


def test_a_group_printed_above_the_columns_beside_it_is_in_its_place() -> None:
    """It reaches over one row of the header and they over two, in the middle of their cells."""
    corner = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    columns = ["自然人 总计", "商业企业 科研机构 社会公益组织 法律服务机构 其他"]
    header = ["申请人情况", f"{corner} 法人或其他组织", *columns]
    lines = printed(request_cells(), header, torn={})
    cells = rows_of("\n".join(lines).encode())["cell"]
    found = {(cell["row_code"], cell["column_code"]): cell["raw_text"] for cell in cells}
    assert found == request_cells()
