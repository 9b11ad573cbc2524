-- one row per published report and mart figure: the mart against the facts behind it
with facts as (
    select
        fact.report_key,
        sum(fact.request_count) filter (where fact.line_code = 'received') as received,
        sum(fact.request_count) filter (where line.stage = 'outcome') as concluded
    from fct_request as fact
    inner join dim_request_line as line on fact.line_code = line.line_code
    group by fact.report_key
),

outcomes as (
    select
        agency_key,
        report_year,
        sum(request_count) as concluded
    from mart_outcome_mix
    group by agency_key, report_year
),

figures as (
    select
        mart.report_key,
        'mart_agency_year.received_summed' as place,
        facts.received as expected,
        mart.received_summed as observed
    from mart_agency_year as mart
    inner join facts using (report_key)
    union all
    select
        mart.report_key,
        'mart_outcome_mix' as place,
        facts.concluded as expected,
        outcomes.concluded as observed
    from mart_agency_year as mart
    inner join facts using (report_key)
    left join outcomes using (agency_key, report_year)
)

select
    report_key,
    0 as table_no,
    '' as table_code,
    place,
    expected::varchar as expected,
    observed::varchar as observed,
    case when coalesce(expected, -1) = coalesce(observed, -1) then 0 else 1 end as gap
from figures
