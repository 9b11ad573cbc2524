-- one row per rule, report, table and place
-- Fault, where the rule does not say: the publisher's where the reading is beyond doubt.
-- An accepted failure stays a failure; what a steward decided stands beside it.
with accepted as (
    select distinct
        report.report_key,
        decision.table_code,
        decision.table_no,
        decision.rule_id
    from stg_decision as decision
    inner join stg_report as report using (document_key)
    left join stg_table as whole
        on
            report.report_key = whole.report_key
            and decision.table_code = whole.table_code
            and decision.table_no = whole.table_no
    where
        decision.decision = 'accept'
        and decision.values_sha256 = case
            when decision.table_no = 0 then report.values_sha256
            else whole.values_sha256
        end
)

select
    judged.rule_id,
    judged.report_key,
    judged.table_no,
    judged.table_code,
    judged.place,
    judged.severity,
    judged.outcome,
    case
        when judged.outcome != 'fail' then null
        when judged.fault is not null then judged.fault
        when whole.evidence = 'differ' then 'extraction'
        when whole.is_sound then 'source'
        else 'unknown'
    end as fault,
    judged.expected,
    judged.observed,
    judged.message,
    judged.outcome = 'fail' and accepted.report_key is not null as is_accepted
from judged
left join stg_table as whole
    on
        judged.report_key = whole.report_key
        and judged.table_no = whole.table_no
        and judged.table_code = whole.table_code
left join accepted
    on
        judged.report_key = accepted.report_key
        and judged.table_no = accepted.table_no
        and judged.table_code = accepted.table_code
        and judged.rule_id = accepted.rule_id
