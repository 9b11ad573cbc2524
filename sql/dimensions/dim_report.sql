-- one row per snapshot of a document
with worst as (
    select
        report_key,
        max(case verdict when 'quarantined' then 2 when 'flagged' then 1 else 0 end) as gate_rank
    from fct_report_table
    group by report_key
),

reasons as (
    select
        report_key,
        string_agg(message, '; ' order by table_no, rule_id, place) as failures,
        max_by(
            fault,
            case fault when 'extraction' then 3 when 'capture' then 2 when 'unknown' then 1 else 0 end
        ) as gate_fault
    from quality_result
    where outcome = 'fail' and severity != 'info'
    group by report_key
),

documents as (
    select
        document.*,
        held.content_sha256,
        held.source_url,
        held.file_name,
        held.fetched_at,
        held.last_seen_at,
        coalesce(key_of(['agency', whose.agency_id, 'open']), unknown_key()) as agency_key,
        whose.document_key,
        case
            when document.is_encyclopedia then 'encyclopedia'
            when held.source_url is null then 'file'
            when regexp_matches(held.source_url, '^https?://[^/]*\.gov\.cn(/|:|$)') then 'publisher'
            else 'mirror'
        end as source_kind,
        whose.values_sha256,
        coalesce(worst.gate_rank, 3) as gate_rank,
        upper(reasons.failures[1]) || reasons.failures[2:] || '.' as gate_reason,
        reasons.gate_fault
    from stg_document as document
    inner join stg_snapshot as held using (report_key)
    inner join stg_report as whose using (report_key)
    left join worst using (report_key)
    left join reasons using (report_key)
),

-- A soft 404, a truncated or worse-gated snapshot never displaces a good one.
revisions as (
    select
        document_key,
        values_sha256,
        min(gate_rank) as gate_rank,
        min(fetched_at) as first_seen_at,
        row_number() over (
            partition by document_key order by min(fetched_at), values_sha256
        ) as revision,
        row_number() over (
            partition by document_key
            order by
                case when min(gate_rank) < 2 then 0 else min(gate_rank) end,
                min(fetched_at) desc,
                values_sha256
        ) = 1 as is_current
    from documents
    group by document_key, values_sha256
),

ranked as (
    select
        documents.*,
        revisions.revision,
        revisions.is_current,
        revisions.is_current and row_number() over (
            partition by documents.document_key, documents.values_sha256
            order by
                documents.gate_rank,
                case documents.source_kind when 'publisher' then 0 when 'file' then 1 else 2 end,
                documents.fetched_at,
                documents.report_key
        ) = 1 as is_canonical
    from documents
    inner join revisions using (document_key, values_sha256)
)

select
    ranked.report_key,
    ranked.document_key,
    ranked.content_sha256,
    ranked.source_url,
    ranked.source_kind,
    ranked.file_name,
    ranked.media_type,
    ranked.charset,
    ranked.script,
    ranked.layout,
    ranked.document_type,
    ranked.title,
    ranked.agency_text,
    ranked.report_year,
    ranked.index_number,
    ranked.document_number,
    ranked.published_date,
    ranked.period_start,
    ranked.period_end,
    ranked.contact,
    ranked.scope,
    ranked.scope_sentence,
    ranked.agency_key,
    ranked.fetched_at,
    ranked.last_seen_at,
    null::timestamp as withdrawn_at,
    ranked.values_sha256,
    ranked.revision,
    ranked.is_current,
    ranked.is_canonical,
    ['passed', 'flagged', 'quarantined', 'no_tables'][ranked.gate_rank + 1] as gate_status,
    ranked.gate_fault,
    coalesce(ranked.refusal, ranked.gate_reason) as gate_reason,
    ranked.extractor_version
from ranked
