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
),

-- What a steward transcribed at every place of a difference rests on one reading: theirs.
differing as (
    select distinct
        report_key,
        table_no,
        table_code
    from stg_finding
    where finding_code = 'readings_differ'
),

read as (
    select distinct on (held.report_key, extracted.table_code, extracted.table_no)
        held.report_key,
        extracted.*
    from extracted_table as extracted
    inner join stg_snapshot as held using (content_sha256)
)

select
    read.report_key,
    read.table_no,
    read.table_code,
    read.form_edition,
    read.table_title,
    case
        when read.evidence = 'differ' and differing.report_key is null then 1
        else read.readings
    end as readings,
    case
        when read.evidence = 'differ' and differing.report_key is null then 'single'
        else read.evidence
    end as evidence,
    read.rows_expected,
    read.rows_missing,
    read.rows_missing = 0
    and differing.report_key is null
    and unreadable.cells is null
    and broken.findings is null as is_sound,
    read.values_sha256
from read
left join differing using (report_key, table_no, table_code)
left join unreadable using (report_key, table_no, table_code)
left join broken using (report_key, table_no, table_code)
