-- one row per lead agency of a work plan
select
    lead.report_key,
    report.report_year,
    lead.agency_text,
    lead.agency_key,
    agency.agency_name,
    count(*) as task_count,
    count(*) filter (where lead.agency_no = 1) as first_named_count,
    min(task.deadline_date) as next_deadline
from bridge_task_agency as lead
inner join fct_task as task on lead.report_key = task.report_key and lead.task_no = task.task_no
inner join dim_report as report on lead.report_key = report.report_key
inner join dim_agency as agency on lead.agency_key = agency.agency_key
group by
    lead.report_key, report.report_year, lead.agency_text, lead.agency_key, agency.agency_name
