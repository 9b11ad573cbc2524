-- one row per annual report that announces statistics tables: is any of them there?
with present as (
    select
        report_key,
        count(*) as tables
    from stg_table
    group by report_key
)

select
    document.report_key,
    0 as table_no,
    '' as table_code,
    '' as place,
    'the statistics tables that the report announces' as expected,
    coalesce(present.tables, 0) || ' tables' as observed,
    case when present.tables is null then 1 else 0 end as gap,
    'capture' as fault
from stg_document as document
left join present using (report_key)
where document.document_type = 'annual_report' and document.announces_tables
