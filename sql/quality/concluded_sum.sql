-- one row per column of table 3: its outcomes against the printed line （七）总计
-- Where sums decided how glued digits were split, they prove nothing.
with outcomes as (
    select
        cell.report_key,
        cell.table_no,
        cell.table_code,
        cell.column_code,
        bool_or(cell.is_split) as is_split,
        count(*) filter (where line.stage = 'outcome') as lines,
        count(cell.value) filter (where line.stage = 'outcome') as parts,
        sum(cell.value) filter (where line.stage = 'outcome') as summed,
        max(cell.value) filter (where line.stage = 'witness') as printed,
        string_agg(cell.value::bigint::varchar, ' + ' order by cell.row_no)
        filter (where line.stage = 'outcome' and cell.value != 0) as written_out
    from stg_operand as cell
    inner join dim_request_line as line on cell.row_code = line.line_code
    where cell.table_code = 'request'
    group by cell.report_key, cell.table_no, cell.table_code, cell.column_code
)

select
    report_key,
    table_no,
    table_code,
    column_code as place,
    coalesce(written_out || ' = ', '') || summed::bigint as expected,
    printed::bigint::varchar as observed,
    case when parts = lines and not is_split then summed - printed end as gap
from outcomes
