-- one row per column of table 3: received + carried in against concluded + carried out
with columns_of as (
    select
        report_key,
        table_no,
        table_code,
        column_code,
        max(value) filter (where row_code = 'received') as received,
        max(value) filter (where row_code = 'carried_in') as carried_in,
        max(value) filter (where row_code = 'concluded_total') as concluded,
        max(value) filter (where row_code = 'carried_out') as carried_out
    from stg_cell
    where table_code = 'request'
    group by report_key, table_no, table_code, column_code
)

select
    report_key,
    table_no,
    table_code,
    column_code as place,
    received::bigint || ' + ' || carried_in::bigint || ' = '
    || (received + carried_in)::bigint as expected,
    concluded::bigint || ' + ' || carried_out::bigint || ' = '
    || (concluded + carried_out)::bigint as observed,
    received + carried_in - concluded - carried_out as gap
from columns_of
