-- one row per statistics row of a snapshot
select distinct on (held.report_key, extracted.table_no, extracted.row_code)
    held.report_key,
    extracted.table_no,
    extracted.row_code,
    extracted.parent_code,
    extracted.label_path,
    extracted.section,
    extracted.unit,
    extracted.role,
    extracted.series_code,
    extracted.comparability
from extracted_indicator as extracted
inner join stg_snapshot as held using (content_sha256)
