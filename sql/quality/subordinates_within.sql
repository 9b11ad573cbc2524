-- one row per line of a government's consolidated report: no less than the governments below make
-- Its departments are in it as well, and no list says which there are: more is no contradiction.
-- Assessable where every division below, by GB/T 2260, has a consolidated report of that year;
-- of what is below a county there is no list.
with places as (
    select
        adcode,
        level,
        valid_from,
        -- The newest revision is that of 2019; what it lists is taken to be there still.
        case when valid_to = max(valid_to) over () then '9999' else valid_to end as valid_to
    from stg_region
    where region_name not in ('市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划')
),

divisions as (
    select
        places.adcode,
        places.valid_from,
        places.valid_to,
        coalesce(city.adcode, places.adcode[:2] || '0000') as above
    from places
    left join (select distinct listed.adcode from places as listed) as city
        on places.level = 'county' and places.adcode[:4] || '00' = city.adcode
    where places.level != 'province'
),

lines as (
    select
        agency.adcode,
        cell.report_year,
        cell.report_key,
        cell.table_no,
        cell.table_code,
        cell.row_code,
        cell.value,
        -- What counts the departments of the city alone (市直) has no divisions in it.
        regexp_matches(document.scope_sentence, '[省市州区县]直') as is_direct_only
    from stg_standing_cell as cell
    inner join stg_document as document on cell.report_key = document.report_key
    inner join stg_agency as agency
        on cell.report_key = agency.report_key and agency.role = 'publisher'
    where
        cell.scope = 'consolidated'
        and agency.agency_kind = 'government'
        and agency.adcode is not null
        and cell.table_code = 'request'
        and cell.row_code in ('received', 'carried_in', 'concluded_total', 'carried_out')
        and cell.column_code = 'total'
),

below as (
    select
        upper_line.report_key,
        upper_line.row_code,
        count(*) as divisions,
        count(lower_line.value) as reporting,
        sum(lower_line.value) as summed
    from lines as upper_line
    inner join divisions
        on
            upper_line.adcode = divisions.above
            and divisions.valid_from <= upper_line.report_year || '12'
            and divisions.valid_to >= upper_line.report_year || '12'
    left join lines as lower_line
        on
            divisions.adcode = lower_line.adcode
            and upper_line.report_year = lower_line.report_year
            and upper_line.row_code = lower_line.row_code
    group by upper_line.report_key, upper_line.row_code
)

select
    lines.report_key,
    lines.table_no,
    lines.table_code,
    lines.row_code || '.total' as place,
    'at least ' || coalesce(below.summed, 0)::bigint || ' (' || coalesce(below.reporting, 0)
    || ' of ' || coalesce(below.divisions::varchar, 'an unknown number of') || ' divisions)'
        as expected,
    lines.value::bigint::varchar as observed,
    case
        when lines.is_direct_only or below.reporting < below.divisions then null
        when lines.value >= below.summed then 0
        else below.summed - lines.value
    end as gap
from lines
left join below on lines.report_key = below.report_key and lines.row_code = below.row_code
