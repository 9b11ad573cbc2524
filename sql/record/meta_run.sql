-- one row per night
select
    run_id,
    started_at,
    finished_at,
    outcome,
    snapshots,
    extracted,
    tables_passed,
    tables_flagged,
    tables_quarantined,
    extractor_version,
    code_version,
    message
from nights
