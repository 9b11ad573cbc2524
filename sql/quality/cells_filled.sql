-- one row per table 3 and 4: blank cells beyond what a publisher may have left out
with blanks as (
    select
        report_key,
        table_no,
        table_code,
        count(*) filter (where value_status in ('blank', 'not_applicable')) as blank,
        case table_code when 'request' then 10 else 5 end as allowed
    from stg_cell
    where table_code in ('request', 'review')
    group by report_key, table_no, table_code
)

select
    report_key,
    table_no,
    table_code,
    '' as place,
    'at most ' || allowed || ' blank cells' as expected,
    blank::varchar as observed,
    greatest(blank - allowed, 0) as gap,
    'source' as fault
from blanks
