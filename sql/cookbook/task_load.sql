-- Which bodies lead most tasks of the work plans, and when is the next one due?
-- 工作要点中哪些单位牵头任务最多，最近的时限是哪天？
-- Grain: one row per work plan and lead agency as printed.
-- Caveat: a task with several leads counts for each. Collective names (区政府各部门) and names cut
-- short stand as printed, without a body.
select
    report.report_year,
    publisher.agency_name as plan_of,
    load.agency_text,
    case when lead_agency.agency_id != 'unknown' then lead_agency.agency_name end as agency_name,
    load.task_count,
    load.first_named_count,
    load.next_deadline
from mart_task_agency as load
inner join dim_report as report on load.report_key = report.report_key
inner join dim_agency as publisher on report.agency_key = publisher.agency_key
inner join dim_agency as lead_agency on load.agency_key = lead_agency.agency_key
order by report.report_year asc, plan_of asc, load.task_count desc, load.agency_text asc
