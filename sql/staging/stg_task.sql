-- one row per task of a work plan
select distinct on (held.report_key, extracted.task_no)
    held.report_key,
    extracted.task_no,
    extracted.task,
    extracted.deadline_text,
    extracted.deadline_kind,
    extracted.deadline_date,
    locator_of(held.content_sha256, extracted.fragment) as locator
from extracted_task as extracted
inner join stg_snapshot as held using (content_sha256)
