-- one row per table of requests: whether its columns are what their headers say
-- A publisher errs in a line or two. Where most lines do not add up, a reader took one column for
-- another, or the page did.
with counted as (
    select
        report_key,
        table_no,
        table_code,
        count(gap) filter (where summed != 0 or printed != 0) as filled,
        count(*) filter (where gap != 0) as failing
    from stg_line_sum
    where table_code = 'request'
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
