-- one row per agency and year with an annual report
with reports as (
    select
        report.report_key,
        report.agency_key,
        agency.agency_name,
        report.report_year,
        report.scope
    from dim_report as report
    inner join dim_agency as agency on report.agency_key = agency.agency_key
    where
        report.document_type = 'annual_report'
        and report.is_canonical
        and report.report_year is not null
        and report.agency_key != unknown_key()
),

printed as (
    select
        report_key,
        max(value) filter (where row_code = 'received') as received,
        max(value) filter (where row_code = 'carried_in') as carried_in,
        max(value) filter (where row_code = 'concluded_total') as concluded,
        max(value) filter (where row_code = 'carried_out') as carried_out
    from stg_published_cell
    where table_code = 'request' and column_code = 'total'
    group by report_key
),

summed as (
    select
        fact.report_key,
        sum(fact.request_count) filter (where fact.line_code = 'received') as received,
        sum(fact.request_count) filter (where fact.line_code = 'carried_in') as carried_in,
        sum(fact.request_count) filter (where line.stage = 'outcome') as concluded,
        sum(fact.request_count) filter (where fact.line_code = 'carried_out') as carried_out,
        sum(fact.request_count) filter (where fact.line_code = 'granted') as granted,
        sum(fact.request_count) filter (where fact.line_code = 'partly_granted') as partly_granted
    from fct_request as fact
    inner join dim_request_line as line on fact.line_code = line.line_code
    group by fact.report_key
),

reviews as (
    select
        report_key,
        sum(case_count) as cases
    from fct_review
    group by report_key
),

errors as (
    select distinct report_key
    from quality_result
    where outcome = 'fail' and fault = 'source' and severity != 'info'
)

select
    reports.agency_key,
    reports.agency_name,
    reports.report_year,
    reports.report_key,
    reports.scope,
    printed.received::bigint as received_printed,
    summed.received::bigint as received_summed,
    printed.carried_in::bigint as carried_in_printed,
    summed.carried_in::bigint as carried_in_summed,
    printed.concluded::bigint as concluded_printed,
    summed.concluded::bigint as concluded_summed,
    printed.carried_out::bigint as carried_out_printed,
    summed.carried_out::bigint as carried_out_summed,
    summed.granted::bigint as granted_count,
    summed.partly_granted::bigint as partly_granted_count,
    (summed.granted + summed.partly_granted) / nullif(summed.concluded, 0) as granted_share,
    reviews.cases::bigint as review_count,
    errors.report_key is not null as has_source_error
from reports
left join printed using (report_key)
left join summed using (report_key)
left join reviews using (report_key)
left join errors using (report_key)
