-- one row per agency and year with a table 3: what it carried in against what it had carried out
-- A body that reports for its whole district one year and for itself the next leaves no gap.
with carried as (
    select *
    from mart_agency_year
    where report_key in (select counted.report_key from stg_request_line as counted)
)

select
    this_year.agency_id,
    this_year.agency_key,
    this_year.agency_name,
    this_year.report_year,
    this_year.report_key,
    this_year.scope,
    this_year.carried_in_printed,
    this_year.carried_in_summed,
    year_before.report_key as report_key_before,
    year_before.scope as scope_before,
    year_before.carried_out_printed as carried_out_before_printed,
    year_before.carried_out_summed as carried_out_before_summed,
    case
        when this_year.scope = year_before.scope
            then this_year.carried_in_printed - year_before.carried_out_printed
    end as gap,
    coalesce(this_year.carried_in_printed != this_year.carried_in_summed, false)
    or coalesce(year_before.carried_out_printed != year_before.carried_out_summed, false)
        as has_source_error
from carried as this_year
left join carried as year_before
    on
        this_year.agency_id = year_before.agency_id
        and this_year.report_year = year_before.report_year + 1
