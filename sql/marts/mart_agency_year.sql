-- one row per agency and year with an annual report
with reports as (
    select
        report.report_key,
        report.agency_key,
        agency.agency_id,
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

requests as (
    select
        report_key,
        max(printed) filter (where line_code = 'received') as received_printed,
        max(summed) filter (where line_code = 'received') as received_summed,
        max(printed) filter (where line_code = 'carried_in') as carried_in_printed,
        max(summed) filter (where line_code = 'carried_in') as carried_in_summed,
        max(printed) filter (where line_code = 'concluded_total') as concluded_printed,
        max(summed) filter (where line_code = 'concluded_total') as concluded_summed,
        max(printed) filter (where line_code = 'carried_out') as carried_out_printed,
        max(summed) filter (where line_code = 'carried_out') as carried_out_summed,
        max(summed) filter (where line_code = 'granted') as granted,
        max(summed) filter (where line_code = 'partly_granted') as partly_granted
    from stg_request_line
    group by report_key
),

reviews as (
    select
        report_key,
        sum(case_count)::bigint as cases
    from fct_review
    group by report_key
    having count(*) = (select count(*) from dim_review_result)
),

errors as (
    select distinct report_key
    from quality_result
    where outcome = 'fail' and fault = 'source' and severity != 'info'
)

select
    reports.agency_key,
    reports.agency_id,
    reports.agency_name,
    reports.report_year,
    reports.report_key,
    reports.scope,
    requests.received_printed,
    requests.received_summed,
    requests.carried_in_printed,
    requests.carried_in_summed,
    requests.concluded_printed,
    requests.concluded_summed,
    requests.carried_out_printed,
    requests.carried_out_summed,
    requests.granted as granted_count,
    requests.partly_granted as partly_granted_count,
    (requests.granted + requests.partly_granted) / nullif(requests.concluded_summed, 0)
        as granted_share,
    reviews.cases as review_count,
    errors.report_key is not null as has_source_error
from reports
left join requests using (report_key)
left join reviews using (report_key)
left join errors using (report_key)
