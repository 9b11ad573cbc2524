-- one row per annual report: its date of publication against the last day allowed
-- Until the reports for 2018 every body had until 31 March (条例 2007, 国务院令第492号, 第三十一条).
-- Since then: 条例 2019, 国务院令第711号, 第四十九条, and by level 国办公开办函〔2021〕30号. Streets,
-- townships and bodies without a known region are named by none of them.
with bodies as (
    select
        document.report_key,
        document.report_year,
        document.published_date,
        agency.agency_kind,
        region.level
    from stg_document as document
    left join stg_agency as agency
        on document.report_key = agency.report_key and agency.role = 'publisher'
    left join stg_region as region
        on agency.adcode = region.adcode and agency.region_name = region.region_name
    where document.document_type = 'annual_report'
),

due as (
    select
        report_key,
        published_date,
        case
            when report_year <= 2018 then make_date(report_year + 1, 3, 31)
            when agency_kind = 'department' and level is not null
                then make_date(report_year + 1, 1, 31)
            when agency_kind != 'government' then null
            when level = 'county' then make_date(report_year + 1, 2, 20)
            when level = 'prefecture' then make_date(report_year + 1, 3, 10)
            when level = 'province' then make_date(report_year + 1, 3, 31)
        end as last_day
    from bodies
)

select
    report_key,
    0 as table_no,
    '' as table_code,
    '' as place,
    strftime(last_day, '%Y-%m-%d') as expected,
    strftime(published_date, '%Y-%m-%d') as observed,
    case
        when published_date <= last_day then 0
        else date_diff('day', last_day, published_date)
    end as gap,
    'source' as fault
from due
