"""What is asked of table 2, of the forms, and of single numbers."""

import pandas as pd

from tests.answers.frames import Frames, share


def fees(f: Frames) -> pd.DataFrame:
    cell = f.cells("disclosure")
    cell = cell[(cell.column_code == "fee_amount") & cell.value.notna() & (cell.unit == "元")]
    region = f.regions()[["report_key", "adcode", "region_name"]]
    found = cell.merge(region, on="report_key").rename(columns={"value": "fee_yuan"})
    order = ["fee_yuan", "adcode", "region_name", "report_year"]
    found = found.sort_values(order, ascending=[False, True, True, True])
    return found[["adcode", "region_name", "report_year", "fee_yuan", "report_key", "locator"]]


def penalties(f: Frames) -> pd.DataFrame:
    items = ["penalties", "coercive_measures"]
    cell = f.cells("disclosure")
    cell = cell[(cell.column_code == "decisions") & cell.row_code.isin(items)]
    cell = cell[cell.value.notna() & (cell.value % 1 == 0)]
    wide = cell.pivot(index="report_key", columns="row_code", values="value").reindex(columns=items)
    region = f.regions()[["report_key", "adcode", "region_name", "report_year"]]
    found = region.merge(wide.reset_index(), on="report_key").drop(columns="report_key")
    return found.sort_values(["adcode", "region_name", "report_year"])


def forms_compared(f: Frames) -> pd.DataFrame:
    keys = ["table_code", "row_code", "measure_code"]
    report = f.table("dim_report")
    annual = report[report.is_canonical & (report.document_type == "annual_report")].report_key
    whole = f.table("fct_report_table")
    let_through = whole[whole.verdict != "quarantined"][["report_key", "table_code", "table_no"]]
    cell = f.table("stg_cell").merge(let_through, on=["report_key", "table_code", "table_no"])
    cell = cell[cell.report_key.isin(annual) & cell.form_edition.isin(["2019", "2021"])]
    cell = cell[cell.table_code.isin(["disclosure", "request"])]
    cell = cell.assign(measure_code=cell.column_code.where(cell.table_code == "disclosure", ""))
    cell = cell.drop_duplicates([*keys, "report_key"])
    found = cell.groupby([*keys, "form_edition"]).size().unstack(fill_value=0)
    found = found.reindex(columns=["2019", "2021"], fill_value=0).reset_index()
    forms = cell.groupby("table_code").form_edition.nunique()
    found["form"] = [
        None
        if forms[table] < 2
        else "2019 only"
        if not now
        else "2021 only"
        if not then
        else "both"
        for table, then, now in zip(found.table_code, found["2019"], found["2021"], strict=True)
    ]
    line, item, measure = (
        f.table(name).set_index(key)
        for name, key in (
            ("dim_request_line", "line_code"),
            ("dim_disclosure_item", "item_code"),
            ("dim_measure", "measure_code"),
        )
    )
    is_request = found.table_code == "request"
    by_line, by_item = found.row_code.map(line.name_zh), found.row_code.map(item.name_zh)
    found["row_zh"] = by_line.where(is_request, by_item)
    found["measure_zh"] = found.measure_code.map(measure.name_zh)
    found["comparability"] = found.row_code.map(line.comparability).where(is_request)
    found["measure_code"] = found.measure_code.where(found.measure_code != "", None)
    columns = [*keys, "row_zh", "measure_zh", "2019", "2021", "form", "comparability"]
    return found.sort_values(keys)[columns]


def own_and_consolidated(f: Frames) -> pd.DataFrame:
    received = f.line("received", "printed").dropna()
    code = f.table("dim_region").set_index("region_key").adcode
    report = f.reports()
    report = report.assign(
        adcode=report.region_key.map(code), received=report.report_key.map(received)
    )
    own = report[(report.scope == "own") & report.received.notna()]
    own = own.groupby(["adcode", "report_year"]).received.agg(
        own_reports="count", own_received="sum"
    )
    whole = f.regions()[["report_key", "adcode", "region_name", "report_year"]]
    whole = whole.assign(consolidated_received=whole.report_key.map(received))
    whole = whole[whole.consolidated_received.notna()].drop(columns="report_key")
    found = whole.merge(own.reset_index(), on=["adcode", "report_year"], how="left")
    found["own_reports"] = found.own_reports.fillna(0)
    found["own_share"] = share(found.own_received, found.consolidated_received)
    return found.sort_values(["adcode", "region_name", "report_year"])


def provenance(f: Frames) -> pd.DataFrame:
    cell = f.table("stg_cell")
    is_asked = (cell.row_code == "received") & (cell.column_code == "total")
    cell = cell[is_asked & (cell.table_code == "request") & cell.value.notna()]
    whole = f.table("fct_report_table").drop(columns=["form_edition"])
    report = f.table("dim_report").drop(columns=["values_sha256"])
    found = cell.merge(whole, on=["report_key", "table_code", "table_no"])
    found = found.merge(report, on="report_key").merge(
        f.table("dim_agency")[["agency_key", "agency_name"]], on="agency_key"
    )
    found = found[found.is_canonical & (found.verdict != "quarantined")]
    found["source"] = found.source_url.fillna(found.file_name)
    found = found.sort_values(["agency_name", "report_year", "report_key"])
    columns = "agency_name report_year value raw_text value_status is_corrected verdict readings"
    return found[[*columns.split(), "evidence", "form_edition", "source", "fetched_at", "locator"]]


ANSWERS = (fees, penalties, forms_compared, own_and_consolidated, provenance)
