-- one row per printed cell, totals and blanks included
select distinct on (
    held.report_key, extracted.table_code, extracted.table_no,
    extracted.row_code, extracted.column_code
)
    held.report_key,
    extracted.table_no,
    extracted.table_code,
    extracted.form_edition,
    extracted.row_code,
    extracted.column_code,
    extracted.value,
    extracted.unit,
    extracted.value_status,
    extracted.raw_text,
    extracted.row_no,
    extracted.column_no,
    extracted.locator
from extracted_cell as extracted
inner join stg_snapshot as held using (content_sha256)
