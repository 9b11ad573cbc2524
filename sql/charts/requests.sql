-- requests received in a year, as printed, by whose figures they are
-- Own and consolidated figures are never added: a district's report counts its streets' again.
select
    report_year,
    scope,
    sum(received_printed)::bigint as requests,
    count(received_printed) as reports
from mart_agency_year
where received_printed is not null
group by report_year, scope
order by report_year, scope
