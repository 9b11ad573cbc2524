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
        max_by(fault, fault_rank(fault)) as gate_fault
    from quality_result
    where outcome = 'fail' and severity != 'info'
    group by report_key
),

-- The name a body had at the end of the year reported on.
periods as (
    select
        agency_id,
        agency_key,
        coalesce(valid_from, date '0001-01-01') as begins
    from dim_agency
)

select
    document.report_key,
    revision.document_key,
    held.content_sha256,
    held.source_url,
    revision.source_kind,
    held.file_name,
    document.media_type,
    document.charset,
    document.script,
    document.layout,
    document.document_type,
    document.title,
    document.agency_text,
    document.report_year,
    document.index_number,
    document.document_number,
    document.published_date,
    document.period_start,
    document.period_end,
    document.contact,
    document.scope,
    document.scope_sentence,
    coalesce(agency.agency_key, unknown_key()) as agency_key,
    held.fetched_at,
    held.last_seen_at,
    held.withdrawn_at,
    revision.values_sha256,
    revision.revision,
    revision.is_current,
    revision.is_canonical,
    ['passed', 'flagged', 'quarantined', 'no_tables'][coalesce(worst.gate_rank, 3) + 1]
        as gate_status,
    reasons.gate_fault,
    coalesce(document.refusal, upper(reasons.failures[1]) || reasons.failures[2:] || '.')
        as gate_reason,
    document.extractor_version
from stg_document as document
inner join stg_snapshot as held using (report_key)
inner join stg_revision as revision using (report_key)
asof left join periods as agency
    on
        revision.agency_id = agency.agency_id
        and make_date(coalesce(revision.report_year, 9999), 12, 31) >= agency.begins
left join worst using (report_key)
left join reasons using (report_key)
