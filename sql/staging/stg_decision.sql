-- one row per steward's decision
select
    decision_no,
    decision,
    document_key,
    table_code,
    table_no,
    values_sha256,
    rule_id,
    row_code,
    column_code,
    expect::decimal(20, 4) as expect,
    value::decimal(20, 4) as value,
    is_attested,
    about,
    reason,
    decided_by,
    decided_on::date as decided_on
from taken_decision
