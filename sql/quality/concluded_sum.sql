-- one row per column of table 3: its outcomes against the printed line （七）总计
with outcomes as (
    select
        cell.report_key,
        cell.table_no,
        cell.table_code,
        cell.column_code,
        count(*) filter (where line.stage = 'outcome') as lines,
        count(cell.value) filter (where line.stage = 'outcome') as parts,
        sum(cell.value) filter (where line.stage = 'outcome') as summed,
        max(cell.value) filter (where line.stage = 'witness') as printed,
        string_agg(cell.value::bigint::varchar, ' + ' order by cell.row_no)
        filter (where line.stage = 'outcome' and cell.value != 0) as written_out
    from stg_cell as cell
    inner join dim_request_line as line on cell.row_code = line.line_code
    where cell.table_code = 'request'
    group by cell.report_key, cell.table_no, cell.table_code, cell.column_code
)

select
    outcomes.report_key,
    outcomes.table_no,
    outcomes.table_code,
    outcomes.column_code as place,
    coalesce(outcomes.written_out || ' = ', '') || outcomes.summed::bigint as expected,
    outcomes.printed::bigint::varchar as observed,
    case
        when outcomes.parts = outcomes.lines and whole.rows_missing = 0
            then outcomes.summed - outcomes.printed
    end as gap
from outcomes
inner join stg_table as whole
    on
        outcomes.report_key = whole.report_key
        and outcomes.table_no = whole.table_no
        and outcomes.table_code = whole.table_code
