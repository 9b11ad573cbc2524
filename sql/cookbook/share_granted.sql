-- What share of requests does each region grant, year by year?
-- 各地区历年的公开率是多少？
-- Grain: one row per region and year with a consolidated report of its government.
-- Caveat: a share is granted in full or in part, of all concluded, withdrawn ones included. Shares
-- neither add up nor average: for a larger area divide the sums of the counts.
select
    year_of.adcode,
    region.province_name,
    year_of.region_name,
    year_of.report_year,
    year_of.concluded_summed as concluded,
    year_of.granted_count as granted,
    year_of.partly_granted_count as granted_in_part,
    year_of.granted_share
from mart_region_year as year_of
inner join dim_region as region on year_of.region_key = region.region_key
where year_of.granted_share is not null
order by year_of.adcode, year_of.region_name, year_of.report_year
