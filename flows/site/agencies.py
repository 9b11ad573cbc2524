"""A page per agency, its years side by side."""

from collections import defaultdict
from typing import Any

from flows.settings import Paths
from flows.site import pages
from flows.site.memory import Memory, fingerprint
from flows.warehouse import Connection, rows

_AGENCIES = """
    select
        agency.agency_id,
        any_value(agency.agency_name order by agency.is_current desc, agency.valid_from desc)
            as agency_name,
        any_value(agency.agency_kind) as agency_kind,
        coalesce(any_value(region.adcode), '') as adcode,
        coalesce(any_value(region.province_name), '') as province_name,
        coalesce(any_value(region.prefecture_name), '') as prefecture_name,
        coalesce(any_value(region.county_name), '') as county_name,
        count(*) filter (where report.is_canonical) as reports
    from dim_agency as agency
    inner join dim_report as report on agency.agency_key = report.agency_key
    left join dim_region as region on agency.region_key = region.region_key
    group by agency.agency_id
    order by adcode, agency_name, agency.agency_id
"""
_YEARS = """
    select
        agency_id, report_year, report_key, scope,
        received_printed, carried_in_printed, concluded_printed,
        carried_out_printed, granted_count, partly_granted_count,
        granted_share, review_count, has_source_error
    from mart_agency_year
    order by report_year
"""
_REPORTS = """
    select
        agency.agency_id, report.report_key, report.report_year, report.document_type,
        report.gate_status, report.title, report.revision, report.is_canonical, report.file_name
    from dim_report as report
    inner join dim_agency as agency on report.agency_key = agency.agency_key
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

Agencies = list[dict[str, Any]]


def agencies(connection: Connection) -> Agencies:
    """Every body that has a report, by the code of its division and its name."""
    return rows(connection, _AGENCIES)


def write_agencies(
    connection: Connection, where: Paths, every: Agencies, said: dict[str, Any], memory: Memory
) -> None:
    """Write the pages of the agencies whose years or documents changed."""
    years, reports = _by_agency(connection, _YEARS), _by_agency(connection, _REPORTS)
    said_of = {
        f"agencies/{one['agency_id']}.html": {
            "agency": one,
            "years": years[one["agency_id"]],
            "reports": reports[one["agency_id"]],
        }
        for one in every
    }
    for page in memory.changed({page: fingerprint(of_page) for page, of_page in said_of.items()}):
        path = where.site / page
        pages.write(path, "agency.html.j2", root="../", lines=LINES, **said_of[page], **said)


def _by_agency(connection: Connection, query: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(connection, query):
        found[row.pop("agency_id")].append(row)
    return found
