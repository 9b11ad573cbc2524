-- one row per column of table 3: carried in against what the year before carried out
-- A body that reports for its whole district one year and for itself the next is no contradiction.
with carried as (
    select
        standing.agency_id,
        standing.report_year,
        standing.scope,
        cell.report_key,
        cell.table_no,
        cell.table_code,
        cell.row_code,
        cell.column_code,
        cell.is_split,
        case when standing.may_be_compared then cell.value end as value
    from stg_standing as standing
    inner join stg_operand as cell
        on
            standing.report_key = cell.report_key
            and standing.table_no = cell.table_no
            and standing.table_code = cell.table_code
    where standing.table_code = 'request' and cell.row_code in ('carried_in', 'carried_out')
)

select
    later.report_key,
    later.table_no,
    later.table_code,
    later.column_code as place,
    earlier.value::bigint || ' carried out of ' || earlier.report_year as expected,
    later.value::bigint || ' carried into ' || later.report_year as observed,
    case
        when later.value = earlier.value then 0
        when later.scope = earlier.scope then later.value - earlier.value
    end as gap,
    case when later.is_split or earlier.is_split then 'unknown' end as fault
from carried as later
left join carried as earlier
    on
        later.agency_id = earlier.agency_id
        and later.report_year = earlier.report_year + 1
        and later.column_code = earlier.column_code
        and earlier.row_code = 'carried_out'
where later.row_code = 'carried_in'
