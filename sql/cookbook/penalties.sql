-- How many penalties and coercive measures do regions decide?
-- 各地区作出多少行政处罚和行政强制决定？
-- Grain: one row per region and year with a consolidated report.
-- Caveat: decisions that are to be published by 条例第二十条, as printed; a blank is null, not zero.
-- Both forms count decisions alike.
select
    region.adcode,
    region.region_name,
    region.report_year,
    max(fact.value) filter (where fact.item_code = 'penalties')::bigint as penalties,
    max(fact.value) filter (where fact.item_code = 'coercive_measures')::bigint
        as coercive_measures
from fct_disclosure as fact
inner join mart_region_year as region on fact.report_key = region.report_key
where
    fact.measure_code = 'decisions'
    and fact.item_code in ('penalties', 'coercive_measures')
    and fact.value = floor(fact.value)
group by region.adcode, region.region_name, region.report_year
order by region.adcode, region.region_name, region.report_year
