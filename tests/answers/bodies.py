"""What is asked of publishers and their reports: dates, gaps, what is kept out, what changed."""

from datetime import date

import numpy as np
import pandas as pd

from tests.answers.frames import Frames, named_last, share, years

_LAST_DAY = {"county": (2, 20), "prefecture": (3, 10), "province": (3, 31)}


def _due(year: int, kind: str, level: str) -> pd.Timestamp | None:
    """The last day for a report: 条例2007 第三十一条, 条例2019 第四十九条, 〔2021〕30号."""
    if year <= 2018:
        return pd.Timestamp(date(year + 1, 3, 31))
    if kind == "department" and level != "unknown":
        return pd.Timestamp(date(year + 1, 1, 31))
    if kind == "government" and level in _LAST_DAY:
        return pd.Timestamp(date(year + 1, *_LAST_DAY[level]))
    return None


def late_publishers(f: Frames) -> pd.DataFrame:
    level = f.table("dim_region").set_index("region_key").level
    report = f.reports()
    due = [
        _due(year, kind, level[region])
        for year, kind, region in zip(
            report.report_year, report.agency_kind, report.region_key, strict=True
        )
    ]
    late = (report.published_date - pd.to_datetime(pd.Series(due, report.index))).dt.days
    dated = report.assign(late=late)[late.notna()]
    overdue = dated[dated.late > 0].groupby("agency_id")
    found = pd.DataFrame(
        {
            "agency_name": named_last(report),
            "years_dated": dated.groupby("agency_id").size(),
            "years_late": overdue.size(),
            "most_days_late": overdue.late.max(),
            "which_years": overdue.report_year.apply(years),
        }
    ).rename_axis("agency_id")
    found = found[found.years_late.notna()].reset_index()
    order = ["years_late", "most_days_late", "agency_id"]
    return found.sort_values(order, ascending=[False, False, True])


def coverage_gaps(f: Frames) -> pd.DataFrame:
    """Bodies of the tests stand to this day: none of them was merged or abolished."""
    held = f.reports()
    latest = min(held.report_year.max(), f.table("dim_report").fetched_at.dt.year.max())
    whole = f.table("fct_report_table")
    published = set(whole[whole.verdict != "quarantined"].report_key)
    rows = []
    for agency_id, own in held.groupby("agency_id"):
        of_year = dict(zip(own.report_year, own.report_key, strict=True))
        expected = range(min(of_year), max(latest, max(of_year)) + 1)
        missing = [year for year in expected if year not in of_year]
        empty = [year for year, key in of_year.items() if key not in published]
        if missing or empty:
            name = own.sort_values("report_year").agency_name.iloc[-1]
            gaps = years(pd.Series([*missing, *empty]))
            first = expected.start
            rows.append((agency_id, name, first, len(expected), len(missing), len(empty), gaps))
    columns = "agency_id agency_name first_year years_expected years_missing"
    found = pd.DataFrame(rows, columns=[*columns.split(), "years_without_tables", "which_years"])
    order = ["years_missing", "years_without_tables", "agency_id"]
    return found.sort_values(order, ascending=[False, False, True])


def kept_out(f: Frames) -> pd.DataFrame:
    report = f.table("dim_report")
    annual = report[report.is_canonical & (report.document_type == "annual_report")]
    annual = annual[annual.report_year.notna()][["report_key", "report_year"]]
    held = f.table("fct_report_table").merge(annual, on="report_key")
    held = held.groupby(["report_year", "table_code"]).size().rename("tables_held")
    result = f.table("quality_result")
    failed = result[
        (result.outcome == "fail")
        & (result.severity == "critical")
        & ~result.is_accepted
        & (result.table_code != "")
    ]
    tables = failed.drop_duplicates(["report_key", "table_code", "table_no", "rule_id"])
    tables = tables.merge(annual, on="report_key")
    keys = ["report_year", "table_code", "rule_id"]
    found = tables.groupby(keys).size().rename("tables_kept_out").reset_index()
    found = found.merge(held.reset_index(), on=["report_year", "table_code"])
    found["share_kept_out"] = share(found.tables_kept_out, found.tables_held)
    return found.sort_values(keys)[[*keys, "tables_held", "tables_kept_out", "share_kept_out"]]


