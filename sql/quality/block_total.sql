-- one row per channel of table 4: its four results against its printed total
with blocks as (
    select
        report_key,
        table_no,
        table_code,
        row_code,
        count(value) filter (where column_code != 'total') as parts,
        sum(value) filter (where column_code != 'total') as summed,
        max(value) filter (where column_code = 'total') as printed,
        string_agg(value::bigint::varchar, ' + ' order by column_no)
        filter (where column_code != 'total') as written_out
    from stg_cell
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
    case when parts = 4 then summed - printed end as gap
from blocks
