-- What is kept out of the facts, and why: is what I count biased?
-- 不予入库的表有哪些、原因何在，样本是否有偏？
-- Grain: one row per year, table and rule that keeps tables of annual reports out.
-- Caveat: a table can be kept out by several rules: add tables_kept_out over rules and it is counted
-- several times. Reports whose tables are absent altogether are in coverage_gaps.
with tables as (
    select
        report.report_year,
        whole.table_code,
        whole.report_key,
        whole.table_no
    from fct_report_table as whole
    inner join dim_report as report on whole.report_key = report.report_key
    where
        report.document_type = 'annual_report'
        and report.is_canonical
        and report.report_year is not null
),

held as (
    select
        report_year,
        table_code,
        count(*) as tables_held
    from tables
    group by report_year, table_code
)

select
    tables.report_year,
    tables.table_code,
    kept_out.rule_id,
    any_value(held.tables_held) as tables_held,
    count(*) as tables_kept_out,
    count(*) / any_value(held.tables_held) as share_kept_out
from quality_quarantine as kept_out
inner join tables
    on
        kept_out.report_key = tables.report_key
        and kept_out.table_code = tables.table_code
        and kept_out.table_no = tables.table_no
inner join held
    on tables.report_year = held.report_year and tables.table_code = held.table_code
group by tables.report_year, tables.table_code, kept_out.rule_id
order by tables.report_year, tables.table_code, kept_out.rule_id