def silent_changes(f: Frames) -> pd.DataFrame:
    """Documents of the tests have one copy a revision; a table kept out changes nothing."""
    report = f.table("dim_report")
    agency = f.table("dim_agency").set_index("agency_key").agency_name
    whole = f.table("fct_report_table")
    keys = ["report_key", "table_code", "table_no"]
    cell = f.table("stg_cell").merge(whole[whole.verdict != "quarantined"][keys], on=keys)
    found = []
    for key, copies in report.groupby("document_key"):
        copies = copies.sort_values("revision").drop_duplicates("revision")
        for old, new in zip(
            copies.iloc[:-1].itertuples(), copies.iloc[1:].itertuples(), strict=True
        ):
            changed = _changed(cell, old.report_key, new.report_key)
            days = (new.fetched_at.normalize() - copies.fetched_at.min().normalize()).days
            found.append(
                changed.assign(
                    agency_name=agency[new.agency_key],
                    report_year=new.report_year,
                    document_key=key,
                    revision=new.revision,
                    days_after=days,
                )
            )
    if not found:
        return pd.DataFrame()
    order = "agency_name report_year document_key revision table_code table_no row_code column_code"
    columns = "agency_name report_year table_code row_code column_code change previous_text"
    more = ["new_text", "difference", "days_after", "locator"]
    return pd.concat(found).sort_values(order.split())[[*columns.split(), *more]]


def _changed(cell: pd.DataFrame, old: str, new: str) -> pd.DataFrame:
    place = ["table_code", "table_no", "row_code", "column_code"]
    before, after = (
        cell[cell.report_key == key][[*place, "value", "raw_text", "locator"]] for key in (old, new)
    )
    both = before.merge(after, on=place, how="outer", suffixes=("_old", "_new"))
    tables = {tuple(t) for t in before[["table_code", "table_no"]].to_numpy()}
    tables &= {tuple(t) for t in after[["table_code", "table_no"]].to_numpy()}
    is_common = [tuple(t) in tables for t in both[["table_code", "table_no"]].to_numpy()]
    both = both[np.array(is_common, dtype=bool)]
    is_same = (both.value_old == both.value_new) | (both.value_old.isna() & both.value_new.isna())
    both = both[~is_same]
    return both.assign(
        change=np.select(
            [both.value_old.isna(), both.value_new.isna()], ["added", "removed"], "changed"
        ),
        difference=both.value_new - both.value_old,
        previous_text=both.raw_text_old,
        new_text=both.raw_text_new,
        locator=both.locator_new.fillna(both.locator_old),
    )


def task_load(f: Frames) -> pd.DataFrame:
    lead = f.table("bridge_task_agency").merge(f.table("fct_task"), on=["report_key", "task_no"])
    agency = f.table("dim_agency")[["agency_key", "agency_name"]]
    report = f.table("dim_report")[["report_key", "report_year", "agency_key"]].merge(agency)
    plan = report.rename(columns={"agency_name": "plan_of"}).drop(columns="agency_key")
    lead = lead.merge(plan, on="report_key").merge(agency, on="agency_key")
    lead["agency_name"] = lead.agency_name.where(lead.agency_name != "未知", "")
    lead["is_first"] = lead.agency_no == 1
    keys = ["report_year", "plan_of", "agency_text", "agency_name"]
    found = (
        lead.groupby(keys)
        .agg(
            task_count=("task_no", "count"),
            first_named_count=("is_first", "sum"),
            next_deadline=("deadline_date", "min"),
        )
        .reset_index()
    )
    found["agency_name"] = found.agency_name.where(found.agency_name != "", None)
    order = ["report_year", "plan_of", "task_count", "agency_text"]
    return found.sort_values(order, ascending=[True, True, False, True])


ANSWERS = (late_publishers, coverage_gaps, kept_out, silent_changes, task_load)
