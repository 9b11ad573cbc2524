-- How many requests are set aside as repeated or excessive, and by how many agencies?
-- 以重复申请、大量反复申请为由不予处理的有多少？
-- Grain: one row per year, scope and ground for not processing.
-- Caveat: share_of_concluded is of the reports that print the line; never add the scopes.
select
    year_of.report_year,
    year_of.scope,
    mix.line_code,
    line.name_zh,
    count(*) as reports,
    count(*) filter (where mix.request_count > 0) as reports_that_use_it,
    sum(mix.request_count)::bigint as requests,
    sum(mix.request_count) / nullif(sum(year_of.concluded_summed), 0) as share_of_concluded
from mart_outcome_mix as mix
inner join mart_agency_year as year_of
    on mix.agency_key = year_of.agency_key and mix.report_year = year_of.report_year
inner join dim_request_line as line on mix.line_code = line.line_code
where
    mix.outcome_group = 'not_processed'
    and mix.request_count is not null
    and year_of.concluded_summed is not null
group by year_of.report_year, year_of.scope, mix.line_code, line.name_zh, line.sort_order
order by year_of.report_year, year_of.scope, line.sort_order
