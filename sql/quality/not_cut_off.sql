-- one row per annual report: does its text end, or break off within a sentence?
select
    report_key,
    0 as table_no,
    '' as table_code,
    '' as place,
    'a text that ends' as expected,
    coalesce('…' || cut_off_text, '') as observed,
    case when refusal is not null then null when cut_off_text is null then 0 else 1 end as gap,
    'capture' as fault
from stg_document
where document_type = 'annual_report'
