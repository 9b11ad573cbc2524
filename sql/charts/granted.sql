-- the share of concluded requests granted in full or in part: the middle agency of each year
select
    report_year,
    scope,
    median(granted_share) as granted_share,
    count(granted_share) as reports
from mart_agency_year
where granted_share is not null
group by report_year, scope
order by report_year, scope
