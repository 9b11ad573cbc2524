-- Who publishes its report late?
-- 哪些机关逾期公布年报？
-- Grain: one row per agency that was late with a report.
-- Caveat: by the date the page prints, where it prints one that can be no other; streets and
-- townships have no last day since 2019. A page published late may have been on time elsewhere.
select
    agency_id,
    arg_max(agency_name, report_year) as agency_name,
    count(is_late) as years_dated,
    count(*) filter (where is_late) as years_late,
    max(days_late) as most_days_late,
    string_agg(report_year::varchar, ', ' order by report_year) filter (where is_late)
        as which_years
from mart_timeliness
group by agency_id
having count(*) filter (where is_late) > 0
order by years_late desc, most_days_late desc, agency_id asc
