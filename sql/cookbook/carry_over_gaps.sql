-- Whose requests carried over never add up from one year to the next?
-- 哪些机关的结转数年年对不上？
-- Grain: one row per agency with a year whose 上年结转 is not what the year before carried out.
-- Caveat: only pairs of years of one scope are compared; a gap can be a change in what is counted.
select
    agency_id,
    arg_max(agency_name, report_year) as agency_name,
    count(gap) as years_compared,
    count(*) filter (where gap != 0) as years_wrong,
    sum(abs(gap))::bigint as requests_amiss,
    string_agg(report_year::varchar, ', ' order by report_year) filter (where gap != 0)
        as which_years
from mart_carry_over
group by agency_id
having count(*) filter (where gap != 0) > 0
order by years_wrong desc, requests_amiss desc, agency_id asc
