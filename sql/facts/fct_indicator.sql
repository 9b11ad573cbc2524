-- one row per report, indicator and period
select
    report_key,
    table_no,
    row_code as indicator_code,
    column_code as period,
    value,
    unit,
    is_corrected,
    locator
from stg_published_cell
where table_code = 'indicator'
