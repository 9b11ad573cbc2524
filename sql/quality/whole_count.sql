-- one row per count of tables 2, 3 and 4: whole, and not negative unless it is a change
select
    report_key,
    table_no,
    table_code,
    row_code || '.' || column_code as place,
    'a whole number, not negative' as expected,
    raw_text as observed,
    case
        when value is null then null
        when value != floor(value) then 1
        when value < 0 and column_code != 'change' then 1
        else 0
    end as gap
from stg_operand
where table_code in ('disclosure', 'request', 'review') and unit not in ('元', 'unknown')
