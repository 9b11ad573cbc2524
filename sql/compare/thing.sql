-- one row per thing that nights are compared by: a report, a verdict, a fact
-- Named by its document, not by its snapshot: the same figures captured anew are no change.
with canonical as (
    select
        report_key,
        document_key
    from dim_report
    where is_canonical
),

with_figures as (
    select distinct report_key
    from fct_report_table
    where verdict != 'quarantined'
),

things as (
    select
        'report' as subject,
        hash(canonical.document_key) as thing,
        hash(0) as value
    from canonical
    inner join with_figures on canonical.report_key = with_figures.report_key
    union all
    select
        'verdict' as subject,
        hash(canonical.document_key, one.table_code, one.table_no) as thing,
        hash(one.verdict) as value
    from fct_report_table as one
    inner join canonical on one.report_key = canonical.report_key
    union all
    select
        'fct_request' as subject,
        hash(canonical.document_key, one.line_code, one.applicant_code) as thing,
        hash(one.request_count) as value
    from fct_request as one
    inner join canonical on one.report_key = canonical.report_key
    union all
    select
        'fct_disclosure' as subject,
        hash(canonical.document_key, one.item_code, one.measure_code) as thing,
        hash(one.value, one.unit) as value
    from fct_disclosure as one
    inner join canonical on one.report_key = canonical.report_key
    union all
    select
        'fct_review' as subject,
        hash(canonical.document_key, one.channel_code, one.result_code) as thing,
        hash(one.case_count) as value
    from fct_review as one
    inner join canonical on one.report_key = canonical.report_key
    union all
    select
        'fct_indicator' as subject,
        hash(canonical.document_key, one.table_no, one.indicator_code, one.period) as thing,
        hash(one.value, one.unit) as value
    from fct_indicator as one
    inner join canonical on one.report_key = canonical.report_key
    union all
    select
        'fct_task' as subject,
        hash(canonical.document_key, one.task_no) as thing,
        hash(one.task, one.deadline_text) as value
    from fct_task as one
    inner join canonical on one.report_key = canonical.report_key
    union all
    select
        'fct_prose_figure' as subject,
        hash(canonical.document_key, one.figure_no) as thing,
        hash(one.figure_code, one.value, one.scope) as value
    from fct_prose_figure as one
    inner join canonical on one.report_key = canonical.report_key
)

select
    subject,
    thing,
    value
from things
