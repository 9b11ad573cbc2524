-- one row per statutory table of a snapshot
with cells as (
    select
        report_key,
        table_no,
        table_code,
        count(*) filter (where value_status = 'reported') as cells_reported,
        count(*) filter (where value_status = 'inferred') as cells_inferred,
        count(*) filter (where value_status = 'blank') as cells_blank,
        count(*) filter (where value_status = 'not_applicable') as cells_not_applicable,
        count(*) filter (where value_status = 'unreadable') as cells_unreadable
    from stg_cell
    group by report_key, table_no, table_code
),

failures as (
    select
        report_key,
        table_no,
        table_code,
        bool_or(severity = 'critical' and not is_accepted) as is_critical,
        max_by(fault, fault_rank(fault)) as fault
    from quality_result
    where outcome = 'fail' and severity != 'info' and table_code != ''
    group by report_key, table_no, table_code
)

select
    whole.report_key,
    whole.table_no,
    whole.table_code,
    whole.form_edition,
    case
        when failures.is_critical then 'quarantined'
        when failures.report_key is not null then 'flagged'
        else 'passed'
    end as verdict,
    failures.fault,
    whole.readings,
    whole.evidence,
    coalesce(cells.cells_reported, 0) as cells_reported,
    coalesce(cells.cells_inferred, 0) as cells_inferred,
    coalesce(cells.cells_blank, 0) as cells_blank,
    coalesce(cells.cells_not_applicable, 0) as cells_not_applicable,
    coalesce(cells.cells_unreadable, 0) as cells_unreadable,
    whole.rows_missing,
    whole.values_sha256
from stg_table as whole
left join cells
    on
        whole.report_key = cells.report_key
        and whole.table_no = cells.table_no
        and whole.table_code = cells.table_code
left join failures
    on
        whole.report_key = failures.report_key
        and whole.table_no = failures.table_no
        and whole.table_code = failures.table_code
