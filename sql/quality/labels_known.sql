-- one row per statutory table: rows that no form knows, that stand twice or break off
with odd as (
    select
        report_key,
        table_no,
        table_code,
        count(*) as labels,
        string_agg(detail, ', ' order by finding_no) as printed
    from stg_finding
    where finding_code in ('label_unknown', 'row_repeated', 'row_incomplete')
    group by report_key, table_no, table_code
)

select
    whole.report_key,
    whole.table_no,
    whole.table_code,
    '' as place,
    'every row once, under a label of the form' as expected,
    coalesce(odd.printed, 'all known') as observed,
    coalesce(odd.labels, 0) as gap,
    'unknown' as fault
from stg_table as whole
left join odd
    on
        whole.report_key = odd.report_key
        and whole.table_no = odd.table_no
        and whole.table_code = odd.table_code
