-- one row per lead agency named for a task
select distinct on (held.report_key, extracted.task_no, extracted.agency_no)
    held.report_key,
    extracted.task_no,
    extracted.agency_no,
    extracted.agency_text,
    extracted.is_open_ended,
    locator_of(held.content_sha256, extracted.fragment) as locator
from extracted_task_agency as extracted
inner join stg_snapshot as held using (content_sha256)
