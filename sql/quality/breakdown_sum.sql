-- one row per legacy total and period: the parts of its breakdown against it
with totals as (
    select
        total.report_key,
        total.table_no,
        total.row_code,
        total.label_path,
        cell.column_code,
        cell.value as printed
    from stg_indicator as total
    inner join stg_operand as cell
        on
            total.report_key = cell.report_key
            and total.table_no = cell.table_no
            and total.row_code = cell.row_code
            and cell.table_code = 'indicator'
    where total.role = 'total'
)

select
    totals.report_key,
    totals.table_no,
    'indicator' as table_code,
    totals.label_path || '.' || totals.column_code as place,
    string_agg(cell.value::bigint::varchar, ' + ' order by cell.row_no)
    || ' = ' || sum(cell.value)::bigint as expected,
    any_value(totals.printed)::bigint::varchar as observed,
    case when count(*) = count(cell.value) then sum(cell.value) - any_value(totals.printed) end
        as gap
from totals
inner join stg_indicator as part
    on
        totals.report_key = part.report_key
        and totals.table_no = part.table_no
        and totals.row_code = part.parent_code
        and part.role != 'subset'
left join stg_operand as cell
    on
        part.report_key = cell.report_key
        and part.table_no = cell.table_no
        and part.row_code = cell.row_code
        and cell.table_code = 'indicator'
        and totals.column_code = cell.column_code
group by
    totals.report_key, totals.table_no, totals.row_code, totals.label_path, totals.column_code
