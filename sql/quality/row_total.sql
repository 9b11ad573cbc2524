-- one row per request line of a report: its six applicants against its printed total
select
    report_key,
    table_no,
    table_code,
    row_code as place,
    addition as expected,
    printed::bigint::varchar as observed,
    gap
from stg_line_sum
where table_code = 'request'
