-- one row per agency and year with an annual report: when it was due, and when it appeared
-- The last day allowed is that of the rule `deadline`, which names the articles.
select
    year_of.agency_key,
    year_of.agency_id,
    year_of.agency_name,
    year_of.report_year,
    year_of.report_key,
    due.expected::date as due_date,
    report.published_date,
    date_diff('day', due.expected::date, report.published_date) as days_late,
    report.published_date > due.expected::date as is_late
from mart_agency_year as year_of
inner join dim_report as report on year_of.report_key = report.report_key
left join quality_result as due
    on year_of.report_key = due.report_key and due.rule_id = 'deadline'
