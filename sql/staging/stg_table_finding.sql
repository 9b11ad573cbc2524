-- one row per statutory table and kind of finding: how many of it there are, none included
with kinds as (
    select unnest([
        'form_too_late', 'header_cut_short', 'header_torn', 'label_unknown', 'readings_differ',
        'row_incomplete', 'row_missing', 'row_repeated'
    ]) as finding_code
),

found as (
    select
        report_key,
        table_no,
        table_code,
        finding_code,
        count(*)::integer as findings,
        string_agg(place, ', ' order by finding_no) as places,
        list(detail order by finding_no) as details
    from stg_finding
    group by report_key, table_no, table_code, finding_code
)

select
    whole.report_key,
    whole.table_no,
    whole.table_code,
    kinds.finding_code,
    coalesce(found.findings, 0) as findings,
    found.places,
    found.details
from stg_table as whole
cross join kinds
left join found
    on
        whole.report_key = found.report_key
        and whole.table_no = found.table_no
        and whole.table_code = found.table_code
        and kinds.finding_code = found.finding_code
