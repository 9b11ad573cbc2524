-- one row per table of the 2019 and 2021 forms: headers in pieces, columns in the form's order
with torn as (
    select
        report_key,
        table_no,
        table_code,
        count(*) as pieces,
        string_agg(detail, ' / ' order by finding_no) as printed
    from stg_finding
    where finding_code = 'header_torn'
    group by report_key, table_no, table_code
)

select
    whole.report_key,
    whole.table_no,
    whole.table_code,
    '' as place,
    'column headers beside each other' as expected,
    coalesce(torn.printed, '') as observed,
    coalesce(torn.pieces, 0) as gap,
    'capture' as fault
from stg_table as whole
left join torn
    on
        whole.report_key = torn.report_key
        and whole.table_no = torn.table_no
        and whole.table_code = torn.table_code
where whole.table_code in ('disclosure', 'request', 'review')
