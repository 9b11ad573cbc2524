-- one row per rule about reports
select
    rule_id,
    suite,
    severity,
    why
from known_rule
