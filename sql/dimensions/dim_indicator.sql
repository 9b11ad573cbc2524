-- one row per legacy indicator
-- The role and unit are those of the latest report that prints it.
select
    row_code as indicator_code,
    arg_max(label_path, report_key) as label_path,
    coalesce(max(unit) filter (where unit != 'unknown'), 'unknown') as unit,
    arg_max(section, report_key) as section,
    arg_max(role, report_key) as role,
    null::varchar as series_code,
    'none' as comparability
from stg_indicator
group by row_code
