-- one row per report, item and measure
select
    report_key,
    row_code as item_code,
    column_code as measure_code,
    value,
    unit,
    is_corrected,
    locator
from stg_published_cell
where table_code = 'disclosure'
