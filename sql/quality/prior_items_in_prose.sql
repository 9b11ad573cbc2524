-- one row per report in the 2019 form whose prose counts its licences: not by last year's number
-- A number that is neither last year's nor this year's counts something else.
with items as (
    select
        report_key,
        table_no,
        table_code,
        max(value) filter (where column_code = 'prior_year_items') as prior_year_items,
        max(value) filter (where column_code = 'change') as change
    from stg_operand
    where table_code = 'disclosure' and form_edition = '2019' and row_code = 'licences'
    group by report_key, table_no, table_code
)

select
    items.report_key,
    items.table_no,
    items.table_code,
    'licences.prior_year_items' as place,
    items.prior_year_items::bigint || ' + ' || items.change::bigint || ' = '
    || (items.prior_year_items + items.change)::bigint as expected,
    stated.printed as observed,
    case
        when list_contains(stated.figures, items.prior_year_items + items.change) then 0
        when stated.is_comparable and stated.figures[1] = items.prior_year_items then items.change
    end as gap
from items
inner join stg_stated as stated
    on items.report_key = stated.report_key and stated.figure_code = 'items_licences'
