-- one row per question to a steward: a rule that a table, or a report, fails undecided
-- Copies that print the same ask the same question; what a newer revision replaced asks none.
with in_force as (
    select
        document_key,
        fetched_at
    from dim_report
    where is_canonical
),

failing as (
    select
        report.report_key,
        report.document_key,
        agency.agency_name,
        report.report_year,
        result.table_code,
        result.table_no,
        result.rule_id,
        result.place,
        result.severity,
        result.fault,
        result.message,
        coalesce(whole.values_sha256, report.values_sha256) as values_sha256,
        report.is_canonical
    from quality_result as result
    inner join dim_report as report on result.report_key = report.report_key
    inner join in_force on report.document_key = in_force.document_key
    inner join dim_agency as agency on report.agency_key = agency.agency_key
    left join fct_report_table as whole
        on
            result.report_key = whole.report_key
            and result.table_code = whole.table_code
            and result.table_no = whole.table_no
    where
        result.outcome = 'fail'
        and result.severity != 'info'
        and result.rule_id != 'not_rejected'
        and not result.is_accepted
        and (report.is_current or report.fetched_at >= in_force.fetched_at)
        and not exists (
            select 1
            from quality_result as withdrawn
            where
                withdrawn.rule_id = 'not_rejected'
                and withdrawn.report_key = result.report_key
                and withdrawn.table_no in (0, result.table_no)
        )
),

asking as (
    select
        *,
        dense_rank() over (
            partition by document_key, table_code, table_no, rule_id, values_sha256
            order by is_canonical desc, report_key asc
        ) as copy_no
    from failing
)

select
    left(key_of([document_key, table_code, table_no::varchar, rule_id, values_sha256]), 10)
        as review_id,
    any_value(report_key) as report_key,
    document_key,
    any_value(agency_name) as agency_name,
    any_value(report_year) as report_year,
    table_code,
    table_no,
    rule_id,
    any_value(severity) as severity,
    max_by(fault, fault_rank(fault)) as fault,
    count(*) as places,
    string_agg(message, '; ' order by place) as message,
    values_sha256
from asking
where copy_no = 1
group by document_key, table_code, table_no, rule_id, values_sha256
