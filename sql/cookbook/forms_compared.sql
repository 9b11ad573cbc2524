-- What changed between the forms of 2019 and 2021, line by line?
-- 2019年与2021年表式相比，哪些栏目有变？
-- Grain: one row per line of table 3 and per item and measure of table 2 that a report held prints.
-- Caveat: found in the reports held, not in the notices; where reports in one of the forms are
-- lacking, form is null. A measure may keep its name and change its meaning: see dim_measure.
with tables as (
    select
        whole.report_key,
        whole.table_code,
        whole.table_no
    from fct_report_table as whole
    inner join dim_report as report on whole.report_key = report.report_key
    where
        whole.table_code in ('disclosure', 'request')
        and whole.form_edition in ('2019', '2021')
        and whole.verdict != 'quarantined'
        and report.document_type = 'annual_report'
        and report.is_canonical
),

-- A line of table 3 once, by its total; of table 2 each measure.
counted as (
    select
        cell.table_code,
        cell.row_code,
        case when cell.table_code = 'disclosure' then cell.column_code end as measure_code,
        count(*) filter (where cell.form_edition = '2019') as reports_2019,
        count(*) filter (where cell.form_edition = '2021') as reports_2021
    from stg_cell as cell
    inner join tables
        on
            cell.report_key = tables.report_key
            and cell.table_code = tables.table_code
            and cell.table_no = tables.table_no
    where cell.table_code = 'disclosure' or cell.column_code = 'total'
    group by all
),

held as (
    select
        table_code,
        max(reports_2019) > 0 and max(reports_2021) > 0 as has_both_forms
    from counted
    group by table_code
)

select
    counted.table_code,
    counted.row_code,
    counted.measure_code,
    coalesce(line.name_zh, item.name_zh) as row_zh,
    measure.name_zh as measure_zh,
    counted.reports_2019,
    counted.reports_2021,
    case
        when not held.has_both_forms then null
        when counted.reports_2021 = 0 then '2019 only'
        when counted.reports_2019 = 0 then '2021 only'
        else 'both'
    end as form,
    line.comparability
from counted
inner join held on counted.table_code = held.table_code
left join dim_request_line as line
    on counted.table_code = 'request' and counted.row_code = line.line_code
left join dim_disclosure_item as item
    on counted.table_code = 'disclosure' and counted.row_code = item.item_code
left join dim_measure as measure on counted.measure_code = measure.measure_code
order by counted.table_code, counted.row_code, counted.measure_code
