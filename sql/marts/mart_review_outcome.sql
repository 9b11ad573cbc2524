-- one row per agency, year and channel
with cases as (
    select
        report_key,
        channel_code,
        max(case_count) filter (where result_code = 'upheld') as upheld,
        max(case_count) filter (where result_code = 'corrected') as corrected,
        max(case_count) filter (where result_code = 'other') as other_result,
        max(case_count) filter (where result_code = 'pending') as pending
    from fct_review
    group by report_key, channel_code
),

printed as (
    select
        report_key,
        row_code as channel_code,
        value::bigint as total
    from stg_published_cell
    where table_code = 'review' and column_code = 'total' and value = floor(value)
),

-- A sum with a blank in it is null, as is a share of it.
summed as (
    select
        report_key,
        channel_code,
        upheld + corrected + other_result as decided,
        upheld + corrected + other_result + pending as total
    from cases
)

select
    year_of.agency_key,
    year_of.agency_id,
    year_of.agency_name,
    year_of.report_year,
    cases.channel_code,
    cases.upheld as upheld_count,
    cases.corrected as corrected_count,
    cases.other_result as other_count,
    cases.pending as pending_count,
    summed.decided as decided_count,
    cases.corrected / nullif(summed.decided, 0) as corrected_share,
    printed.total as total_printed,
    summed.total as total_summed,
    coalesce(printed.total != summed.total, false) as has_source_error
from mart_agency_year as year_of
inner join cases using (report_key)
inner join summed using (report_key, channel_code)
left join printed using (report_key, channel_code)
