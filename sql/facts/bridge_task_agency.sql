-- one row per lead agency named for a task
with named as (
    select
        report_key,
        agency_text,
        agency_id,
        is_collective
    from stg_agency
    where role = 'lead'
)

select
    lead.report_key,
    lead.task_no,
    lead.agency_no,
    lead.agency_text || case when lead.is_open_ended then '等' else '' end as agency_text,
    coalesce(key_of(['agency', named.agency_id, 'open']), unknown_key()) as agency_key,
    named.agency_id is not null as is_resolved,
    coalesce(named.is_collective, false) as is_collective,
    lead.is_open_ended,
    lead.locator
from stg_task_agency as lead
inner join fct_task as task on lead.report_key = task.report_key and lead.task_no = task.task_no
left join named on lead.report_key = named.report_key and lead.agency_text = named.agency_text
