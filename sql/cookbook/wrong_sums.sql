-- Which publishers' sums are wrong most often?
-- 哪些机关的报表合计错得最多？
-- Grain: one row per agency with a wrong sum in table 3 or 4 of a report.
-- Caveat: the publisher's own numbers, read beyond doubt, contradict each other; one slip can break
-- several sums. mart_source_error has each with its numbers written out.
with summed as (
    select distinct report_key
    from fct_report_table
    where table_code in ('request', 'review') and verdict != 'quarantined'
),

held as (
    select
        agency_id,
        any_value(agency_name order by report_year desc) as agency_name,
        count(*) as reports
    from mart_agency_year
    where report_key in (select report_key from summed)
    group by agency_id
),

wrong as (
    select
        agency.agency_id,
        count(distinct error.report_key) as reports_wrong,
        count(*) as sums_wrong,
        string_agg(distinct error.rule_id, ', ' order by error.rule_id) as which_rules
    from mart_source_error as error
    inner join dim_agency as agency on error.agency_key = agency.agency_key
    where error.rule_id in ('row_total', 'concluded_sum', 'balance', 'block_total')
    group by agency.agency_id
)

select
    held.agency_id,
    held.agency_name,
    held.reports,
    wrong.reports_wrong,
    wrong.sums_wrong,
    wrong.which_rules
from wrong
inner join held on wrong.agency_id = held.agency_id
order by wrong.reports_wrong desc, wrong.sums_wrong desc, held.agency_id asc
