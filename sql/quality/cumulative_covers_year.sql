-- one row per legacy indicator with both periods: the total of all years covers this one's
select
    of_year.report_key,
    of_year.table_no,
    of_year.table_code,
    indicator.label_path as place,
    'at least ' || of_year.value::bigint as expected,
    of_all.value::bigint::varchar as observed,
    case when of_all.value >= of_year.value then 0 else of_year.value - of_all.value end as gap
from stg_operand as of_year
inner join stg_operand as of_all
    on
        of_year.report_key = of_all.report_key
        and of_year.table_no = of_all.table_no
        and of_year.table_code = of_all.table_code
        and of_year.row_code = of_all.row_code
        and of_all.column_code = 'cumulative'
inner join stg_indicator as indicator
    on
        of_year.report_key = indicator.report_key
        and of_year.table_no = indicator.table_no
        and of_year.row_code = indicator.row_code
where of_year.table_code = 'indicator' and of_year.column_code = 'year'
