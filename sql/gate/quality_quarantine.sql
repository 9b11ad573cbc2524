-- one row per rule that keeps a statutory table out
select
    result.report_key,
    result.table_no,
    result.table_code,
    result.rule_id,
    string_agg(result.message, '; ' order by result.place) as reason,
    coalesce(min(earlier.run_id), min(tonight.run_id)) as run_id
from quality_result as result
cross join tonight
left join quarantined_before as earlier
    on
        result.report_key = earlier.report_key
        and result.table_no = earlier.table_no
        and result.table_code = earlier.table_code
        and result.rule_id = earlier.rule_id
where
    result.outcome = 'fail'
    and result.severity = 'critical'
    and not result.is_accepted
    and result.table_code != ''
group by result.report_key, result.table_no, result.table_code, result.rule_id
