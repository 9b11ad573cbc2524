-- one row per printed cell, as a rule may compute with it
-- A number of a table that is not soundly read is no operand: its value is null.
select
    cell.report_key,
    cell.table_no,
    cell.table_code,
    cell.form_edition,
    cell.row_code,
    cell.column_code,
    case when whole.is_sound then cell.value end as value,
    cell.unit,
    cell.raw_text,
    cell.row_no,
    cell.column_no,
    whole.evidence = 'inferred' as is_split
from stg_cell as cell
inner join stg_table as whole
    on
        cell.report_key = whole.report_key
        and cell.table_no = whole.table_no
        and cell.table_code = whole.table_code
