-- one row per GB/T 2260 division listed since 2007, under each of its names
select
    adcode,
    region_name,
    level,
    province_name,
    prefecture_name,
    county_name,
    valid_from,
    valid_to
from known_region
