-- one row per cell that may become a fact: of a canonical report, in a table let through
select
    cell.report_key,
    cell.table_no,
    cell.table_code,
    cell.row_code,
    cell.column_code,
    cell.value,
    cell.unit,
    cell.is_corrected,
    cell.locator
from stg_cell as cell
inner join fct_report_table as whole
    on
        cell.report_key = whole.report_key
        and cell.table_no = whole.table_no
        and cell.table_code = whole.table_code
inner join dim_report as report on cell.report_key = report.report_key
where cell.value is not null and whole.verdict != 'quarantined' and report.is_canonical
