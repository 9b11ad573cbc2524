-- one row per lead agency named for a task
with named as (
    select
        report_key,
        agency_text,
        agency_id,
        is_collective
    from stg_agency
    where role = 'lead'
),

periods as (
    select
        agency_id,
        agency_key,
        coalesce(valid_from, date '0001-01-01') as begins
    from dim_agency
)

select
    lead.report_key,
    lead.task_no,
    lead.agency_no,
    lead.agency_text || case when lead.is_open_ended then '等' else '' end as agency_text,
    coalesce(agency.agency_key, unknown_key()) as agency_key,
    named.agency_id is not null as is_resolved,
    coalesce(named.is_collective, false) as is_collective,
    lead.is_open_ended,
    lead.locator
from stg_task_agency as lead
inner join fct_task as task on lead.report_key = task.report_key and lead.task_no = task.task_no
inner join dim_report as report on lead.report_key = report.report_key
left join named on lead.report_key = named.report_key and lead.agency_text = named.agency_text
asof left join periods as agency
    on
        named.agency_id = agency.agency_id
        and make_date(coalesce(report.report_year, 9999), 12, 31) >= agency.begins
