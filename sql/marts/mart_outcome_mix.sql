-- one row per agency, year and outcome
select
    year_of.agency_key,
    year_of.agency_id,
    year_of.agency_name,
    year_of.report_year,
    counted.line_code,
    line.outcome_group,
    counted.printed as request_printed,
    counted.summed as request_count,
    counted.summed / nullif(year_of.concluded_summed, 0) as outcome_share,
    coalesce(counted.printed != counted.summed, false) as has_source_error
from mart_agency_year as year_of
inner join stg_request_line as counted using (report_key)
inner join dim_request_line as line on counted.line_code = line.line_code
where line.stage = 'outcome'
