-- On what grounds are requests refused?
-- 不予公开的理由各占多少？
-- Grain: one row per year, scope and ground of refusal.
-- Caveat: never add the scopes: consolidated reports count bodies that report beside them. A report
-- with a blank in the line is not in it.
with refused as (
    select
        year_of.report_year,
        year_of.scope,
        mix.line_code,
        count(*) as reports,
        sum(mix.request_count)::bigint as requests
    from mart_outcome_mix as mix
    inner join mart_agency_year as year_of
        on mix.agency_key = year_of.agency_key and mix.report_year = year_of.report_year
    where mix.outcome_group = 'refused' and mix.request_count is not null
    group by year_of.report_year, year_of.scope, mix.line_code
)

select
    refused.report_year,
    refused.scope,
    refused.line_code,
    line.name_zh,
    line.name_en,
    refused.reports,
    refused.requests,
    refused.requests / nullif(
        sum(refused.requests) over (partition by refused.report_year, refused.scope), 0
    ) as share_of_refusals
from refused
inner join dim_request_line as line on refused.line_code = line.line_code
order by refused.report_year asc, refused.scope asc, refused.requests desc, line.sort_order asc
