-- How have an agency's requests developed since 2008, through three forms?
-- 2008年以来，跨三种表式，各机关收到的申请如何变化？
-- Grain: one row per agency and year with a printed number of requests received.
-- Caveat: growth is null over a break of the form, a missing year, or a change of scope; what a
-- table before 2019 calls 受理 is taken as received, and comparability says how well it fits.
with series as (
    select
        agency_id,
        agency_name,
        report_year,
        scope,
        form_edition,
        comparability,
        is_break,
        printed::bigint as received,
        lag(printed::bigint) over earlier as received_before,
        lag(report_year) over earlier as year_before,
        lag(scope) over earlier as scope_before
    from mart_indicator_series
    where series_code = 'request.received' and printed is not null
    window earlier as (partition by agency_id order by report_year)
)

select
    agency_id,
    agency_name,
    report_year,
    scope,
    form_edition,
    comparability,
    is_break,
    received,
    case
        when not is_break and year_before = report_year - 1 and scope_before = scope
            then received - received_before
    end as growth
from series
order by agency_id, report_year
