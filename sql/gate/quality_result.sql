-- one row per rule, report, table and place
-- Fault, where the rule does not say: the publisher's where the reading is beyond doubt, which
-- a split that sums decided is not.
-- An accepted failure stays a failure; what a steward decided stands beside it.
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
        when whole.is_sound and whole.evidence != 'inferred' then 'source'
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
left join stg_accepted as accepted
    on
        judged.report_key = accepted.report_key
        and judged.table_no = accepted.table_no
        and judged.table_code = accepted.table_code
        and judged.rule_id = accepted.rule_id
