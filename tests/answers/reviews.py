"""What is asked of table 4, and of the sums of tables 3 and 4."""

import pandas as pd

from tests.answers.frames import Frames, named_last, share

_DECIDED = ["upheld", "corrected", "other"]
_APPLICANTS = "natural_person business research public_interest legal_service other_organization"


def _channels(f: Frames) -> pd.DataFrame:
    """Each channel of a table 4, its results side by side; a sum with a blank in it is none."""
    cell = f.cells("review")
    wide = cell.pivot(index=["report_key", "row_code"], columns="column_code", values="value")
    wide = wide.reindex(columns=[*_DECIDED, "pending", "total"])
    wide["decided"] = wide[_DECIDED].sum(axis=1, skipna=False)
    wide["cases"] = wide[[*_DECIDED, "pending"]].sum(axis=1, skipna=False)
    return wide.reset_index()


def reviews_lost(f: Frames) -> pd.DataFrame:
    region = f.regions()
    county = region[region.level == "county"]
    found = _channels(f).merge(county, on="report_key")
    found = (
        found[found.decided.notna()]
        .groupby(["adcode", "region_name"])
        .agg(
            years=("report_year", "nunique"),
            decided=("decided", "sum"),
            corrected=("corrected", "sum"),
        )
        .reset_index()
    )
    found = found[found.decided > 0]
    found["corrected_share"] = found.corrected / found.decided
    order = ["corrected", "corrected_share", "adcode", "region_name"]
    return found.sort_values(order, ascending=[False, False, True, True])


def suits_after_review(f: Frames) -> pd.DataFrame:
    channel = _channels(f).set_index(["row_code", "report_key"])
    if channel.empty:
        return pd.DataFrame()
    suit = channel.loc["litigation_after_review"]
    pair = suit.assign(reviews=channel.loc["reconsideration"].cases).reset_index()
    pair = pair.merge(f.reports()[["report_key", "report_year", "scope"]], on="report_key")
    pair = pair[pair.reviews.notna() & pair.cases.notna()]
    found = pair.groupby(["report_year", "scope"]).agg(
        reports=("cases", "count"),
        reconsiderations=("reviews", "sum"),
        suits_after=("cases", "sum"),
        suits_decided=("decided", "sum"),
        corrected=("corrected", "sum"),
    )
    found.insert(3, "suits_per_reconsideration", share(found.suits_after, found.reconsiderations))
    found["corrected_share"] = share(found.corrected, found.suits_decided)
    return found.drop(columns="corrected").reset_index()


def wrong_sums(f: Frames) -> pd.DataFrame:
    whole = f.table("stg_table")
    trusted = whole[whole.is_sound & (whole.evidence != "inferred")]
    keys = ["report_key", "table_code", "table_no"]
    request, review = (
        f.cells(code).merge(trusted[keys], on=keys) for code in ("request", "review")
    )
    wrong = [
        *_slips(
            "row_total", request.pivot_table("value", ["report_key", "row_code"], "column_code")
        ),
        *_slips(
            "block_total", review.pivot_table("value", ["report_key", "row_code"], "column_code")
        ),
        *_lines_amiss(request),
    ]
    slips = pd.DataFrame(wrong, columns=["report_key", "rule_id"])
    slips = slips.merge(f.reports()[["report_key", "agency_id"]], on="report_key")
    held = pd.concat([f.cells("request"), f.cells("review")]).drop_duplicates("report_key")
    by_body = slips.groupby("agency_id")
    found = pd.DataFrame(
        {
            "agency_name": named_last(held),
            "reports": held.groupby("agency_id").size(),
            "reports_wrong": by_body.report_key.nunique(),
            "sums_wrong": by_body.size(),
            "which_rules": by_body.rule_id.apply(lambda rules: ", ".join(sorted(set(rules)))),
        }
    ).rename_axis("agency_id")
    found = found[found.sums_wrong.notna()].reset_index()
    order = ["reports_wrong", "sums_wrong", "agency_id"]
    return found.sort_values(order, ascending=[False, False, True])


def _slips(rule: str, wide: pd.DataFrame) -> list[tuple[str, str]]:
    """Rows whose parts are all there and do not make their printed total."""
    parts = [column for column in wide.columns if column != "total"]
    gap = wide[parts].sum(axis=1, skipna=False) - wide.total
    return [(key, rule) for key, *_ in gap[gap.notna() & (gap != 0)].index]


def _lines_amiss(request: pd.DataFrame) -> list[tuple[str, str]]:
    """Columns of a table 3 whose outcomes, or whose ins and outs, do not add up."""
    wide = request.pivot_table("value", ["report_key", "column_code"], "row_code")
    carried = ["received", "carried_in", "carried_out", "concluded_total"]
    is_outcome = ~request.row_code.isin(carried)
    outcomes = request[is_outcome].groupby(["report_key", "column_code"]).value
    summed = outcomes.sum().where(outcomes.count() == outcomes.size())
    concluded = summed - wide.concluded_total
    balance = wide.received + wide.carried_in - wide.concluded_total - wide.carried_out
    return [
        (key, rule)
        for rule, gap in (("concluded_sum", concluded), ("balance", balance))
        for key, _ in gap[gap.notna() & (gap != 0)].index
    ]


ANSWERS = (reviews_lost, suits_after_review, wrong_sums)
