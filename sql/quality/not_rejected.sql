-- one row per statutory table that a steward withdrew, by itself or with its report
with withdrawn as (
    select
        report.report_key,
        decision.table_code,
        decision.table_no,
        decision.reason || ' (' || decision.decided_by || ', ' || decision.decided_on || ')' as why
    from stg_decision as decision
    inner join stg_report as report using (document_key)
    left join stg_table as whole
        on
            report.report_key = whole.report_key
            and decision.table_code = whole.table_code
            and decision.table_no = whole.table_no
    where
        decision.decision = 'reject'
        and decision.values_sha256 = case
            when decision.table_no = 0 then report.values_sha256
            else whole.values_sha256
        end
),

affected as (
    select
        withdrawn.report_key,
        whole.table_no,
        whole.table_code,
        withdrawn.why
    from withdrawn
    inner join stg_table as whole
        on
            withdrawn.report_key = whole.report_key
            and (
                withdrawn.table_no = 0
                or (
                    withdrawn.table_code = whole.table_code
                    and withdrawn.table_no = whole.table_no
                )
            )
    union all
    select
        report_key,
        table_no,
        table_code,
        why
    from withdrawn
    where table_no = 0
)

select
    report_key,
    table_no,
    table_code,
    '' as place,
    'not withdrawn' as expected,
    string_agg(distinct why, '; ' order by why) as observed,
    1 as gap,
    'unknown' as fault
from affected
group by report_key, table_no, table_code
