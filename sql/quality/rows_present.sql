-- one row per statutory table: rows of its form that were not found
with missing as (
    select
        report_key,
        table_no,
        table_code,
        string_agg(detail, ', ' order by finding_no) as lines
    from stg_finding
    where finding_code = 'row_missing'
    group by report_key, table_no, table_code
)

select
    whole.report_key,
    whole.table_no,
    whole.table_code,
    '' as place,
    whole.rows_expected || ' rows' as expected,
    coalesce('without ' || missing.lines, 'all there') as observed,
    whole.rows_missing as gap,
    'unknown' as fault
from stg_table as whole
left join missing
    on
        whole.report_key = missing.report_key
        and whole.table_no = missing.table_no
        and whole.table_code = missing.table_code
