-- one row per snapshot: what the gate lets through of it
-- A report's rank is what the rules about it alone make of it. Those across several compare
-- what stands, are never critical, and so cannot change what does.
with failures as (
    select
        judged.report_key,
        judged.table_no,
        judged.table_code,
        max(case when judged.severity = 'critical' and accepted.rule_id is null then 2 else 1 end)
            as gate_rank
    from judged
    left join stg_accepted as accepted
        on
            judged.report_key = accepted.report_key
            and judged.table_no = accepted.table_no
            and judged.table_code = accepted.table_code
            and judged.rule_id = accepted.rule_id
    where judged.outcome = 'fail' and judged.severity != 'info' and judged.table_code != ''
    group by judged.report_key, judged.table_no, judged.table_code
),

gated as (
    select
        whole.report_key,
        whole.table_code,
        whole.values_sha256,
        coalesce(failures.gate_rank, 0) as gate_rank
    from stg_table as whole
    left join failures
        on
            whole.report_key = failures.report_key
            and whole.table_no = failures.table_no
            and whole.table_code = failures.table_code
)

select
    report.report_key,
    report.document_key,
    report.values_sha256,
    coalesce(max(gated.gate_rank), 3) as gate_rank,
    count(distinct gated.table_code) filter (where gated.gate_rank < 2) as tables_let_through,
    count(distinct gated.table_code) as tables_seen,
    coalesce(
        list_sort(
            list(distinct gated.table_code || gated.values_sha256)
            filter (where gated.gate_rank < 2)
        ),
        []
    ) as printed
from stg_report as report
left join gated using (report_key)
group by report.report_key, report.document_key, report.values_sha256
