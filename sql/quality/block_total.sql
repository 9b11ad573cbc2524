-- one row per channel of table 4: its four results against its printed total
select
    report_key,
    table_no,
    table_code,
    row_code as place,
    addition as expected,
    printed::bigint::varchar as observed,
    gap
from stg_line_sum
where table_code = 'review'
