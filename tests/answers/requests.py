"""What is asked of table 3: shares, grounds, applicants, carry-over, backlog."""

import pandas as pd

from tests.answers.frames import Frames, named_last, share, years


def share_granted(f: Frames) -> pd.DataFrame:
    found = f.regions()[["report_key", "adcode", "province_name", "region_name", "report_year"]]
    for name, code in (
        ("concluded", "concluded_total"),
        ("granted", "granted"),
        ("granted_in_part", "partly_granted"),
    ):
        found = found.assign(**{name: found.report_key.map(f.line(code, "summed"))})
    both = found.granted + found.granted_in_part
    found = found.assign(granted_share=share(both, found.concluded))
    found = found[found.granted_share.notna()].drop(columns="report_key")
    return found.sort_values(["adcode", "region_name", "report_year"])


def _by_line(f: Frames, group: str) -> pd.DataFrame:
    lines = f.lines()
    names = f.table("dim_request_line")[["line_code", "name_zh", "name_en", "sort_order"]]
    found = lines[lines.row_code.str.startswith(group) & lines.summed.notna()]
    return found.merge(names, left_on="row_code", right_on="line_code")


def refusal_reasons(f: Frames) -> pd.DataFrame:
    keys = ["report_year", "scope", "line_code", "name_zh", "name_en", "sort_order"]
    found = _by_line(f, "refused_").groupby(keys).summed.agg(reports="count", requests="sum")
    found = found.reset_index()
    of_year = found.groupby(["report_year", "scope"]).requests.transform("sum")
    found["share_of_refusals"] = share(found.requests, of_year)
    order = ["report_year", "scope", "requests", "sort_order"]
    found = found.sort_values(order, ascending=[True, True, False, True])
    return found.drop(columns="sort_order")


def repeat_requests(f: Frames) -> pd.DataFrame:
    found = _by_line(f, "not_processed_")
    found["concluded"] = found.report_key.map(f.line("concluded_total", "summed"))
    found["is_used"] = found.summed > 0
    keys = ["report_year", "scope", "sort_order", "line_code", "name_zh"]
    found = found[found.concluded.notna()].groupby(keys)
    found = found.agg(
        reports=("summed", "count"),
        reports_that_use_it=("is_used", "sum"),
        requests=("summed", "sum"),
        concluded=("concluded", "sum"),
    ).reset_index()
    found["share_of_concluded"] = share(found.requests, found.concluded)
    return found.sort_values(keys[:3]).drop(columns=["sort_order", "concluded"])


def who_asks(f: Frames) -> pd.DataFrame:
    cell = f.cells("request")
    whole = f.line("received", "summed").dropna().index
    asked = cell[(cell.row_code == "received") & (cell.column_code != "total")]
    asked = asked[asked.report_key.isin(whole)].merge(
        f.table("dim_applicant"), left_on="column_code", right_on="applicant_code"
    )
    keys = ["report_year", "scope", "sort_order", "applicant_code", "name_zh"]
    found = asked.groupby(keys).value.agg(reports="count", requests="sum").reset_index()
    of_year = found.groupby(["report_year", "scope"]).requests.transform("sum")
    found["share_of_requests"] = share(found.requests, of_year)
    return found.sort_values(keys[:3]).drop(columns="sort_order")


def carry_over_gaps(f: Frames) -> pd.DataFrame:
    report = f.lines().drop_duplicates("report_key")
    report = report.assign(
        taken=report.report_key.map(f.line("carried_in", "printed")),
        left=report.report_key.map(f.line("carried_out", "printed")),
    )
    before = report.assign(report_year=report.report_year + 1)
    pair = report.merge(before, on=["agency_id", "report_year", "scope"], suffixes=("", "_before"))
    pair["gap"] = pair.taken - pair.left_before
    pair = pair[pair.gap.notna()]
    wrong = pair[pair.gap != 0].groupby("agency_id")
    found = pd.DataFrame(
        {
            "agency_name": named_last(report),
            "years_compared": pair.groupby("agency_id").size(),
            "years_wrong": wrong.size(),
            "requests_amiss": wrong.gap.apply(lambda gap: gap.abs().sum()),
            "which_years": wrong.report_year.apply(years),
        }
    ).rename_axis("agency_id")
    found = found[found.years_wrong.notna()].reset_index()
    order = ["years_wrong", "requests_amiss", "agency_id"]
    return found.sort_values(order, ascending=[False, False, True])


def backlog(f: Frames) -> pd.DataFrame:
    found = f.reports()[["report_key", "agency_id", "agency_name", "report_year", "scope"]]
    received, taken, left = (
        found.report_key.map(f.line(code, "printed"))
        for code in ("received", "carried_in", "carried_out")
    )
    found = found.assign(to_answer=received + taken, carried_out=left)
    found["carried_out_share"] = share(found.carried_out, found.to_answer)
    found = found[found.carried_out_share.notna()].drop(columns="report_key")
    order = ["carried_out_share", "to_answer", "agency_id", "report_year"]
    return found.sort_values(order, ascending=[False, False, True, True])


def requests_since_2008(f: Frames) -> pd.DataFrame:
    found = pd.concat([_counted_now(f), _counted_before_2019(f)])
    # Where a report has both, the statutory table speaks.
    found = found.drop_duplicates("report_key").merge(
        f.reports()[["report_key", "agency_id", "agency_name", "report_year", "scope"]],
        on="report_key",
    )
    found = found.sort_values(["agency_id", "report_year"])
    before = found.groupby("agency_id").form_edition.shift()
    found["is_break"] = before.notna() & (before != found.form_edition)
    found = found[found.received.notna()]
    earlier = found.groupby("agency_id")[["report_year", "scope", "received"]].shift()
    is_next = (
        ~found.is_break
        & (earlier.report_year + 1 == found.report_year)
        & (earlier.scope == found.scope)
    )
    found["growth"] = (found.received - earlier.received).where(is_next)
    columns = "agency_id agency_name report_year scope form_edition comparability is_break"
    return found[[*columns.split(), "received", "growth"]]


def _counted_now(f: Frames) -> pd.DataFrame:
    cell = f.cells("request")
    cell = cell[(cell.row_code == "received") & (cell.column_code == "total")]
    cell = cell[cell.rows_missing == 0].assign(comparability="exact")
    return cell.rename(columns={"value": "received"})[
        ["report_key", "form_edition", "comparability", "received"]
    ]


def _counted_before_2019(f: Frames) -> pd.DataFrame:
    named = f.table("stg_indicator")
    named = named[named.series_code == "request.received"]
    cell = f.cells("indicator")
    cell = cell[(cell.column_code == "year") & cell.value.notna()].merge(
        named[["report_key", "table_no", "row_code", "comparability"]],
        on=["report_key", "table_no", "row_code"],
    )
    told = cell.groupby("report_key").agg(
        form_edition=("form_edition", "min"),
        comparability=("comparability", "min"),
        received=("value", "first"),
        different=("value", "nunique"),
    )
    told["received"] = told.received.where(told.different == 1)
    return told.drop(columns="different").reset_index()


ANSWERS = (
    share_granted,
    refusal_reasons,
    repeat_requests,
    who_asks,
    carry_over_gaps,
    backlog,
    requests_since_2008,
)
