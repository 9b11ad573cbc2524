-- one row per amount of money: printed with 元 or 万元, not with a bare 万 or nothing
select
    cell.report_key,
    cell.table_no,
    cell.table_code,
    cell.row_code || '.' || cell.column_code as place,
    '元 or 万元' as expected,
    cell.raw_text as observed,
    case
        when cell.value is null then null
        when found.finding_no is null then 0
        else 1
    end as gap
from stg_operand as cell
left join stg_finding as found
    on
        cell.report_key = found.report_key
        and cell.table_no = found.table_no
        and cell.table_code = found.table_code
        and found.finding_code = 'unit_incomplete'
        and found.place = cell.row_code || '.' || cell.column_code
where cell.column_code in ('procurement_amount', 'fee_amount')
