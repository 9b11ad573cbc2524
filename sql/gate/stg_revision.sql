-- one row per snapshot: the document it captures, and whether it stands for it
-- A report's rank is what the rules about it alone make of it. Those across several compare
-- what stands, are never critical, and so cannot change what does.
with copies as (
    select
        document.report_key,
        document.report_year,
        document.document_type,
        report.agency_id,
        held.fetched_at,
        worth.document_key,
        worth.values_sha256,
        worth.gate_rank,
        case
            when document.is_encyclopedia then 'encyclopedia'
            when held.source_url is null then 'file'
            when regexp_matches(held.source_url, '^https?://[^/]*\.gov\.cn(/|:|$)') then 'publisher'
            else 'mirror'
        end as source_kind
    from stg_document as document
    inner join stg_snapshot as held using (report_key)
    inner join stg_report as report using (report_key)
    inner join stg_worth as worth using (report_key)
)

select
    copies.report_key,
    copies.document_key,
    copies.agency_id,
    copies.report_year,
    copies.document_type,
    copies.values_sha256,
    copies.source_kind,
    value_set.revision,
    value_set.is_current,
    value_set.is_current and row_number() over (
        partition by copies.document_key, copies.values_sha256
        order by
            copies.gate_rank,
            case copies.source_kind when 'publisher' then 0 when 'file' then 1 else 2 end,
            copies.fetched_at,
            copies.report_key
    ) = 1 as is_canonical
from copies
inner join stg_value_set as value_set using (document_key, values_sha256)
