-- Who asks: people, businesses, lawyers?
-- 申请人是谁：自然人、企业还是律师？
-- Grain: one row per year, scope and kind of applicant.
-- Caveat: new requests only, without what was carried in, of reports that fill all six columns;
-- never add the scopes.
with asked as (
    select
        year_of.report_year,
        year_of.scope,
        fact.applicant_code,
        count(*) as reports,
        sum(fact.request_count)::bigint as requests
    from fct_request as fact
    inner join mart_agency_year as year_of on fact.report_key = year_of.report_key
    where fact.line_code = 'received' and year_of.received_summed is not null
    group by year_of.report_year, year_of.scope, fact.applicant_code
)

select
    asked.report_year,
    asked.scope,
    asked.applicant_code,
    applicant.name_zh,
    asked.reports,
    asked.requests,
    asked.requests / nullif(
        sum(asked.requests) over (partition by asked.report_year, asked.scope), 0
    ) as share_of_requests
from asked
inner join dim_applicant as applicant on asked.applicant_code = applicant.applicant_code
order by asked.report_year, asked.scope, applicant.sort_order
