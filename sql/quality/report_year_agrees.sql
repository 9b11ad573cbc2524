-- one row per annual report: the year of its title against that of its period
-- A period that cannot be read is not assessable, not guessed.
select
    report_key,
    0 as table_no,
    '' as table_code,
    '' as place,
    report_year::varchar as expected,
    strftime(period_start, '%Y-%m-%d') || ' to ' || strftime(period_end, '%Y-%m-%d') as observed,
    case
        when report_year is null or period_end is null then null
        when year(period_end) = report_year then 0
        else 1
    end as gap,
    'source' as fault
from stg_document
where document_type = 'annual_report'
