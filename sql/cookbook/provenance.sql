-- Where does a number come from: which file, which cell, how was it read?
-- 一个数字出自哪个文件、哪个单元格、如何读出？
-- Grain: one row per report with a published table 3: its printed total of requests received.
-- Caveat: change row_code and column_code for another number. locator is <sha256>#<place> in the
-- bytes under data/raw/; a printed total can contradict its parts, see verdict.
select
    agency.agency_name,
    report.report_year,
    cell.value::bigint as received,
    cell.raw_text,
    cell.value_status,
    cell.is_corrected,
    whole.verdict,
    whole.readings,
    whole.evidence,
    whole.form_edition,
    coalesce(report.source_url, report.file_name) as source,
    report.fetched_at,
    cell.locator
from stg_cell as cell
inner join dim_report as report on cell.report_key = report.report_key
inner join dim_agency as agency on report.agency_key = agency.agency_key
inner join fct_report_table as whole
    on
        cell.report_key = whole.report_key
        and cell.table_code = whole.table_code
        and cell.table_no = whole.table_no
where
    cell.table_code = 'request'
    and cell.row_code = 'received'
    and cell.column_code = 'total'
    and cell.value is not null
    and report.is_canonical
    and whole.verdict != 'quarantined'
order by agency.agency_name, report.report_year, report.report_key
