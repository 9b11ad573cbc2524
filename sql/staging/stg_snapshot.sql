-- one row per snapshot held
-- A snapshot is withdrawn when every address that ever served it answered 404 or 410 last.
with addresses as (
    select
        source_url,
        max(last_seen_at) as last_seen_at,
        last(gone_at order by first_seen_at) as gone_at
    from known_capture
    group by source_url
),

served as (
    select
        captures.content_sha256,
        max(captures.last_seen_at) as last_seen_at,
        case when bool_and(addresses.gone_at is not null) then max(addresses.gone_at) end
            as withdrawn_at
    from known_capture as captures
    inner join addresses using (source_url)
    group by captures.content_sha256
)

select
    report_key_of(held.content_sha256) as report_key,
    held.content_sha256,
    held.bytes,
    held.file_name,
    held.source_url,
    held.source_id,
    held.origin,
    held.fetched_at,
    greatest(held.last_seen_at, served.last_seen_at) as last_seen_at,
    served.withdrawn_at
from held_snapshot as held
left join served using (content_sha256)
