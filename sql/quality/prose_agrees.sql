-- one row per count that a report prints in a table and states in words
with names as (
    select
        table_code,
        row_code,
        figure_code
    from (
        values
        ('request', 'received', 'requests_received'),
        ('request', 'carried_in', 'requests_carried_in'),
        ('request', 'concluded_total', 'requests_concluded'),
        ('request', 'carried_out', 'requests_carried_out'),
        ('review', 'reconsideration', 'reviews'),
        ('review', 'litigation_direct', 'litigations'),
        ('review', 'litigation_after_review', 'litigations')
    ) as listed (table_code, row_code, figure_code)
),

printed as (
    select
        cell.report_key,
        cell.table_no,
        cell.table_code,
        names.figure_code,
        string_agg(cell.row_code || '.total', ' + ' order by cell.column_no) as place,
        case when count(*) = count(cell.value) then sum(cell.value) end as value
    from stg_operand as cell
    inner join names on cell.table_code = names.table_code and cell.row_code = names.row_code
    where cell.column_code = 'total'
    group by cell.report_key, cell.table_no, cell.table_code, names.figure_code
    union all
    select
        cell.report_key,
        cell.table_no,
        cell.table_code,
        'requests_received' as figure_code,
        indicator.label_path || '.year' as place,
        cell.value
    from stg_operand as cell
    inner join stg_indicator as indicator
        on
            cell.report_key = indicator.report_key
            and cell.table_no = indicator.table_no
            and cell.row_code = indicator.row_code
    where
        cell.table_code = 'indicator'
        and cell.column_code = 'year'
        and indicator.series_code = 'request.received'
        and indicator.comparability = 'exact'
),

carried_in as (
    select
        report_key,
        value
    from printed
    where figure_code = 'requests_carried_in'
)

select
    printed.report_key,
    printed.table_no,
    printed.table_code,
    printed.place,
    printed.value::bigint::varchar as expected,
    stated.printed as observed,
    case
        when printed.value is null then null
        when list_contains(stated.figures, printed.value) then 0
        when not stated.is_comparable then null
        -- What is said to be received (收到) may count those carried in.
        when
            printed.figure_code = 'requests_received'
            and stated.figures[1] = printed.value + carried_in.value
            then null
        else stated.figures[1] - printed.value
    end as gap
from printed
inner join stg_stated as stated
    on printed.report_key = stated.report_key and printed.figure_code = stated.figure_code
left join carried_in on printed.report_key = carried_in.report_key
