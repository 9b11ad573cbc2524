-- one row per snapshot read
-- A batch interrupted and made again may hold a snapshot twice, with the same rows.
select distinct on (held.report_key)
    held.report_key,
    extracted.media_type,
    extracted.charset,
    extracted.script,
    extracted.layout,
    extracted.damage,
    extracted.refusal,
    extracted.document_type,
    extracted.title,
    extracted.agency_text,
    extracted.report_year,
    extracted.index_number,
    extracted.document_number,
    extracted.published_date,
    extracted.period_start,
    extracted.period_end,
    extracted.contact,
    extracted.scope,
    extracted.scope_sentence,
    extracted.is_encyclopedia,
    extracted.announces_tables,
    extracted.cut_off_text,
    extractor.extractor_version
from named_document as extracted
inner join stg_snapshot as held using (content_sha256)
cross join extractor
