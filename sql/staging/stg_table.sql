-- one row per statutory table of a snapshot
with unreadable as (
    select
        report_key,
        table_no,
        table_code,
        count(*) as cells
    from stg_cell
    where value_status = 'unreadable'
    group by report_key, table_no, table_code
),

broken as (
    select
        report_key,
        table_no,
        table_code,
        count(*) as findings
    from stg_finding
    where finding_code in ('label_unknown', 'row_repeated', 'row_incomplete')
    group by report_key, table_no, table_code
)

select distinct on (held.report_key, extracted.table_code, extracted.table_no)
    held.report_key,
    extracted.table_no,
    extracted.table_code,
    extracted.form_edition,
    extracted.table_title,
    extracted.readings,
    extracted.evidence,
    extracted.rows_expected,
    extracted.rows_missing,
    extracted.rows_missing = 0
    and extracted.evidence != 'differ'
    and unreadable.cells is null
    and broken.findings is null as is_sound,
    extracted.values_sha256
from extracted_table as extracted
inner join stg_snapshot as held using (content_sha256)
left join unreadable
    on
        held.report_key = unreadable.report_key
        and extracted.table_no = unreadable.table_no
        and extracted.table_code = unreadable.table_code
left join broken
    on
        held.report_key = broken.report_key
        and extracted.table_no = broken.table_no
        and extracted.table_code = broken.table_code
