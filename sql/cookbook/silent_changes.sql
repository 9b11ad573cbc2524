-- What was changed in a report after it was published?
-- 报告公布之后悄悄改了什么？
-- Grain: one row per printed cell that a later revision of a report changed, added or took out.
-- Caveat: days_after counts from our first capture to our first sight of the change, not from when
-- it was made. Totals stand beside their parts: never add the changes up.
with first_seen as (
    select
        document_key,
        min(fetched_at) as fetched_at
    from dim_report
    group by document_key
)

select
    agency.agency_name,
    report.report_year,
    change.table_code,
    change.row_code,
    change.column_code,
    change.change,
    change.previous_text,
    change.new_text,
    change.new_value - change.previous_value as difference,
    date_diff('day', first_seen.fetched_at, change.first_seen_at) as days_after,
    change.locator
from fct_revision_change as change
inner join dim_report as report on change.report_key = report.report_key
inner join dim_agency as agency on report.agency_key = agency.agency_key
inner join first_seen on change.document_key = first_seen.document_key
order by
    agency.agency_name, report.report_year, change.document_key, change.revision,
    change.table_code, change.table_no, change.row_code, change.column_code
