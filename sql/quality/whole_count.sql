-- one row per cell of tables 2, 3 and 4 that is no count or is not there, and one for all others
-- A count is whole, and not negative unless it is a change. Of cells that hold, nothing more is
-- to be said of each than of all.
with cells as (
    select
        report_key,
        table_no,
        table_code,
        row_code || '.' || column_code as cell,
        raw_text,
        case
            when value is null then null
            when value != floor(value) then 1
            when value < 0 and column_code != 'change' then 1
            else 0
        end as gap
    from stg_operand
    where table_code in ('disclosure', 'request', 'review') and unit not in ('元', 'unknown')
)

select
    report_key,
    table_no,
    table_code,
    case when gap = 0 then '' else cell end as place,
    'a whole number, not negative' as expected,
    case when gap = 0 then count(*) || ' cells' else any_value(raw_text) end as observed,
    gap
from cells
group by report_key, table_no, table_code, place, gap
