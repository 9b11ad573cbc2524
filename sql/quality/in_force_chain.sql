-- one row per kind of document in the 2021 form: in force, against the year before and its changes
with documents as (
    select
        agency_id,
        report_year,
        scope,
        report_key,
        table_no,
        table_code,
        row_code,
        bool_or(is_split) as is_split,
        max(value) filter (where column_code = 'issued') as issued,
        max(value) filter (where column_code = 'repealed') as repealed,
        max(value) filter (where column_code = 'in_force') as in_force
    from stg_standing_cell
    where
        table_code = 'disclosure'
        and form_edition = '2021'
        and column_code in ('issued', 'repealed', 'in_force')
    group by all
)

select
    later.report_key,
    later.table_no,
    later.table_code,
    later.row_code || '.in_force' as place,
    earlier.in_force::bigint || ' (' || earlier.report_year || ') + ' || later.issued::bigint || ' - '
    || later.repealed::bigint || ' = '
    || (earlier.in_force + later.issued - later.repealed)::bigint as expected,
    later.in_force::bigint::varchar as observed,
    case
        when later.in_force = earlier.in_force + later.issued - later.repealed then 0
        when later.scope = earlier.scope
            then later.in_force - earlier.in_force - later.issued + later.repealed
    end as gap,
    case when later.is_split or earlier.is_split then 'unknown' end as fault
from documents as later
left join documents as earlier
    on
        later.agency_id = earlier.agency_id
        and later.report_year = earlier.report_year + 1
        and later.row_code = earlier.row_code
