-- one row per line of a published table 3: its printed total beside the sum of its leaves
-- A blank is not zero: a line with a leaf that is no whole number has no sum, and no sum of
-- outcomes is made of fewer lines than the form has.
with lines as (
    select
        cell.report_key,
        cell.row_code as line_code,
        line.stage,
        whole.form_edition,
        whole.rows_missing,
        count(applicant.applicant_code) = count(*) filter (
            where applicant.applicant_code is not null and cell.value = floor(cell.value)
        ) and count(applicant.applicant_code) = (select count(*) from dim_applicant) as is_whole,
        sum(cell.value) filter (where applicant.applicant_code is not null) as leaves,
        max(cell.value) filter (
            where cell.column_code = 'total' and cell.value = floor(cell.value)
        ) as printed
    from stg_cell as cell
    inner join fct_report_table as whole
        on
            cell.report_key = whole.report_key
            and cell.table_no = whole.table_no
            and cell.table_code = whole.table_code
    inner join dim_report as report on cell.report_key = report.report_key
    inner join dim_request_line as line on cell.row_code = line.line_code
    left join dim_applicant as applicant on cell.column_code = applicant.applicant_code
    where
        cell.table_code = 'request'
        and whole.verdict != 'quarantined'
        and report.is_canonical
    group by
        cell.report_key, cell.row_code, line.stage, whole.form_edition, whole.rows_missing
),

concluded as (
    select
        report_key,
        sum(leaves) as leaves
    from lines
    where stage = 'outcome'
    group by report_key
    having bool_and(is_whole and rows_missing = 0)
)

select
    lines.report_key,
    lines.line_code,
    lines.form_edition,
    lines.printed::bigint as printed,
    case
        when lines.stage = 'witness' then concluded.leaves
        when lines.is_whole then lines.leaves
    end::bigint as summed
from lines
left join concluded using (report_key)
