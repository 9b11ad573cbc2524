-- one row per agency, year and channel
with cases as (
    select
        report_key,
        channel_code,
        sum(case_count) filter (where result_code = 'upheld') as upheld,
        sum(case_count) filter (where result_code = 'corrected') as corrected,
        sum(case_count) filter (where result_code = 'other') as other_result,
        sum(case_count) filter (where result_code = 'pending') as pending,
        sum(case_count) as summed
    from fct_review
    group by report_key, channel_code
),

printed as (
    select
        report_key,
        row_code as channel_code,
        value
    from stg_published_cell
    where table_code = 'review' and column_code = 'total'
)

select
    year_of.agency_key,
    year_of.agency_name,
    year_of.report_year,
    cases.channel_code,
    cases.upheld::bigint as upheld_count,
    cases.corrected::bigint as corrected_count,
    cases.other_result::bigint as other_count,
    cases.pending::bigint as pending_count,
    (cases.upheld + cases.corrected + cases.other_result)::bigint as decided_count,
    cases.corrected
    / nullif(cases.upheld + cases.corrected + cases.other_result, 0) as corrected_share,
    printed.value::bigint as total_printed,
    cases.summed::bigint as total_summed
from mart_agency_year as year_of
inner join cases using (report_key)
left join printed using (report_key, channel_code)
