-- one row per body in a period
with bodies as (
    select distinct on (agency_id)
        agency_id,
        agency_name,
        agency_kind,
        adcode
    from stg_agency
    where agency_id is not null
    order by agency_id asc, length(agency_name) desc, agency_name
)

select
    key_of(['agency', agency_id, 'open']) as agency_key,
    agency_id,
    agency_name,
    agency_kind,
    case when adcode is null then unknown_key() else key_of(['region', adcode]) end as region_key,
    null::date as valid_from,
    null::date as valid_to,
    true as is_current
from bodies
union all
select
    unknown_key() as agency_key,
    'unknown' as agency_id,
    '未知' as agency_name,
    'unknown' as agency_kind,
    unknown_key() as region_key,
    null as valid_from,
    null as valid_to,
    true as is_current
