"""A form file that comes later reaches reports that were read before."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import yaml

from flows import fetch
from flows.settings import FORMS, PROJECT

REPORT = """2031年上海市杨浦区人民政府信息公开工作年度报告
本年度报告中所列数据的统计期限自2031年1月1日起至12月31日止。
复议和诉讼
复议 | 起诉 |
维持 | 纠正 | 其他 | 未结 | 合计 | 维持 | 纠正 | 其他 | 未结 | 合计 |
4 | 1 | 0 | 2 | 7 | 0 | 0 | 1 | 0 | 1 |
"""
RESULTS = {
    "upheld": "维持",
    "corrected": "纠正",
    "other": "其他",
    "pending": "未结",
    "total": "合计",
}


def _form() -> dict:
    results = [{"code": code, "label": label, "unit": "件"} for code, label in RESULTS.items()]
    channels = {"reconsideration": "复议", "litigation_direct": "起诉"}
    columns = [{"code": c, "label": label, "rows": results} for c, label in channels.items()]
    table = {"table_no": 4, "table_code": "review", "blocks": [{"columns": columns}]}
    return {"edition": "2031", "notice": "a notice to come", "tables": [table]}


def _night(project: Path) -> None:
    script = "from pathlib import Path; from tests.night import run_night; run_night(Path('data'))"
    subprocess.run([sys.executable, "-c", script], cwd=project, check=True)


def _cases(project: Path) -> list[tuple]:
    with duckdb.connect(str(project / "data/warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(
            "select form_edition, channel_code, result_code, case_count from fct_review"
            " join fct_report_table using (report_key) order by all"
        ).fetchall()


def test_form_file_added_later_turns_an_unknown_table_into_facts(tmp_path):
    for part in ("flows", "sql", "expectations", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", "generator")
        shutil.copytree(PROJECT / part, tmp_path / part, ignore=ignored)
    fetch.store(tmp_path / "data/raw", REPORT.encode(), file_name="later.txt")
    _night(tmp_path)
    assert _cases(tmp_path) == []
    added = tmp_path / FORMS.relative_to(PROJECT) / "2031.yml"
    added.write_text(yaml.safe_dump(_form(), allow_unicode=True), "utf-8")
    _night(tmp_path)
    assert ("2031", "reconsideration", "pending", 2) in _cases(tmp_path)
    assert len(_cases(tmp_path)) == 8
