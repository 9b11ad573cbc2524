-- one row per line of tables 3 and 4 of a report: its parts against its printed total
-- The gap is null where a part is missing, and where sums decided how glued digits were split, for
-- there they prove nothing.
with lines as (
    select
        report_key,
        table_no,
        table_code,
        row_code,
        bool_or(is_split) as is_split,
        case table_code when 'request' then 6 else 4 end as parts,
        count(value) filter (where column_code != 'total') as filled,
        sum(value) filter (where column_code != 'total') as summed,
        max(value) filter (where column_code = 'total') as printed,
        string_agg(value::bigint::varchar, ' + ' order by column_no)
        filter (where column_code != 'total') as written_out
    from stg_operand
    where table_code in ('request', 'review')
    group by report_key, table_no, table_code, row_code
)

select
    report_key,
    table_no,
    table_code,
    row_code,
    written_out || ' = ' || summed::bigint as addition,
    summed,
    printed,
    case when filled = parts and not is_split then summed - printed end as gap
from lines
