-- one row per rule that a steward lets a table, or a report, fail
select distinct
    report_key,
    table_code,
    table_no,
    rule_id
from stg_decision_held
where decision = 'accept'
