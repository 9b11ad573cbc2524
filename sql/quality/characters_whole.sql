-- one row per document: bytes that no charset explains
select
    report_key,
    0 as table_no,
    '' as table_code,
    '' as place,
    'no byte that the charset does not explain' as expected,
    damage::varchar as observed,
    case when refusal is null then damage end as gap,
    'capture' as fault
from stg_document
