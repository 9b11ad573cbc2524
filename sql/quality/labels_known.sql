-- one row per statutory table: rows that no form knows, that stand twice or break off
select
    report_key,
    table_no,
    table_code,
    '' as place,
    'every row once, under a label of the form' as expected,
    coalesce(
        array_to_string(
            flatten(list(details order by finding_code) filter (where findings > 0)), ', '
        ),
        'all known'
    ) as observed,
    sum(findings) as gap,
    'unknown' as fault
from stg_table_finding
where finding_code in ('label_unknown', 'row_repeated', 'row_incomplete')
group by report_key, table_no, table_code
