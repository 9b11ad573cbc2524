-- one row per name of a body in a document
select
    report_key,
    role,
    agency_text,
    agency_id,
    agency_name,
    agency_kind,
    adcode,
    is_collective
from named_agency
