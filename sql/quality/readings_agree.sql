-- one row per statutory table that was read twice: places where the readings differ
select
    found.report_key,
    found.table_no,
    found.table_code,
    '' as place,
    'both readings alike' as expected,
    coalesce('they differ at ' || found.places, 'alike') as observed,
    case when whole.readings = 2 then found.findings end as gap,
    'extraction' as fault
from stg_table_finding as found
inner join stg_table as whole
    on
        found.report_key = whole.report_key
        and found.table_no = whole.table_no
        and found.table_code = whole.table_code
where found.finding_code = 'readings_differ'
