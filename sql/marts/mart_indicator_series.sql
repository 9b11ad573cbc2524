-- one row per agency, series and year: what one line counted from 2008 to now, across the forms
-- A series made of several lines or channels has a number only where all of them have one; where
-- two tables of a report give one series different numbers, it has none.
with requests as (
    select
        counted.report_key,
        line.series_code,
        counted.form_edition,
        min(line.comparability) as comparability,
        case when count(counted.printed) = count(*) then sum(counted.printed) end as printed,
        case when count(counted.summed) = count(*) then sum(counted.summed) end as summed,
        '件' as unit
    from stg_request_line as counted
    inner join dim_request_line as line on counted.line_code = line.line_code
    inner join fct_report_table as whole
        on counted.report_key = whole.report_key and whole.table_code = 'request'
    where whole.rows_missing = 0
    group by counted.report_key, line.series_code, counted.form_edition
),

channels as (
    select distinct
        series_code,
        channel_code,
        count(distinct channel_code) over (partition by series_code) as channels
    from dim_review_result
),

reviews as (
    select
        year_of.report_key,
        channels.series_code,
        whole.form_edition,
        'exact' as comparability,
        case
            when count(outcome.total_printed) = max(channels.channels)
                then sum(outcome.total_printed)
        end as printed,
        case
            when count(outcome.total_summed) = max(channels.channels)
                then sum(outcome.total_summed)
        end as summed,
        '件' as unit
    from mart_review_outcome as outcome
    inner join mart_agency_year as year_of using (agency_key, report_year)
    inner join channels on outcome.channel_code = channels.channel_code
    inner join fct_report_table as whole
        on year_of.report_key = whole.report_key and whole.table_code = 'review'
    group by year_of.report_key, channels.series_code, whole.form_edition
),

disclosures as (
    select
        fact.report_key,
        'disclosure.' || fact.item_code || '.' || fact.measure_code as series_code,
        whole.form_edition,
        'exact' as comparability,
        fact.value as printed,
        null as summed,
        fact.unit
    from fct_disclosure as fact
    inner join fct_report_table as whole
        on fact.report_key = whole.report_key and whole.table_code = 'disclosure'
),

before_2019 as (
    select
        fact.report_key,
        named.series_code,
        min(whole.form_edition) as form_edition,
        min(named.comparability) as comparability,
        case when count(distinct fact.value) = 1 then any_value(fact.value) end as printed,
        null as summed,
        min(fact.unit) as unit
    from fct_indicator as fact
    inner join stg_indicator as named
        on
            fact.report_key = named.report_key
            and fact.table_no = named.table_no
            and fact.indicator_code = named.row_code
    inner join fct_report_table as whole
        on
            fact.report_key = whole.report_key
            and fact.table_no = whole.table_no
            and whole.table_code = 'indicator'
    where fact.period = 'year' and named.series_code is not null
    group by fact.report_key, named.series_code
),

-- Where a report has both, the statutory table speaks.
spoken as (
    select *
    from requests
    union all
    select *
    from reviews
    union all
    select *
    from disclosures
    union all
    select *
    from before_2019
    where (report_key, series_code) not in (
        select (requests.report_key, requests.series_code)
        from requests
        union all
        select (reviews.report_key, reviews.series_code)
        from reviews
    )
)

select
    year_of.agency_id,
    spoken.series_code,
    year_of.report_year,
    year_of.agency_key,
    year_of.agency_name,
    year_of.report_key,
    year_of.scope,
    spoken.form_edition,
    spoken.comparability,
    spoken.printed::decimal(20, 4) as printed,
    spoken.summed::decimal(20, 4) as summed,
    spoken.unit,
    coalesce(spoken.printed != spoken.summed, false) as has_source_error,
    coalesce(
        spoken.form_edition != lag(spoken.form_edition) over (
            partition by year_of.agency_id, spoken.series_code order by year_of.report_year
        ),
        false
    ) as is_break
from mart_agency_year as year_of
inner join spoken using (report_key)
