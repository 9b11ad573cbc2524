-- one row per agency and year with any annual report
with captures as (
    select
        agency_key,
        report_year,
        count(*) as snapshots
    from dim_report
    where document_type = 'annual_report' and report_year is not null
    group by agency_key, report_year
),

tables_of as (
    select
        report_key,
        count(*) filter (where verdict != 'quarantined') as published,
        count(*) filter (where verdict = 'quarantined') as quarantined,
        sum(cells_reported + cells_inferred) filter (where verdict != 'quarantined') as cells
    from fct_report_table
    group by report_key
)

select
    report.agency_key,
    agency.agency_name,
    report.report_year,
    captures.snapshots,
    report.gate_status as coverage_status,
    coalesce(tables_of.published, 0) as tables_published,
    coalesce(tables_of.quarantined, 0) as tables_quarantined,
    coalesce(tables_of.cells, 0)::bigint as cells_published,
    report.gate_reason
from dim_report as report
inner join dim_agency as agency on report.agency_key = agency.agency_key
inner join captures
    on report.agency_key = captures.agency_key and report.report_year = captures.report_year
left join tables_of on report.report_key = tables_of.report_key
where
    report.document_type = 'annual_report'
    and report.is_canonical
    and report.agency_key != unknown_key()
