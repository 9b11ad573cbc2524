-- one row per column of table 3: carried in against what the year before carried out
-- A body that reports for its whole district one year and for itself the next is no contradiction.
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
from stg_standing_cell as later
left join stg_standing_cell as earlier
    on
        later.agency_id = earlier.agency_id
        and later.report_year = earlier.report_year + 1
        and later.table_code = earlier.table_code
        and later.column_code = earlier.column_code
        and earlier.row_code = 'carried_out'
where later.table_code = 'request' and later.row_code = 'carried_in'
