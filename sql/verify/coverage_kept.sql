-- one row: reports with facts in the last published warehouse that have none tonight
-- Fewer than three are within what a handful of withdrawn reports explains.
with lost as (
    select
        count(*) as before,
        count(*) filter (where now.document_key is null) as gone
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
    'coverage' as place,
    before::varchar as expected,
    gone::varchar as observed,
    case when gone >= 3 and gone * 10 > before then gone else 0 end as gap
from lost
