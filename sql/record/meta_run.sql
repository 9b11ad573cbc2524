-- one row per night
select
    run_id,
    started_at,
    finished_at,
    outcome,
    limits,
    snapshots,
    extracted,
    tables_passed,
    tables_flagged,
    tables_quarantined,
    left_out,
    extractor_version,
    code_version,
    duckdb_version,
    prefect_version,
    message
from nights
