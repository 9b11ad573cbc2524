-- one row per decision and report whose printed values it holds for: one table, or the report
select
    report.report_key,
    decision.table_code,
    decision.table_no,
    decision.decision_no,
    decision.decision,
    decision.rule_id,
    decision.reason || ' (' || decision.decided_by || ', ' || decision.decided_on || ')' as why
from stg_decision as decision
inner join stg_report as report on decision.document_key = report.document_key
left join stg_table as whole
    on
        report.report_key = whole.report_key
        and decision.table_code = whole.table_code
        and decision.table_no = whole.table_no
where
    decision.decision in ('accept', 'reject')
    and decision.values_sha256 = case
        when decision.table_no = 0 then report.values_sha256
        else whole.values_sha256
    end
