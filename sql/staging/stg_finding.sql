-- one row per thing a reading could not place
with found as (
    select distinct
        held.report_key,
        extracted.table_no,
        extracted.table_code,
        extracted.finding_code,
        extracted.place,
        extracted.detail,
        extracted.locator
    from extracted_finding as extracted
    inner join stg_snapshot as held using (content_sha256)
)

select
    report_key,
    row_number() over (
        partition by report_key
        order by table_no, table_code, finding_code, place, locator
    ) as finding_no,
    table_no,
    table_code,
    finding_code,
    place,
    detail,
    locator
from found
