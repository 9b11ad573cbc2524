-- the share of expected reports of a province and year that stand in the facts
select
    coalesce(region.province_name, '未知') as province_name,
    coverage.report_year,
    count(*) as expected,
    count(*) filter (where coverage.coverage_status in ('passed', 'flagged')) as published,
    count(*) filter (where coverage.coverage_status in ('passed', 'flagged')) / count(*) as share
from mart_coverage as coverage
inner join dim_agency as agency on coverage.agency_key = agency.agency_key
inner join dim_region as region on agency.region_key = region.region_key
group by all
order by province_name, coverage.report_year
