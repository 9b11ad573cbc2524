-- one row per agency, year and outcome
with outcomes as (
    select
        fact.report_key,
        fact.line_code,
        line.outcome_group,
        sum(fact.request_count) as request_count
    from fct_request as fact
    inner join dim_request_line as line on fact.line_code = line.line_code
    where line.stage = 'outcome'
    group by fact.report_key, fact.line_code, line.outcome_group
)

select
    year_of.agency_key,
    year_of.agency_name,
    year_of.report_year,
    outcomes.line_code,
    outcomes.outcome_group,
    outcomes.request_count::bigint as request_count,
    outcomes.request_count / nullif(year_of.concluded_summed, 0) as outcome_share
from mart_agency_year as year_of
inner join outcomes using (report_key)
