-- one row per table of requests: whether its columns are what their headers say
-- A publisher errs in a line or two. Where most lines do not add up, a reader took one column for
-- another, or the page did. Where sums decided how glued digits were split, they prove nothing.
with lines as (
    select
        report_key,
        table_no,
        table_code,
        count(value) filter (where column_code != 'total') as parts,
        sum(value) filter (where column_code != 'total') as summed,
        max(value) filter (where column_code = 'total') as printed
    from stg_operand
    where table_code = 'request' and not is_split
    group by report_key, table_no, table_code, row_code
),

counted as (
    select
        report_key,
        table_no,
        table_code,
        count(*) filter (where parts = 6 and (summed != 0 or printed != 0)) as filled,
        count(*) filter (where parts = 6 and summed != printed) as failing
    from lines
    group by report_key, table_no, table_code
)

select
    report_key,
    table_no,
    table_code,
    '' as place,
    'no more than half of ' || filled as expected,
    failing::varchar as observed,
    case when filled >= 5 then greatest(2 * failing - filled, 0) end as gap,
    'capture' as fault
from counted
