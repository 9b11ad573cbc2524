-- one row: reports with facts in the last published warehouse that have none tonight
-- Fewer than three are within what a handful of withdrawn reports explains.
with lost as (
    select
        count(*) as before,
        count(*) filter (where now.document_key is null) as gone,
        string_agg(last.document_key, ',' order by last.document_key)
        filter (where now.document_key is null) as lost_keys
    from last_published as last
    left join (
        select distinct report.document_key
        from dim_report as report
        inner join fct_report_table as whole on report.report_key = whole.report_key
        where report.is_canonical and whole.verdict != 'quarantined'
    ) as now on last.document_key = now.document_key
)

select
    '' as report_key,
    0 as table_no,
    '' as table_code,
    'coverage:' || left(md5(coalesce(lost_keys, '')), 10) as place,
    before::varchar as expected,
    gone::varchar as observed,
    case when gone >= 3 and gone * 10 > before then gone else 0 end as gap
from lost
