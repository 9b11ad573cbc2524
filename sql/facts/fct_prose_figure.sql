-- one row per figure stated in the prose of a report
select
    figure.report_key,
    figure.figure_no,
    figure.figure_code,
    figure.value,
    figure.unit,
    figure.scope,
    figure.sentence,
    figure.locator
from stg_figure as figure
inner join dim_report as report on figure.report_key = report.report_key
left join quality_result as withdrawn
    on
        figure.report_key = withdrawn.report_key
        and withdrawn.table_no = 0
        and withdrawn.rule_id = 'not_rejected'
where report.is_canonical and withdrawn.report_key is null
