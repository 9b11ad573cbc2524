"""The package around the files: `datapackage.json`, and a note on licence and citation.

Data Package v2 (datapackage.org): each table a resource with its schema, keys and references
out of the dictionary, its size and hash. Made aside and put into place table by table.
"""

import hashlib
import json
import shutil
import tempfile
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flows.export.tables import FORMATS, exported
from flows.review import open_warehouse
from flows.warehouse import Column, Connection, Table, warned

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {
    "varchar": "string",
    "integer": "integer",
    "bigint": "integer",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime",
}
_MEDIA = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LICENSE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_NOTE = """# xxgk: disclosure reports of Chinese government bodies, as data

Made from the warehouse published {moment} UTC by xxgk {version}: {reports} reports.

- **Figures** are printed by the bodies that publish them, in reports that 政府信息公开条例 obliges
  them to publish; xxgk transcribes and mends nothing. `has_source_error` and
  `mart_source_error` say where a publisher's own numbers contradict each other.
- **Licence** of the compilation: CC BY 4.0. Cite as "xxgk, {moment}" with the table used.
- **Blank is not zero**: a missing row in a fact table is a blank, absent or quarantined cell;
  `fct_report_table` tells which.
- Table and column names stay. `datapackage.json` describes them; so does the dictionary.
"""


def export(warehouse: Path, folder: Path, form: str) -> list[Path]:
    """Write the package into a folder, which may hold one already; returns its files.

    Raises:
        NoWarehouse: nothing has been published yet.
        TooLong: a table has more rows than a sheet of XLSX holds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (
        open_warehouse(warehouse) as connection,
        tempfile.TemporaryDirectory(dir=folder, prefix=".part-") as aside,
    ):
        files = FORMATS[form](connection, Path(aside))
        moment, reports = _about(connection)
        described = _package(files, form, moment)
        text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
        (Path(aside) / "datapackage.json").write_text(text, "utf-8")
        note = _NOTE.format(moment=moment.date(), version=version("xxgk"), reports=reports)
        (Path(aside) / "README.md").write_text(note, "utf-8")
        # The description last: it never names a file that is not there yet.
        made = sorted(Path(aside).iterdir(), key=lambda path: path.suffix in (".json", ".md"))
        return [Path(shutil.move(path, folder / path.name)) for path in made]


def _about(connection: Connection) -> tuple[datetime, int]:
    """When what is published was made, and how many reports stand in it."""
    row = connection.execute(
        "select (select max(started_at) from meta_run),"
        " (select count(*) from dim_report where is_canonical)"
    ).fetchone()
    assert row is not None
    return row


def _package(files: dict[str, Path], form: str, moment: datetime) -> dict[str, Any]:
    return {
        "$schema": _PROFILE,
        "name": "xxgk",
        "title": "政府信息公开工作年度报告数据 · Disclosure reports of Chinese government bodies",
        "version": version("xxgk"),
        "created": f"{moment.isoformat(timespec='seconds')}Z",
        "licenses": [_LICENSE],
        "resources": [_resource(table, files[table.name], form) for table in exported()],
    }


def _resource(table: Table, path: Path, form: str) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": table.name,
        "path": path.name,
        "description": warned(table.grain, *table.warnings),
        "format": form,
        "mediatype": _MEDIA[form],
        "bytes": path.stat().st_size,
        "hash": "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest(),
        "schema": _schema(table),
    }
    if table.source:
        resource["sources"] = [{"title": table.source}]
    if form == "csv":
        resource["encoding"] = "utf-8-sig"
    if form == "xlsx":
        resource["dialect"] = {"excel": {"sheet": table.name}}
    return resource


def _schema(table: Table) -> dict[str, Any]:
    shipped = {one.name for one in exported()}
    return {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {
                "fields": list(reference.columns),
                "reference": {"resource": reference.table, "fields": list(reference.targets)},
            }
            for reference in table.references
            if reference.table in shipped
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": _TYPES.get(column.type, "number"),
        "title": column.zh,
        "description": warned(column.en, column.warning),
    }
