-- one row per address, content and unbroken period in which it served it
select
    capture.source_url,
    capture.first_seen_at,
    held.report_key,
    capture.last_seen_at,
    capture.gone_at,
    capture.source_id,
    capture.page_url,
    capture.link_title,
    capture.link_agency,
    capture.link_report_year,
    capture.etag,
    capture.last_modified
from known_capture as capture
inner join stg_snapshot as held using (content_sha256)
