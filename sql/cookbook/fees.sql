-- What do regions charge in administrative fees?
-- 各地区行政事业性收费金额是多少？
-- Grain: one row per region and year with a consolidated report in the 2021 form, in yuan.
-- Caveat: the 2019 form counts kinds of fees, not money, and is not in it; neither are amounts
-- printed without a unit. Fees of the administration, not for answering requests.
select
    region.adcode,
    region.region_name,
    region.report_year,
    fact.value as fee_yuan,
    fact.report_key,
    fact.locator
from fct_disclosure as fact
inner join mart_region_year as region on fact.report_key = region.report_key
where fact.measure_code = 'fee_amount' and fact.unit = '元'
order by fee_yuan desc, region.adcode asc, region.region_name asc, region.report_year asc
