-- one row per statutory table that was read twice: places where the readings differ
with differing as (
    select
        report_key,
        table_no,
        table_code,
        count(*) as places,
        string_agg(place, ', ' order by finding_no) as listed
    from stg_finding
    where finding_code = 'readings_differ'
    group by report_key, table_no, table_code
)

select
    whole.report_key,
    whole.table_no,
    whole.table_code,
    '' as place,
    'both readings alike' as expected,
    coalesce('they differ at ' || differing.listed, 'alike') as observed,
    case when whole.readings = 2 then coalesce(differing.places, 0) end as gap,
    'extraction' as fault
from stg_table as whole
left join differing
    on
        whole.report_key = differing.report_key
        and whole.table_no = differing.table_no
        and whole.table_code = differing.table_code
