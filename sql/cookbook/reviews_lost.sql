-- Which districts lose most of the reviews and suits against their answers?
-- 哪些区县的行政复议和诉讼被纠正最多？
-- Grain: one row per county-level division with a case decided, all its years together.
-- Caveat: consolidated reports of governments only. What is pending counts nowhere, and few cases
-- make a wild share: read corrected_share beside decided.
select
    region.adcode,
    region.region_name,
    count(distinct region.report_year) as years,
    sum(outcome.decided_count)::bigint as decided,
    sum(outcome.corrected_count)::bigint as corrected,
    sum(outcome.corrected_count) / sum(outcome.decided_count) as corrected_share
from mart_review_outcome as outcome
inner join mart_region_year as region
    on outcome.agency_key = region.agency_key and outcome.report_year = region.report_year
where region.level = 'county' and outcome.decided_count is not null
group by region.adcode, region.region_name
having sum(outcome.decided_count) > 0
order by corrected desc, corrected_share desc, region.adcode asc, region.region_name asc
