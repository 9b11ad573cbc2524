-- one row per snapshot held
select
    report_key_of(content_sha256) as report_key,
    content_sha256,
    bytes,
    file_name,
    source_url,
    source_id,
    origin,
    fetched_at,
    last_seen_at
from held_snapshot
