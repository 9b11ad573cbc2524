-- one row per report, line and applicant; leaves only
select
    cell.report_key,
    cell.row_code as line_code,
    cell.column_code as applicant_code,
    cell.value::bigint as request_count,
    cell.is_corrected,
    cell.locator
from stg_published_cell as cell
inner join dim_applicant as applicant on cell.column_code = applicant.applicant_code
inner join dim_request_line as line on cell.row_code = line.line_code
where cell.table_code = 'request' and line.stage != 'witness' and cell.value = floor(cell.value)
