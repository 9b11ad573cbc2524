-- one row per statutory table of an annual report that stands for its body and year
with kept_out as (
    select distinct
        judged.report_key,
        judged.table_no,
        judged.table_code
    from judged
    left join stg_accepted as accepted
        on
            judged.report_key = accepted.report_key
            and judged.table_no = accepted.table_no
            and judged.table_code = accepted.table_code
            and judged.rule_id = accepted.rule_id
    where
        judged.outcome = 'fail'
        and judged.severity = 'critical'
        and judged.table_code != ''
        and accepted.rule_id is null
)

select
    whole.report_key,
    whole.table_no,
    whole.table_code,
    whole.form_edition,
    revision.agency_id,
    revision.report_year,
    document.scope,
    kept_out.report_key is null as may_be_compared
from stg_table as whole
inner join stg_revision as revision on whole.report_key = revision.report_key
inner join stg_document as document on whole.report_key = document.report_key
left join kept_out
    on
        whole.report_key = kept_out.report_key
        and whole.table_no = kept_out.table_no
        and whole.table_code = kept_out.table_code
where
    revision.is_canonical
    and revision.document_type = 'annual_report'
    and revision.report_year is not null
