-- one row per name of a body in a document
select
    report_key,
    role,
    agency_text,
    agency_id,
    agency_name,
    agency_kind,
    adcode,
    region_name,
    name_since::date as name_since,
    parent_agency_id,
    successor_id,
    ended_since::date as ended_since,
    is_collective
from named_agency
