-- one row per item of the 2019 form: its number last year, against what last year's report makes it
with items as (
    select
        agency_id,
        report_year,
        scope,
        report_key,
        table_no,
        table_code,
        row_code,
        bool_or(is_split) as is_split,
        max(value) filter (where column_code = 'prior_year_items') as prior_year_items,
        max(value) filter (where column_code = 'change') as change
    from stg_standing_cell
    where
        table_code = 'disclosure'
        and form_edition = '2019'
        and column_code in ('prior_year_items', 'change')
    group by all
)

select
    later.report_key,
    later.table_no,
    later.table_code,
    later.row_code || '.prior_year_items' as place,
    earlier.prior_year_items::bigint || ' + ' || earlier.change::bigint || ' = '
    || (earlier.prior_year_items + earlier.change)::bigint || ' (' || earlier.report_year || ')'
        as expected,
    later.prior_year_items::bigint::varchar as observed,
    case
        when later.prior_year_items = earlier.prior_year_items + earlier.change then 0
        when later.scope = earlier.scope
            then later.prior_year_items - earlier.prior_year_items - earlier.change
    end as gap,
    case when later.is_split or earlier.is_split then 'unknown' end as fault
from items as later
left join items as earlier
    on
        later.agency_id = earlier.agency_id
        and later.report_year = earlier.report_year + 1
        and later.row_code = earlier.row_code
