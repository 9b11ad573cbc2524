-- how reviews and suits ended in a year, over all agencies
with results as (
    unpivot (
        select
            report_year,
            upheld_count as upheld,
            corrected_count as corrected,
            other_count as other,
            pending_count as pending
        from mart_review_outcome
    )
    on upheld, corrected, other, pending
    into name result_code value cases
)

select
    report_year,
    result_code,
    sum(cases)::bigint as cases
from results
group by report_year, result_code
having sum(cases) > 0
order by report_year, result_code
