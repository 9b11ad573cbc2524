-- what became of the requests concluded in a year, over all agencies
select
    report_year,
    outcome_group,
    sum(request_count)::bigint as requests
from mart_outcome_mix
group by report_year, outcome_group
having sum(request_count) > 0
order by report_year, outcome_group
