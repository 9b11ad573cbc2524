-- one row per table 2: column headers that were cut short and told apart by order alone
with cut as (
    select
        report_key,
        table_no,
        table_code,
        count(*) as headers,
        string_agg(distinct detail, ', ' order by detail) as printed
    from stg_finding
    where finding_code = 'header_cut_short'
    group by report_key, table_no, table_code
)

select
    whole.report_key,
    whole.table_no,
    whole.table_code,
    '' as place,
    'every column header in full' as expected,
    coalesce(cut.printed, '') as observed,
    coalesce(cut.headers, 0) as gap
from stg_table as whole
left join cut
    on
        whole.report_key = cut.report_key
        and whole.table_no = cut.table_no
        and whole.table_code = cut.table_code
where whole.table_code in ('disclosure', 'request', 'review')
