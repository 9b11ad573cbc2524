-- one row per snapshot: the document it captures, and whether it stands for it
-- A report's rank is what the rules about it alone make of it. Those across several compare
-- what stands, are never critical, and so cannot change what does.
with failures as (
    select
        judged.report_key,
        judged.table_no,
        judged.table_code,
        max(case when judged.severity = 'critical' and accepted.rule_id is null then 2 else 1 end)
            as gate_rank
    from judged
    left join stg_accepted as accepted
        on
            judged.report_key = accepted.report_key
            and judged.table_no = accepted.table_no
            and judged.table_code = accepted.table_code
            and judged.rule_id = accepted.rule_id
    where judged.outcome = 'fail' and judged.severity != 'info' and judged.table_code != ''
    group by judged.report_key, judged.table_no, judged.table_code
),

worst as (
    select
        whole.report_key,
        max(coalesce(failures.gate_rank, 0)) as gate_rank
    from stg_table as whole
    left join failures
        on
            whole.report_key = failures.report_key
            and whole.table_no = failures.table_no
            and whole.table_code = failures.table_code
    group by whole.report_key
),

documents as (
    select
        document.report_key,
        document.report_year,
        document.document_type,
        report.agency_id,
        report.document_key,
        report.values_sha256,
        held.fetched_at,
        case
            when document.is_encyclopedia then 'encyclopedia'
            when held.source_url is null then 'file'
            when regexp_matches(held.source_url, '^https?://[^/]*\.gov\.cn(/|:|$)') then 'publisher'
            else 'mirror'
        end as source_kind,
        coalesce(worst.gate_rank, 3) as gate_rank
    from stg_document as document
    inner join stg_snapshot as held using (report_key)
    inner join stg_report as report using (report_key)
    left join worst using (report_key)
),

-- A soft 404, a truncated or worse-gated snapshot never displaces a good one.
revisions as (
    select
        document_key,
        values_sha256,
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
)

select
    documents.report_key,
    documents.document_key,
    documents.agency_id,
    documents.report_year,
    documents.document_type,
    documents.values_sha256,
    documents.source_kind,
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
