-- one row per column of table 3: received + carried in against concluded + carried out
-- Where sums decided how glued digits were split, they prove nothing.
with columns_of as (
    select
        report_key,
        table_no,
        table_code,
        column_code,
        bool_or(is_split) as is_split,
        max(value) filter (where row_code = 'received') as received,
        max(value) filter (where row_code = 'carried_in') as carried_in,
        max(value) filter (where row_code = 'concluded_total') as concluded,
        max(value) filter (where row_code = 'carried_out') as carried_out
    from stg_operand
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
    case when not is_split then received + carried_in - concluded - carried_out end as gap
from columns_of
