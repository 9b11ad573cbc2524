-- one row per line of a passed table 3: the leaves in the facts against the printed total
with leaves as (
    select
        report_key,
        line_code,
        count(*) as parts,
        sum(request_count) as summed
    from fct_request
    group by report_key, line_code
)

select
    cell.report_key,
    cell.table_no,
    cell.table_code,
    cell.row_code as place,
    cell.value::bigint::varchar as expected,
    leaves.summed::varchar as observed,
    case when leaves.parts = 6 then leaves.summed - cell.value end as gap
from stg_published_cell as cell
inner join leaves on cell.report_key = leaves.report_key and cell.row_code = leaves.line_code
inner join fct_report_table as whole
    on
        cell.report_key = whole.report_key
        and cell.table_no = whole.table_no
        and cell.table_code = whole.table_code
where cell.table_code = 'request' and cell.column_code = 'total' and whole.verdict = 'passed'
