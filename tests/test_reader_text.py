"""Markdown tables in plain text."""

import pytest

from flows.normalise.document import Grid
from flows.normalise.locator import resolve
from flows.normalise.readers import read


@pytest.mark.parametrize(
    "table",
    [
        "| 信息内容 | 件数 |\n|---|---|\n| 规章 | 3 |\n| 许可 |  |\n",
        "信息内容 | 件数\n--- | ---\n规章 | 3\n许可 |  |\n",
        "  | 信息内容 | 件数 |  \r\n  |:--|--:|\r\n  |规章|3|\r\n  |许可||\r\n",
    ],
    ids=["pipes all round", "pipes between", "indented and aligned"],
)
def test_a_markdown_table_is_a_grid_without_its_fence(table: str) -> None:
    content = f"二、主动公开\n\n{table}\n三、申请".encode()
    _, grid, _ = read(content).blocks
    assert isinstance(grid, Grid) and not grid.spans_known
    assert [[cell.piece.raw for cell in row] for row in grid.rows()] == [
        ["信息内容", "件数"],
        ["规章", "3"],
        ["许可", ""],
    ]
    for cell in grid.cells:
        assert resolve(cell.piece.locator, content) == cell.piece.raw


@pytest.mark.parametrize("mark", ["<br>", "<br/>", "<br />", "<BR>"])
def test_a_line_break_in_a_markdown_cell_is_a_space_to_labels(mark: str) -> None:
    content = f"| 社会公益{mark}组织 | 1 |\n|---|---|\n".encode()
    (grid,) = read(content).blocks
    assert isinstance(grid, Grid)
    piece = grid.cells[0].piece
    assert (piece.text, piece.raw) == ("社会公益 组织", f"社会公益{mark}组织")
    assert resolve(piece.locator, content) == piece.raw


@pytest.mark.parametrize("where", ["", "3", "5-2", "0-99", "a-b"])
def test_a_range_outside_the_snapshot_is_an_error(where: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        resolve(f"bytes={where}", "正文".encode())
