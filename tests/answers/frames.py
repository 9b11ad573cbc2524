"""Tables of a warehouse as frames, and what several answers begin with."""

from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

_UNKNOWN = "0" * 32
_PLACE = ["report_key", "table_code", "table_no"]
_LEAVES = 6


class Frames:
    """The base tables of a warehouse, each read once; no mart among them."""

    def __init__(self, warehouse: Path) -> None:
        self._warehouse = str(warehouse)

    @cache  # noqa: B019
    def table(self, name: str) -> pd.DataFrame:
        """A table, decimals as floats."""
        assert not name.startswith("mart_")
        with duckdb.connect(self._warehouse, read_only=True) as connection:
            return connection.execute(f"select * from {name}").df()

    @cache  # noqa: B019
    def reports(self) -> pd.DataFrame:
        """The annual reports that stand for a known body and a year, with that body."""
        report, agency = self.table("dim_report"), self.table("dim_agency")
        annual = report[
            report.is_canonical
            & (report.document_type == "annual_report")
            & report.report_year.notna()
            & (report.agency_key != _UNKNOWN)
        ]
        body = agency[["agency_key", "agency_id", "agency_name", "agency_kind", "region_key"]]
        return annual.merge(body, on="agency_key").astype({"report_year": int})

    @cache  # noqa: B019
    def cells(self, table_code: str) -> pd.DataFrame:
        """The printed cells of published tables, each with its report."""
        whole = self.table("fct_report_table")
        let_through = whole[whole.verdict != "quarantined"][[*_PLACE, "rows_missing", "evidence"]]
        cell = self.table("stg_cell")
        cell = cell[cell.table_code == table_code].merge(let_through, on=_PLACE)
        about = self.reports()[
            ["report_key", "agency_id", "agency_name", "region_key", "report_year", "scope"]
        ]
        return cell.merge(about, on="report_key")

    @cache  # noqa: B019
    def lines(self) -> pd.DataFrame:
        """Each line of a table 3: printed total, and its six applicants added up if all are there.

        The line of all outcomes is the sum of every one of them, where the table is whole.
        """
        cell = self.cells("request")
        total = cell[cell.column_code == "total"].set_index(["report_key", "row_code"]).value
        leaves = cell[cell.column_code != "total"].groupby(["report_key", "row_code"]).value
        summed = leaves.sum().where(leaves.count() == _LEAVES)
        found = pd.DataFrame({"printed": total, "summed": summed}).reset_index()
        outcome = found[
            ~found.row_code.isin(["received", "carried_in", "carried_out", "concluded_total"])
        ]
        of_all = outcome.groupby("report_key").summed.apply(lambda s: s.sum(skipna=False))
        short = set(cell[cell.rows_missing > 0].report_key)
        is_witness = found.row_code == "concluded_total"
        found.loc[is_witness, "summed"] = found[is_witness].report_key.map(
            lambda key: None if key in short else of_all.get(key)
        )
        about = cell.drop_duplicates("report_key")[
            ["report_key", "agency_id", "agency_name", "report_year", "scope"]
        ]
        return found.merge(about, on="report_key")

    def line(self, code: str, column: str) -> pd.Series:
        """A number of each report's table 3, by report."""
        lines = self.lines()
        return lines[lines.row_code == code].set_index("report_key")[column]

    @cache  # noqa: B019
    def regions(self) -> pd.DataFrame:
        """The consolidated report of each region and year, with the region."""
        report = self.reports()
        governing = report[
            (report.scope == "consolidated")
            & report.agency_kind.isin(["government", "government_office"])
        ]
        region = self.table("dim_region")
        own = ["region_key", "adcode", "region_name", "level", "province_name"]
        found = governing.merge(region[region.adcode.notna()][own], on="region_key")
        found = found.sort_values(["agency_kind", "report_key"])  # a government before its office
        return found.drop_duplicates(["region_key", "report_year"])


def share(part: pd.Series, whole: pd.Series) -> pd.Series:
    """A part of a whole; of nothing there is none."""
    return part / whole.where(whole != 0)


def named_last(frame: pd.DataFrame, by: str = "report_year") -> pd.Series:
    """The name each body bore last, by body."""
    return frame.sort_values(by).groupby("agency_id").agency_name.last()


def years(values: pd.Series) -> str:
    """Years in a row of text, earliest first."""
    return ", ".join(str(int(year)) for year in sorted(values))
