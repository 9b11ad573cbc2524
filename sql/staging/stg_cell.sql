-- one row per printed cell, totals and blanks included
-- A steward's transcription replaces what was read, where it still finds what it expects.
with read as (
    select distinct on (
        held.report_key, extracted.table_code, extracted.table_no,
        extracted.row_code, extracted.column_code
    )
        held.report_key,
        extracted.*
    from extracted_cell as extracted
    inner join stg_snapshot as held using (content_sha256)
),

transcribed as (
    select
        report.report_key,
        decision.table_code,
        decision.table_no,
        decision.row_code,
        decision.column_code,
        max_by(decision.expect, decision.decision_no) as expect,
        max_by(decision.value, decision.decision_no) as value
    from stg_decision as decision
    inner join stg_report as report using (document_key)
    inner join stg_snapshot as held on report.report_key = held.report_key
    inner join extracted_table as extracted
        on
            held.content_sha256 = extracted.content_sha256
            and decision.table_code = extracted.table_code
            and decision.table_no = extracted.table_no
            and decision.values_sha256 = extracted.values_sha256
    where decision.decision = 'correct'
    group by
        report.report_key, decision.table_code, decision.table_no,
        decision.row_code, decision.column_code
)

select
    read.report_key,
    read.table_no,
    read.table_code,
    read.form_edition,
    read.row_code,
    read.column_code,
    coalesce(transcribed.value, read.value) as value,
    read.unit,
    case when transcribed.value is null then read.value_status else 'reported' end as value_status,
    read.raw_text,
    read.row_no,
    read.column_no,
    transcribed.value is not null as is_corrected,
    locator_of(read.content_sha256, read.fragment) as locator
from read
left join transcribed
    on
        read.report_key = transcribed.report_key
        and read.table_code = transcribed.table_code
        and read.table_no = transcribed.table_no
        and read.row_code = transcribed.row_code
        and read.column_code = transcribed.column_code
        and read.value is not distinct from transcribed.expect
