-- one row per item of the 2019 form: its number last year, against what last year's report makes it
with items as (
    select
        standing.agency_id,
        standing.report_year,
        standing.scope,
        cell.report_key,
        cell.table_no,
        cell.table_code,
        cell.row_code,
        bool_or(cell.is_split) as is_split,
        max(cell.value) filter (where cell.column_code = 'prior_year_items') as prior_year_items,
        max(cell.value) filter (where cell.column_code = 'change') as change
    from stg_standing as standing
    inner join stg_operand as cell
        on
            standing.report_key = cell.report_key
            and standing.table_no = cell.table_no
            and standing.table_code = cell.table_code
    where
        standing.table_code = 'disclosure'
        and standing.form_edition = '2019'
        and standing.may_be_compared
        and cell.column_code in ('prior_year_items', 'change')
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
