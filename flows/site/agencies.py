"""A page per agency, its years side by side, and the list of all agencies by province."""

from pathlib import Path
from typing import Any

from flows.review import rows_of
from flows.site import pages
from flows.warehouse import Connection, rows

_AT_ONCE = 200
_AGENCIES = """
    select
        agency.agency_id,
        any_value(agency.agency_name order by agency.is_current desc, agency.valid_from desc)
            as agency_name,
        any_value(agency.agency_kind) as agency_kind,
        coalesce(any_value(region.province_name), '') as province_name,
        count(*) filter (where report.is_canonical) as reports,
        min(report.report_year) as first_year,
        max(report.report_year) as last_year
    from dim_agency as agency
    inner join dim_report as report on agency.agency_key = report.agency_key
    left join dim_region as region on agency.region_key = region.region_key
    group by agency.agency_id
    order by province_name, agency_name, agency.agency_id
"""
_YEARS = """
    select
        agency.agency_id, year_of.report_year, year_of.report_key, year_of.scope,
        year_of.received_printed, year_of.carried_in_printed, year_of.concluded_printed,
        year_of.carried_out_printed, year_of.granted_count, year_of.partly_granted_count,
        year_of.granted_share, year_of.review_count, year_of.has_source_error
    from mart_agency_year as year_of
    inner join dim_agency as agency on year_of.agency_key = agency.agency_key
    where agency.agency_id in (select unnest($1))
    order by year_of.report_year
"""
_REPORTS = """
    select
        agency.agency_id, report.report_key, report.report_year, report.document_type,
        report.gate_status, report.title, report.revision, report.is_canonical, report.file_name
    from dim_report as report
    inner join dim_agency as agency on report.agency_key = agency.agency_key
    where agency.agency_id in (select unnest($1))
    order by report.report_year, report.document_type, report.revision, report.report_key
"""
# What stands side by side on the page of an agency: column of the mart, Chinese, English.
LINES = (
    ("received_printed", "本年新收", "requests received"),
    ("carried_in_printed", "上年结转", "carried in"),
    ("concluded_printed", "办理结果总计", "concluded"),
    ("granted_count", "予以公开", "granted"),
    ("partly_granted_count", "部分公开", "granted in part"),
    ("carried_out_printed", "结转下年", "carried out"),
    ("review_count", "复议诉讼", "reviews and suits"),
)


def write_agencies(connection: Connection, site: Path, said: dict[str, Any]) -> None:
    """Write a page for each agency that has a report, and their list."""
    agencies = rows(connection, _AGENCIES)
    folder = site / "agencies"
    for at in range(0, len(agencies), _AT_ONCE):
        some = agencies[at : at + _AT_ONCE]
        ids = [one["agency_id"] for one in some]
        years, reports = rows_of(connection, _YEARS, ids), rows_of(connection, _REPORTS, ids)
        for one, agency_id in zip(some, ids, strict=True):
            pages.write(
                folder / f"{agency_id}.html",
                "agency.html.j2",
                root="../",
                agency=one,
                years=years[agency_id],
                reports=reports[agency_id],
                lines=LINES,
                **said,
            )
    pages.clear(folder, {one["agency_id"] for one in agencies})
    pages.write(site / "agencies.html", "agencies.html.j2", root="", agencies=agencies)
