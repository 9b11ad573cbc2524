-- one row per statutory table: cells whose text is no number, blank or placeholder
select
    report_key,
    table_no,
    table_code,
    '' as place,
    'every cell a number, a blank or a placeholder' as expected,
    coalesce(
        string_agg(
            row_code || '.' || column_code || coalesce(' “' || raw_text || '”', ''), ', '
            order by row_no, column_no
        ) filter (where value_status = 'unreadable'
        ),
        'all readable'
    ) as observed,
    count(*) filter (where value_status = 'unreadable') as gap,
    'unknown' as fault
from stg_cell
group by report_key, table_no, table_code
