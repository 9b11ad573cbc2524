-- one row per statutory table: a form that its notice brought only after the report's year
select
    whole.report_key,
    whole.table_no,
    whole.table_code,
    '' as place,
    'a form of its time' as expected,
    coalesce(late.detail, '') as observed,
    if(late.detail is null, 0, 1) as gap,
    'unknown' as fault
from stg_table as whole
left join stg_finding as late
    on
        whole.report_key = late.report_key
        and whole.table_no = late.table_no
        and whole.table_code = late.table_code
        and late.finding_code = 'form_too_late'
where whole.table_code in ('disclosure', 'request', 'review')
