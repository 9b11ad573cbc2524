-- one row per thing a reading could not place
-- Where a steward has transcribed a cell, the readings' difference about it is settled.
with found as (
    select distinct
        held.report_key,
        extracted.table_no,
        extracted.table_code,
        extracted.finding_code,
        extracted.place,
        extracted.detail,
        locator_of(held.content_sha256, extracted.fragment) as locator
    from extracted_finding as extracted
    inner join stg_snapshot as held using (content_sha256)
)

select
    found.report_key,
    row_number() over (
        partition by found.report_key
        order by found.table_no, found.table_code, found.finding_code, found.place, found.locator
    ) as finding_no,
    found.table_no,
    found.table_code,
    found.finding_code,
    found.place,
    found.detail,
    found.locator
from found
left join stg_cell as settled
    on
        found.finding_code = 'readings_differ'
        and settled.is_corrected
        and found.report_key = settled.report_key
        and found.table_code = settled.table_code
        and found.table_no = settled.table_no
        and found.place = settled.row_code || '.' || settled.column_code
where settled.report_key is null
