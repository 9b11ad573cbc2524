-- one row per statutory table that a steward withdrew, by itself or with its report
with withdrawn as (
    select
        report_key,
        table_code,
        table_no,
        why
    from stg_decision_held
    where decision = 'reject'
),

affected as (
    select
        withdrawn.report_key,
        whole.table_no,
        whole.table_code,
        withdrawn.why
    from withdrawn
    inner join stg_table as whole
        on
            withdrawn.report_key = whole.report_key
            and (
                withdrawn.table_no = 0
                or (
                    withdrawn.table_code = whole.table_code
                    and withdrawn.table_no = whole.table_no
                )
            )
    union all
    select
        report_key,
        table_no,
        table_code,
        why
    from withdrawn
    where table_no = 0
)

select
    report_key,
    table_no,
    table_code,
    '' as place,
    'not withdrawn' as expected,
    string_agg(distinct why, '; ' order by why) as observed,
    1 as gap,
    'unknown' as fault
from affected
group by report_key, table_no, table_code
