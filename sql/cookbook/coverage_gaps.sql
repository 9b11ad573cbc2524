-- Which years of which agency are missing?
-- 哪些机关缺哪些年度的报告？
-- Grain: one row per agency with a year that is missing or has no table let through.
-- Caveat: expected from an agency's first report held to the latest year held of any; who never
-- published at all is not known here.
select
    agency_id,
    arg_max(agency_name, report_year) as agency_name,
    min(report_year) as first_year,
    count(*) as years_expected,
    count(*) filter (where coverage_status = 'missing') as years_missing,
    count(*) filter (where coverage_status != 'missing' and tables_published = 0)
        as years_without_tables,
    string_agg(report_year::varchar, ', ' order by report_year)
    filter (where tables_published = 0) as which_years
from mart_coverage
group by agency_id
having count(*) filter (where tables_published = 0) > 0
order by years_missing desc, years_without_tables desc, agency_id asc
