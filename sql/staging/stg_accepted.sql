-- one row per rule that a steward lets a table, or a report, fail
select distinct
    report.report_key,
    decision.table_code,
    decision.table_no,
    decision.rule_id
from stg_decision as decision
inner join stg_report as report on decision.document_key = report.document_key
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
