-- one row per table of the 2019 and 2021 forms: headers in pieces, columns in the form's order
select
    report_key,
    table_no,
    table_code,
    '' as place,
    'column headers beside each other' as expected,
    coalesce(array_to_string(details, ' / '), '') as observed,
    findings as gap,
    'capture' as fault
from stg_table_finding
where finding_code = 'header_torn' and table_code in ('disclosure', 'request', 'review')
