-- one row per report, channel and result; no totals
select
    report_key,
    row_code as channel_code,
    column_code as result_code,
    value::bigint as case_count,
    is_corrected,
    locator
from stg_published_cell
where table_code = 'review' and column_code != 'total' and value = floor(value)
