-- one row per snapshot: the document it captures, and whether it stands for it
-- A report's rank is what the rules about it alone make of it. Those across several compare
-- what stands, are never critical, and so cannot change what does.
with publishers as (
    select
        report_key,
        agency_id
    from stg_agency
    where role = 'publisher'
),

-- What a table printed, wherever and in whatever format it was captured.
printed as (
    select
        report_key,
        md5(string_agg(table_code || table_no || values_sha256, ',' order by table_code, table_no))
            as fingerprint
    from stg_table
    group by report_key
),

failures as (
    select
        report_key,
        table_no,
        table_code,
        max(case severity when 'critical' then 2 else 1 end) as gate_rank
    from judged
    where outcome = 'fail' and severity != 'info' and table_code != ''
    group by report_key, table_no, table_code
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
        publishers.agency_id,
        held.fetched_at,
        case
            when publishers.agency_id is null or document.report_year is null
                then key_of(['document', document.report_key])
            else key_of([
                'document', publishers.agency_id, document.report_year::varchar,
                document.document_type
            ])
        end as document_key,
        case
            when document.is_encyclopedia then 'encyclopedia'
            when held.source_url is null then 'file'
            when regexp_matches(held.source_url, '^https?://[^/]*\.gov\.cn(/|:|$)') then 'publisher'
            else 'mirror'
        end as source_kind,
        coalesce(printed.fingerprint, 'none') as fingerprint,
        coalesce(worst.gate_rank, 3) as gate_rank
    from stg_document as document
    inner join stg_snapshot as held using (report_key)
    left join publishers using (report_key)
    left join printed using (report_key)
    left join worst using (report_key)
),

-- A soft 404, a truncated or worse-gated snapshot never displaces a good one.
revisions as (
    select
        document_key,
        fingerprint,
        row_number() over (
            partition by document_key order by min(fetched_at), fingerprint
        ) as revision,
        row_number() over (
            partition by document_key
            order by
                case when min(gate_rank) < 2 then 0 else min(gate_rank) end,
                min(fetched_at) desc,
                fingerprint
        ) = 1 as is_current
    from documents
    group by document_key, fingerprint
)

select
    documents.report_key,
    documents.document_key,
    documents.agency_id,
    documents.report_year,
    documents.document_type,
    documents.source_kind,
    revisions.revision,
    revisions.is_current,
    revisions.is_current and row_number() over (
        partition by documents.document_key, documents.fingerprint
        order by
            documents.gate_rank,
            case documents.source_kind when 'publisher' then 0 when 'file' then 1 else 2 end,
            documents.fetched_at,
            documents.report_key
    ) = 1 as is_canonical
from documents
inner join revisions using (document_key, fingerprint)
