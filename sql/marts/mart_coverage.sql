-- one row per agency and year from its first annual report to the latest year held
-- A body that was merged, or whose division was abolished, is expected up to its last whole
-- year.
with reports as (
    select
        report.report_key,
        report.agency_key,
        agency.agency_id,
        report.report_year,
        report.gate_status,
        report.gate_reason,
        report.is_canonical
    from dim_report as report
    inner join dim_agency as agency on report.agency_key = agency.agency_key
    where
        report.document_type = 'annual_report'
        and report.report_year is not null
        and report.agency_key != unknown_key()
),

captures as (
    select
        agency_id,
        report_year,
        count(*) as snapshots
    from reports
    group by agency_id, report_year
),

ended as (
    select
        agency_id,
        case when not bool_or(is_current) then year(max(valid_to) + 1) - 1 end as last_year
    from dim_agency
    group by agency_id
),

-- No report is due on a year that had not ended when the newest snapshot was taken.
held as (
    select least(max(reports.report_year), max(year(dim_report.fetched_at))) as latest_year
    from reports
    inner join dim_report on reports.report_key = dim_report.report_key
),

expected as (
    select
        captures.agency_id,
        unnest(generate_series(
            min(captures.report_year), least(any_value(held.latest_year), any_value(ended.last_year))
        ))::integer as report_year
    from captures
    inner join ended on captures.agency_id = ended.agency_id
    cross join held
    group by captures.agency_id
    union
    select
        agency_id,
        report_year
    from captures
),

tables_of as (
    select
        report_key,
        count(*) filter (where verdict != 'quarantined') as published,
        count(*) filter (where verdict = 'quarantined') as quarantined,
        sum(cells_reported + cells_inferred) filter (where verdict != 'quarantined') as cells
    from fct_report_table
    group by report_key
),

periods as (
    select
        agency_id,
        agency_key,
        agency_name,
        coalesce(valid_from, date '0001-01-01') as begins
    from dim_agency
)

select
    agency.agency_key,
    expected.agency_id,
    agency.agency_name,
    expected.report_year,
    reports.report_key,
    coalesce(captures.snapshots, 0) as snapshots,
    coalesce(reports.gate_status, 'missing') as coverage_status,
    coalesce(tables_of.published, 0) as tables_published,
    coalesce(tables_of.quarantined, 0) as tables_quarantined,
    coalesce(tables_of.cells, 0)::bigint as cells_published,
    reports.gate_reason
from expected
asof inner join periods as agency
    on
        expected.agency_id = agency.agency_id
        and make_date(expected.report_year, 12, 31) >= agency.begins
left join captures
    on expected.agency_id = captures.agency_id and expected.report_year = captures.report_year
left join reports
    on
        expected.agency_id = reports.agency_id
        and expected.report_year = reports.report_year
        and reports.is_canonical
left join tables_of on reports.report_key = tables_of.report_key
