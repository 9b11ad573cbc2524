-- one row per body in a period
-- A period begins with the first report under the later name, but not before any place had that
-- name: sites head old reports with the name of today. Who goes back to an old name has kept the
-- new one. Governments over a body stand here too, whether or not they report.
with named as (
    select
        name.*,
        document.report_year
    from stg_agency as name
    inner join stg_document as document using (report_key)
    where name.agency_id is not null
),

borne as (
    select
        agency_id,
        name_since,
        min(report_year) filter (
            where name_since is null or year(name_since) <= report_year
        ) as first_year
    from named
    group by agency_id, name_since
),

timely as (
    select
        agency_id,
        name_since,
        first_year,
        max(coalesce(name_since, date '0001-01-01')) over (
            partition by agency_id
            order by first_year, name_since nulls first
            rows between unbounded preceding and 1 preceding
        ) as latest_before
    from borne
    where first_year is not null
),

-- A body named out of time only has the one period under its latest name.
periods as (
    select
        agency_id,
        name_since,
        greatest(name_since, make_date(first_year, 1, 1)) as begins
    from timely
    where
        latest_before is null
        or coalesce(name_since, date '0001-01-01') > latest_before
    union all
    select
        agency_id,
        max(name_since) as name_since,
        null as begins
    from borne
    where agency_id not in (select timely.agency_id from timely)
    group by agency_id
),

-- The first period is open: nothing says since when. Of two names that came in one year or both
-- before it, the later one is that year's.
opened as (
    select
        agency_id,
        name_since,
        case
            when row_number() over (partition by agency_id order by name_since nulls first) > 1
                then begins
        end as valid_from
    from periods
),

bounded as (
    select
        agency_id,
        valid_from,
        max(name_since) as name_since
    from opened
    group by agency_id, valid_from
),

described as (
    select distinct on (agency_id, name_since)
        agency_id,
        name_since,
        agency_name,
        agency_kind,
        adcode,
        region_name,
        parent_agency_id,
        successor_id
    from named
    order by
        agency_id asc, name_since asc, report_year desc nulls last,
        length(agency_name) desc, agency_name asc
),

-- A body merged into another ends with the reform, one of an abolished division with that; or
-- with its own last report.
ended as (
    select
        agency_id,
        greatest(
            min(ended_since) - interval 1 day, make_date(max(report_year), 12, 31)
        )::date as last_day
    from named
    where ended_since is not null
    group by agency_id
)

select
    key_of(['agency', bounded.agency_id, coalesce(bounded.name_since::varchar, 'open')])
        as agency_key,
    bounded.agency_id,
    described.agency_name,
    described.agency_kind,
    coalesce(key_of(['region', described.adcode, described.region_name]), unknown_key())
        as region_key,
    described.parent_agency_id,
    described.successor_id,
    bounded.valid_from,
    coalesce(
        (lead(bounded.valid_from) over later_periods - interval 1 day)::date,
        ended.last_day
    ) as valid_to,
    ended.last_day is null
    and lead(bounded.agency_id) over later_periods is null as is_current
from bounded
inner join described
    on
        bounded.agency_id = described.agency_id
        and bounded.name_since is not distinct from described.name_since
left join ended on bounded.agency_id = ended.agency_id
window later_periods as (partition by bounded.agency_id order by bounded.name_since nulls first)
union all
select
    unknown_key() as agency_key,
    'unknown' as agency_id,
    '未知' as agency_name,
    'unknown' as agency_kind,
    unknown_key() as region_key,
    null as parent_agency_id,
    null as successor_id,
    null as valid_from,
    null as valid_to,
    true as is_current
