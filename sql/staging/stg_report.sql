-- one row per snapshot: the document it is a copy of
-- The publisher, the year and the type make the document; without them it is its own.
with publishers as (
    select
        report_key,
        agency_id
    from stg_agency
    where role = 'publisher'
),

printed as (
    select distinct on (held.report_key, extracted.table_code, extracted.table_no)
        held.report_key,
        extracted.table_code || extracted.table_no || extracted.values_sha256 as values_of_table
    from extracted_table as extracted
    inner join stg_snapshot as held using (content_sha256)
),

whole as (
    select
        report_key,
        md5(string_agg(values_of_table, ',' order by values_of_table)) as values_sha256
    from printed
    group by report_key
)

select
    document.report_key,
    case
        when publishers.agency_id is null or document.report_year is null
            then key_of(['document', document.report_key])
        else key_of([
            'document', publishers.agency_id, document.report_year::varchar, document.document_type
        ])
    end as document_key,
    publishers.agency_id,
    coalesce(whole.values_sha256, 'none') as values_sha256
from stg_document as document
left join publishers using (report_key)
left join whole using (report_key)
