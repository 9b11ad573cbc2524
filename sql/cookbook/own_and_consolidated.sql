-- How much of a region's requests do the bodies that report for themselves account for?
-- 各地区的申请中，单独编报的机关占多少？
-- Grain: one row per region and year with a consolidated report.
-- Caveat: bodies of the same division whose own reports are held; few of them are, so own_share is
-- a lower bound. Their numbers are in the consolidated one: never add the two.
with own as (
    select
        region.adcode,
        year_of.report_year,
        count(*) as own_reports,
        sum(year_of.received_printed)::bigint as own_received
    from mart_agency_year as year_of
    inner join dim_agency as agency on year_of.agency_key = agency.agency_key
    inner join dim_region as region on agency.region_key = region.region_key
    where year_of.scope = 'own' and year_of.received_printed is not null
    group by region.adcode, year_of.report_year
)

select
    whole.adcode,
    whole.region_name,
    whole.report_year,
    whole.received_printed as consolidated_received,
    coalesce(own.own_reports, 0) as own_reports,
    own.own_received,
    own.own_received / nullif(whole.received_printed, 0) as own_share
from mart_region_year as whole
left join own on whole.adcode = own.adcode and whole.report_year = own.report_year
where whole.received_printed is not null
order by whole.adcode, whole.region_name, whole.report_year
