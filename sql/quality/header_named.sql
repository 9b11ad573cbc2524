-- one row per table of the 2019 and 2021 forms: headers cut short, told apart by order alone
select
    report_key,
    table_no,
    table_code,
    '' as place,
    'every column header in full' as expected,
    coalesce(array_to_string(list_sort(list_distinct(details)), ', '), '') as observed,
    findings as gap
from stg_table_finding
where finding_code = 'header_cut_short' and table_code in ('disclosure', 'request', 'review')
