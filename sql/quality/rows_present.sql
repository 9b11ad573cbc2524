-- one row per statutory table: rows of its form that were not found
select
    found.report_key,
    found.table_no,
    found.table_code,
    '' as place,
    whole.rows_expected || ' rows' as expected,
    coalesce('without ' || array_to_string(found.details, ', '), 'all there') as observed,
    whole.rows_missing as gap,
    'unknown' as fault
from stg_table_finding as found
inner join stg_table as whole
    on
        found.report_key = whole.report_key
        and found.table_no = whole.table_no
        and found.table_code = whole.table_code
where found.finding_code = 'row_missing'
