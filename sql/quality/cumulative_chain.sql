-- one row per legacy indicator: its total of all years, against last year's total and this year
-- Some bodies began to count anew (in Fujian in 2017): a total that is this year's alone says so.
with counted as (
    select
        agency_id,
        report_year,
        scope,
        report_key,
        table_no,
        table_code,
        row_code,
        max(value) filter (where column_code = 'year') as of_year,
        max(value) filter (where column_code = 'cumulative') as of_all
    from stg_standing_cell
    where table_code = 'indicator' and column_code in ('year', 'cumulative')
    group by all
    having count(*) = 2
)

select
    later.report_key,
    later.table_no,
    later.table_code,
    indicator.label_path as place,
    earlier.of_all::bigint || ' (' || earlier.report_year || ') + ' || later.of_year::bigint || ' = '
    || (earlier.of_all + later.of_year)::bigint as expected,
    later.of_all::bigint::varchar as observed,
    case
        when later.of_all = earlier.of_all + later.of_year then 0
        when later.of_all = later.of_year then null
        when later.scope = earlier.scope then later.of_all - earlier.of_all - later.of_year
    end as gap
from counted as later
inner join stg_indicator as indicator
    on
        later.report_key = indicator.report_key
        and later.table_no = indicator.table_no
        and later.row_code = indicator.row_code
left join counted as earlier
    on
        later.agency_id = earlier.agency_id
        and later.report_year = earlier.report_year + 1
        and later.table_no = earlier.table_no
        and later.row_code = earlier.row_code
