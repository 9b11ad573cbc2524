-- one row per contradiction in a publisher's own numbers
select
    result.report_key,
    report.agency_key,
    agency.agency_name,
    report.report_year,
    result.rule_id,
    result.table_code,
    result.table_no,
    result.place,
    result.expected,
    result.observed,
    result.message,
    report.source_url,
    report.file_name
from quality_result as result
inner join dim_report as report on result.report_key = report.report_key
inner join dim_agency as agency on report.agency_key = agency.agency_key
where
    result.outcome = 'fail'
    and result.fault = 'source'
    and result.severity != 'info'
    and report.is_canonical
