-- one row per legacy indicator
-- The role and unit are those of the latest report that prints it.
select
    row_code as indicator_code,
    arg_max(label_path, report_key) as label_path,
    coalesce(max(unit) filter (where unit != 'unknown'), 'unknown') as unit,
    arg_max(section, report_key) as section,
    arg_max(role, report_key) as role,
    max(series_code) as series_code,
    arg_max(comparability, report_key) as comparability
from stg_indicator
group by row_code
