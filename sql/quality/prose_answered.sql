-- one row per report that says how many requests it answered: no more than it concluded
-- Fewer are no contradiction: a request withdrawn, or not to be processed, gets no answer.
select
    cell.report_key,
    cell.table_no,
    cell.table_code,
    'concluded_total.total' as place,
    'at most ' || cell.value::bigint as expected,
    stated.printed as observed,
    case
        when cell.value is null then null
        when list_min(stated.figures) <= cell.value then 0
        when stated.is_comparable then stated.figures[1] - cell.value
    end as gap
from stg_operand as cell
inner join stg_stated as stated
    on cell.report_key = stated.report_key and stated.figure_code = 'requests_answered'
where
    cell.table_code = 'request'
    and cell.row_code = 'concluded_total'
    and cell.column_code = 'total'
