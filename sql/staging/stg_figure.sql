-- one row per figure stated in the prose of a report
select distinct on (held.report_key, extracted.figure_no)
    held.report_key,
    extracted.figure_no,
    extracted.figure_code,
    extracted.value,
    extracted.unit,
    extracted.scope,
    extracted.sentence,
    locator_of(held.content_sha256, extracted.fragment) as locator
from extracted_figure as extracted
inner join stg_snapshot as held using (content_sha256)
