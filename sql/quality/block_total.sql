-- one row per channel of table 4: its four results against its printed total
-- Where sums decided how glued digits were split, they prove nothing.
with blocks as (
    select
        report_key,
        table_no,
        table_code,
        row_code,
        bool_or(is_split) as is_split,
        count(value) filter (where column_code != 'total') as parts,
        sum(value) filter (where column_code != 'total') as summed,
        max(value) filter (where column_code = 'total') as printed,
        string_agg(value::bigint::varchar, ' + ' order by column_no)
        filter (where column_code != 'total') as written_out
    from stg_operand
    where table_code = 'review'
    group by report_key, table_no, table_code, row_code
)

select
    report_key,
    table_no,
    table_code,
    row_code as place,
    written_out || ' = ' || summed::bigint as expected,
    printed::bigint::varchar as observed,
    case when parts = 4 and not is_split then summed - printed end as gap
from blocks
