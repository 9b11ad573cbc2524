-- one row per legacy total and period: the parts of its breakdown against it
with parts as (
    select
        part.report_key,
        part.table_no,
        part.parent_code,
        cell.column_code,
        count(*) as parts,
        count(cell.value) as numbers,
        sum(cell.value) as summed,
        string_agg(cell.value::bigint::varchar, ' + ' order by cell.row_no) as written_out
    from stg_indicator as part
    inner join stg_cell as cell
        on
            part.report_key = cell.report_key
            and part.table_no = cell.table_no
            and part.row_code = cell.row_code
            and cell.table_code = 'indicator'
    where part.parent_code is not null and part.role != 'subset'
    group by part.report_key, part.table_no, part.parent_code, cell.column_code
)

select
    total.report_key,
    total.table_no,
    'indicator' as table_code,
    total.label_path || '.' || cell.column_code as place,
    parts.written_out || ' = ' || parts.summed::bigint as expected,
    cell.value::bigint::varchar as observed,
    case when parts.parts = parts.numbers then parts.summed - cell.value end as gap
from stg_indicator as total
inner join parts
    on
        total.report_key = parts.report_key
        and total.table_no = parts.table_no
        and total.row_code = parts.parent_code
inner join stg_cell as cell
    on
        total.report_key = cell.report_key
        and total.table_no = cell.table_no
        and total.row_code = cell.row_code
        and cell.table_code = 'indicator'
        and parts.column_code = cell.column_code
where total.role = 'total'
