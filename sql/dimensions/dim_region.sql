-- one row per GB/T 2260 division under a name
select
    key_of(['region', adcode, region_name]) as region_key,
    adcode,
    region_name,
    level,
    province_name,
    prefecture_name,
    county_name,
    valid_from,
    valid_to
from stg_region
union all
select
    unknown_key() as region_key,
    null as adcode,
    '未知' as region_name,
    'unknown' as level,
    null as province_name,
    null as prefecture_name,
    null as county_name,
    null as valid_from,
    null as valid_to
