-- one row per published report and mart figure: the mart against the facts behind it
-- Facts are complete where every leaf staged of a whole table 3 became one: with a blank among
-- them the mart has no sum.
with facts as (
    select
        fact.report_key,
        count(*) as leaves,
        sum(fact.request_count) filter (where fact.line_code = 'received') as received,
        sum(fact.request_count) filter (where fact.line_code = 'carried_in') as carried_in,
        sum(fact.request_count) filter (where fact.line_code = 'carried_out') as carried_out,
        sum(fact.request_count) filter (where line.stage = 'outcome') as concluded
    from fct_request as fact
    inner join dim_request_line as line on fact.line_code = line.line_code
    group by fact.report_key
),

staged as (
    select
        cell.report_key,
        count(*) as leaves
    from stg_cell as cell
    inner join dim_request_line as line
        on cell.row_code = line.line_code and line.stage != 'witness'
    inner join dim_applicant as applicant on cell.column_code = applicant.applicant_code
    inner join fct_report_table as whole
        on
            cell.report_key = whole.report_key
            and cell.table_code = whole.table_code
            and cell.table_no = whole.table_no
    where cell.table_code = 'request' and whole.rows_missing = 0
    group by cell.report_key
),

complete as (
    select facts.*
    from facts
    inner join staged on facts.report_key = staged.report_key and facts.leaves = staged.leaves
),

outcomes as (
    select
        agency_key,
        report_year,
        sum(request_count) as concluded
    from mart_outcome_mix
    group by agency_key, report_year
),

cases as (
    select
        report_key,
        sum(case_count) as cases
    from fct_review
    group by report_key
    having count(*) = (select count(*) from dim_review_result)
),

channels as (
    select
        agency_key,
        report_year,
        sum(total_summed) as cases
    from mart_review_outcome
    group by agency_key, report_year
),

series as (
    select
        report_key,
        max(summed) filter (where series_code = 'request.received') as received,
        sum(summed) filter (where series_code like 'review.%') as cases
    from mart_indicator_series
    group by report_key
),

cells as (
    select
        report_key,
        sum(cells_reported + cells_inferred) as cells
    from fct_report_table
    where verdict != 'quarantined'
    group by report_key
),

expected as (
    select
        report_key,
        unnest(['received', 'carried_in', 'carried_out', 'concluded']) as figure,
        unnest([received, carried_in, carried_out, concluded]) as number
    from complete
    union all
    select
        report_key,
        'cases' as figure,
        cases as number
    from cases
    union all
    select
        report_key,
        'cells' as figure,
        cells as number
    from cells
),

-- What each mart says of a report; where it says nothing of it, nothing.
observed as (
    select
        report_key,
        'mart_agency_year' as mart,
        unnest(['received', 'carried_in', 'carried_out', 'concluded', 'cases']) as figure,
        unnest([
            received_summed, carried_in_summed, carried_out_summed, concluded_summed, review_count
        ]) as number
    from mart_agency_year
    union all
    select
        report_key,
        'mart_region_year' as mart,
        unnest(['received', 'carried_in', 'carried_out', 'concluded', 'cases']) as figure,
        unnest([
            received_summed, carried_in_summed, carried_out_summed, concluded_summed, review_count
        ]) as number
    from mart_region_year
    union all
    select
        year_of.report_key,
        'mart_outcome_mix' as mart,
        'concluded' as figure,
        outcomes.concluded as number
    from mart_agency_year as year_of
    left join outcomes using (agency_key, report_year)
    union all
    select
        year_of.report_key,
        'mart_review_outcome' as mart,
        'cases' as figure,
        channels.cases as number
    from mart_agency_year as year_of
    left join channels using (agency_key, report_year)
    union all
    select
        year_of.report_key,
        'mart_indicator_series' as mart,
        unnest(['received', 'cases']) as figure,
        unnest([series.received, series.cases]) as number
    from mart_agency_year as year_of
    left join series using (report_key)
    union all
    select
        report_key,
        'mart_carry_over' as mart,
        'carried_in' as figure,
        carried_in_summed as number
    from mart_carry_over
    union all
    select
        report_key_before as report_key,
        'mart_carry_over' as mart,
        'carried_out' as figure,
        carried_out_before_summed as number
    from mart_carry_over
    union all
    select
        report_key,
        'mart_coverage' as mart,
        'cells' as figure,
        cells_published as number
    from mart_coverage
)

select
    expected.report_key,
    0 as table_no,
    '' as table_code,
    observed.mart || '.' || observed.figure as place,
    expected.number::bigint::varchar as expected,
    coalesce(observed.number::bigint::varchar, 'nothing') as observed,
    case when expected.number = observed.number then 0 else 1 end as gap
from expected
inner join observed
    on expected.report_key = observed.report_key and expected.figure = observed.figure
where expected.number is not null
