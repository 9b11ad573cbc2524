-- one row per printed cell of a table that stands for its body and year, as years are compared
-- A number of a table that a critical rule keeps out is not compared: its value is null.
select
    standing.agency_id,
    standing.report_year,
    standing.scope,
    standing.form_edition,
    cell.report_key,
    cell.table_no,
    cell.table_code,
    cell.row_code,
    cell.column_code,
    case when standing.may_be_compared then cell.value end as value,
    cell.is_split
from stg_standing as standing
inner join stg_operand as cell
    on
        standing.report_key = cell.report_key
        and standing.table_no = cell.table_no
        and standing.table_code = cell.table_code
