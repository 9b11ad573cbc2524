-- one row per statutory table: a form that its notice brought only after the report's year
select
    report_key,
    table_no,
    table_code,
    '' as place,
    'a form of its time' as expected,
    coalesce(array_to_string(details, ', '), '') as observed,
    findings as gap,
    'unknown' as fault
from stg_table_finding
where finding_code = 'form_too_late' and table_code in ('disclosure', 'request', 'review')
