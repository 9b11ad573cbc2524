-- one row per task of a work plan
select
    task.report_key,
    task.task_no,
    task.task,
    task.deadline_text,
    task.deadline_kind,
    task.deadline_date,
    task.locator
from stg_task as task
inner join fct_report_table as whole
    on task.report_key = whole.report_key and whole.table_code = 'task'
inner join dim_report as report on task.report_key = report.report_key
where whole.verdict != 'quarantined' and report.is_canonical
